#include "rules/plan_quality/example.h"
#include "rules/plan_quality/plan_lint.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

void check(const PlanSite& site, PlanFindings& out) {
  for (const PlanNode& node : site.plan.nodes()) {
    if (!node.is_planned() || node.role != PlanRole::kMember || !site.plan.in_own(node)) continue;
    if (site.plan.place_of(node).level < 2 || node.schema->is_false()) continue;
    if (!node.schema->text_of("description").empty() || !node.schema->text_of("title").empty())
      continue;
    if (site.plan.listed(node) != nullptr || node.schema->find("$ref") != nullptr) continue;
    out.add(property_without_description, at(node), {site.plan.place_of(node).path});
  }
}

constexpr Example kExamples[] = {
    {.bad = SPECGATE_PLAN(SPECGATE_TRACK("Boat Rented", R"("boat_id":{"type":"string"})")),
     .at = "TRACK \"Boat Rented\" properties.boat_id"},
    {.good = SPECGATE_PLAN(SPECGATE_TRACK(
         "Boat Rented", R"("boat_id":{"type":"string","description":"Painted on its bow."})"))},
};

}  // namespace

constinit const Rule property_without_description = {
    .id = "TPL402",
    .name = "property-without-description",
    .message = "{0} has no description",
    .doc = R"(### What
A property or trait has no description. Properties that the Spec lists have the Spec's.
### Why
Whoever has to fill it guesses what goes there, and in which unit.
### Fix
Say in a sentence what it holds.
)",
    .page = "protocols/tracking-plan/best-practices.md",
    .consequence = Consequence::kAdvice,
    .severity = Severity::kInfo,
    .on = On::kPlanFile,
    .check_plan = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
