#include <algorithm>

#include "rules/plan_quality/example.h"
#include "rules/plan_quality/plan_lint.h"
#include "rules/plan_quality/schema/schema_parts.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

// "any" is no array more than it is anything else.
bool names_array(const Json& type) {
  const bool any = type.text == "any" || std::any_of(type.items.begin(), type.items.end(),
                                                     [](const Json& item) { return item.text == "any"; });
  return !any && admits(kinds_of_type(type), Kind::kArray);
}

void check(const PlanSite& site, PlanFindings& out) {
  for (const PlanNode& node : site.plan.nodes()) {
    const Json* const type = node.schema->find("type");
    if (type == nullptr || !node.is_planned()) continue;
    const bool told = node.schema->find("items") != nullptr ||
                      node.schema->find("contains") != nullptr ||
                      node.schema->find("enum") != nullptr || node.schema->find("allOf") != nullptr;
    if (!told && names_array(*type)) out.add(array_without_items, at(node), {site.plan.place_of(node).path});
  }
}

constexpr Example kExamples[] = {
    {.bad = SPECGATE_PLAN(SPECGATE_TRACK("Boat Rented", R"("crew":{"type":"array"})")),
     .at = "TRACK \"Boat Rented\" properties.crew"},
    {.good = SPECGATE_PLAN(
         SPECGATE_TRACK("Boat Rented", R"("crew":{"type":"any"},"load":{"type":["string","any"]})"))},
    {.good = SPECGATE_PLAN(
         SPECGATE_TRACK("Boat Rented", R"("crew":{"type":"array","items":{"type":"string"}})"))},
};

}  // namespace

constinit const Rule array_without_items = {
    .id = "TPL310",
    .name = "array-without-items",
    .message = "{0} is an array without items",
    .doc = R"(### What
A property is an array, and the plan does not say of what.
### Why
Segment shows every property below such an array as unplanned, and may omit it; texts and numbers
may be mixed.
### Fix
Add `items` with their type and properties.
)",
    .page = "connections/sources/schema/index.md",
    .consequence = Consequence::kAdvice,
    .severity = Severity::kInfo,
    .on = On::kPlanFile,
    .check_plan = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
