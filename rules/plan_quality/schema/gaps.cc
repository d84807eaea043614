#include "rules/plan_quality/schema/gaps.h"

namespace specgate {
namespace {

uint64_t key_of(uint32_t line, uint32_t column) { return uint64_t{line} << 32 | column; }

}  // namespace

PlaceIndex::PlaceIndex(const PlanView& plan, const PlanRule& rule) : plan_(plan), rule_(rule) {
  for (const PlanNode& node : plan.nodes_of(rule)) {
    note(node.schema->line, node.schema->column, node);
    for (const JsonMember& member : node.schema->members) {
      note(member.line, member.column, node);
      note(member.value.line, member.value.column, node);
      for (const Json& item : member.value.items) {
        if (!is_schema(item)) note(item.line, item.column, node);
      }
      for (const JsonMember& inner : member.value.members) note(inner.line, inner.column, node);
    }
  }
}

// Of a schema and the one above it, which has it as a value, the schema counts.
void PlaceIndex::note(uint32_t line, uint32_t column, const PlanNode& node) {
  const auto [entry, fresh] = by_place_.try_emplace(key_of(line, column), &node);
  if (fresh || entry->second == &node || entry->second == nullptr) return;
  entry->second = &plan_.parent_of(node) == entry->second ? &node : nullptr;
}

PlanAt PlaceIndex::at(FilePlace place) const {
  const auto found = by_place_.find(key_of(place.line, place.column));
  const bool known = place.line != 0 && found != by_place_.end();
  return {&rule_, known ? found->second : nullptr, place.line, place.column};
}

void report_gaps(const Rule& rule, SchemaGap::Kind kind, const PlanSite& site, PlanFindings& out) {
  for (const PlanRule& each : site.plan.plan().rules) {
    if (site.plan.gaps_of(each).empty()) continue;
    const PlaceIndex places(site.plan, each);
    for (const SchemaGap& gap : site.plan.gaps_of(each)) {
      if (gap.kind == kind) out.add(rule, places.at({gap.line, gap.column}), {gap.message});
    }
  }
}

}  // namespace specgate
