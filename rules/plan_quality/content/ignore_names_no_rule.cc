#include "rules/plan_quality/example.h"
#include "rules/plan_quality/plan_lint.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

void check(const PlanSite& site, PlanFindings& out) {
  for (const IgnoreSlip& slip : ignore_slips(site.plan)) {
    out.add(ignore_names_no_rule, at(*slip.node, *slip.value),
            {slip.selector.empty() ? "neither the name of a rule, nor a list, nor an object"
                                   : unknown_rule(slip.selector, {})});
  }
}

constexpr Example kExamples[] = {
    {.bad = SPECGATE_PLAN(SPECGATE_TRACK(
         "Boat Rented", R"("boat_id":{"type":"string","x-specgate-ignore":"TPL999"})")),
     .at = "TRACK \"Boat Rented\" properties.boat_id"},
    {.good = SPECGATE_PLAN(SPECGATE_TRACK(
         "Boat Rented", R"("boat_id":{"type":"string","x-specgate-ignore":["TPL402"]})"))},
};

}  // namespace

constinit const Rule ignore_names_no_rule = {
    .id = "TPL801",
    .name = "ignore-names-no-rule",
    .message = "x-specgate-ignore: {0}",
    .doc = R"(### What
`x-specgate-ignore` in the plan names a rule that there is not, or is neither a name, nor a list,
nor an object.
### Why
It hides nothing, and whoever reads it thinks that it does.
### Fix
Give ids, names or prefixes, as `--ignore` takes them: `"TPL201"`, `["mixed-event-naming"]` or
`{"rule": "TPL201", "reason": "..."}`.
)",
    .page = {},
    .consequence = Consequence::kAdvice,
    .severity = Severity::kWarning,
    .on = On::kPlanFile,
    .check_plan = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
