#include "rules/tracking_plan/gaps.h"

namespace specgate {
namespace {

bool stands_at(const Json& json, FilePlace place) {
  return json.line == place.line && json.column == place.column;
}

// Among the values of keywords, their items, and the keys of maps of schemas (patternProperties).
bool has_place(const Json& schema, FilePlace place) {
  if (stands_at(schema, place)) return true;
  for (const JsonMember& member : schema.members) {
    if ((member.line == place.line && member.column == place.column) ||
        stands_at(member.value, place)) {
      return true;
    }
    for (const Json& item : member.value.items) {
      if (!is_schema(item) && stands_at(item, place)) return true;
    }
    for (const JsonMember& inner : member.value.members) {
      if (inner.line == place.line && inner.column == place.column) return true;
    }
  }
  return false;
}

}  // namespace

PlanAt at_place(const PlanView& plan, const PlanRule& rule, FilePlace place) {
  const PlanNode* found = nullptr;
  for (const PlanNode& node : plan.nodes_of(rule)) {
    if (place.line == 0 || !has_place(*node.schema, place)) continue;
    const bool below = found != nullptr && &plan.parent_of(node) == found;
    if (found != nullptr && !below) return {&rule, nullptr, place.line, place.column};
    found = &node;
  }
  return {&rule, found, place.line, place.column};
}

void report_gaps(const Rule& rule, SchemaGap::Kind kind, const PlanSite& site, PlanFindings& out) {
  for (const PlanRule& each : site.plan.plan().rules) {
    for (const SchemaGap& gap : site.plan.gaps_of(each)) {
      if (gap.kind != kind) continue;
      out.add(rule, at_place(site.plan, each, {gap.line, gap.column}), {gap.message});
    }
  }
}

}  // namespace specgate
