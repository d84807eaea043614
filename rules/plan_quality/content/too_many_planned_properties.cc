#include "rules/plan_quality/example.h"
#include "rules/plan_quality/plan_lint.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

void check(const PlanSite& site, PlanFindings& out) {
  const size_t unify = site.spec.limits().unify_properties, all = site.spec.limits().properties;
  for (const PlanRule& rule : site.plan.plan().rules) {
    size_t count = 0;
    for (const PlanNode& node : site.plan.nodes_of(rule)) {
      const bool property = node.is_planned() && node.role == PlanRole::kMember;
      if (property && site.plan.place_of(node).level > 1 && site.plan.in_own(node)) ++count;
    }
    if (count <= unify) continue;
    const std::string limit = count > all
                                  ? "Segment keeps " + std::to_string(all)
                                  : "Unify drops events of more than " + std::to_string(unify);
    out.add(too_many_planned_properties, at(rule), {std::to_string(count), limit});
  }
}

constexpr Example kExamples[] = {
    {.bad = SPECGATE_PLAN(SPECGATE_TRACK(
         "Boat Rented", R"(<<"sail_#":{"type":"string"},>>"boat":{"type":"string"})")),
     .at = "TRACK \"Boat Rented\"",
     .times = 300},
    {.good = SPECGATE_PLAN(SPECGATE_TRACK("Boat Rented", R"("boat_id":{"type":"string"})"))},
};

}  // namespace

constinit const Rule too_many_planned_properties = {
    .id = "TPL604",
    .name = "too-many-planned-properties",
    .message = "{0} properties are planned, {1}",
    .doc = R"(### What
A rule plans more than 300 properties or traits, counted at every depth. (In the examples `<<...>>`
stands for hundreds of properties.)
### Why
Unify drops an event of more than 300 without a word, and beyond 10 000 Segment drops the rest.
### Fix
Split the event, or send ids and look the rest up.
)",
    .page = "unify/product-limits.md",
    .consequence = Consequence::kAltered,
    .severity = Severity::kWarning,
    .on = On::kPlanFile,
    .check_plan = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
