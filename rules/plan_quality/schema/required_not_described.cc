#include <unordered_set>

#include "rules/plan_quality/example.h"
#include "rules/plan_quality/plan_lint.h"
#include "rules/rules.h"
#include "spec/text/yaml.h"

namespace specgate::rules {
namespace {

std::string hint(const PlanNode& node, std::string_view name) {
  constexpr size_t kMostNames = 500;  // of more nobody waits for a hint
  std::vector<std::string_view> names;
  if (const Json* const properties = node.schema->find("properties")) {
    for (const JsonMember& member : properties->members) names.push_back(member.key);
  }
  return names.size() > kMostNames ? std::string() : did_you_mean(name, names);
}

// Where a $ref or a pattern may describe it, it is not ours to say; of a closed object TPL301
// speaks.
bool is_left_to_others(const PlanNode& node) {
  const Json* const rest = node.schema->find("additionalProperties");
  if (rest != nullptr && rest->is_false()) return true;
  constexpr std::string_view kMore[] = {
      "$ref", "patternProperties", "propertyNames", "allOf", "anyOf", "oneOf"};
  for (const std::string_view keyword : kMore) {
    if (node.schema->find(keyword) != nullptr) return true;
  }
  return false;
}

// Outside the rule's own object the Spec describes what there is: context.library.
bool is_described_by_spec(const PlanSite& site, const PlanNode& node, std::string_view name) {
  if (site.plan.in_own(node)) return false;
  const std::string path = site.plan.place_of(node).path + '.' + std::string(name);
  return site.spec.paths().find(path) != kNoPath;
}

void judge(const PlanSite& site, const PlanRule& rule, PlanFindings& out) {
  std::unordered_set<uint64_t> described;  // (place of the object, key's hash)
  const auto mark = [](uint32_t place, std::string_view key) {
    return std::hash<std::string_view>()(key) ^ place * uint64_t{0x9e3779b97f4a7c15};
  };
  for (const PlanNode& node : site.plan.nodes_of(rule)) {
    if (node.role != PlanRole::kMember) continue;
    const CallPlace& place = site.plan.place_of(node);
    described.insert(mark(place.parent, place.key));
  }
  for (const PlanNode& node : site.plan.nodes_of(rule)) {
    const Json* const required = node.schema->find("required");
    if (required == nullptr || node.place == 0 || node.asked || is_left_to_others(node)) continue;
    for (const Json& name : required->items) {
      if (!name.is(Kind::kString) || described.contains(mark(node.place, name.text))) continue;
      if (is_described_by_spec(site, node, name.text)) continue;
      out.add(required_not_described, at(node, name),
              {quoted_key(name.text), hint(node, name.text)});
    }
  }
}

void check(const PlanSite& site, PlanFindings& out) {
  for (const PlanRule& rule : site.plan.plan().rules) judge(site, rule, out);
}

constexpr Example kExamples[] = {
    {.bad = SPECGATE_PLAN(SPECGATE_TRACK_WITH(
         "Boat Rented", R"("properties":{"boat_id":{"type":"string"}},"required":["boat_di"])")),
     .at = "TRACK \"Boat Rented\" properties"},
    {.good = SPECGATE_PLAN(SPECGATE_TRACK_WITH(
         "Boat Rented", R"("properties":{"boat_id":{"type":"string"}},"required":["boat_id"])"))},
};

}  // namespace

constinit const Rule required_not_described = {
    .id = "TPL302",
    .name = "required-not-described",
    .message = "{0} is required, but not described among the properties{1}",
    .doc = R"(### What
A schema requires a property that no schema of the same object describes.
### Why
Usually it is a misprint, or the property was renamed in one place only: then every event violates
the plan. Segment also counts a property without a description in the plan as unplanned, and may
omit it.
### Fix
Describe the property, or take it off the list.
)",
    .page = "protocols/tracking-plan/create.md",
    .consequence = Consequence::kAdvice,
    .severity = Severity::kWarning,
    .on = On::kPlanFile,
    .check_plan = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
