#include "rules/plan_quality/example.h"
#include "rules/plan_quality/plan_lint.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

void check(const PlanSite& site, PlanFindings& out) {
  for (const PlanNode& node : site.plan.nodes()) {
    const CallPlace& place = site.plan.place_of(node);
    if (!node.is_planned() || (place.traits & kKeyDot) == 0) continue;
    out.add(planned_name_with_dot, at(node), {quoted_key(place.key)});
  }
}

constexpr Example kExamples[] = {
    {.bad = SPECGATE_PLAN(SPECGATE_TRACK("Boat Rented", R"("boat.id":{"type":"string"})")),
     .at = "TRACK \"Boat Rented\" properties.boat.id"},
    {.good = SPECGATE_PLAN(SPECGATE_TRACK(
         "Boat Rented", R"("boat":{"type":"object","properties":{"name":{"type":"string"}}})"))},
};

}  // namespace

constinit const Rule planned_name_with_dot = {
    .id = "TPL113",
    .name = "planned-name-with-dot",
    .message = "property {0} has a dot in its name",
    .doc = R"(### What
The name of a planned property has a literal dot in it.
### Why
Destinations and transformations read a dot as a step into an object and do not find such a
property.
### Fix
Plan an object, or join the words with an underscore.
)",
    .page = "connections/destinations/actions.md",
    .consequence = Consequence::kSplit,
    .severity = Severity::kInfo,
    .on = On::kPlanFile,
    .check_plan = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
