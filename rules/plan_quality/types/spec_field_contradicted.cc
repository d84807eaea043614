#include "rules/plan_quality/example.h"
#include "rules/plan_quality/plan_lint.h"
#include "rules/plan_quality/types/planned_types.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

void check(const PlanSite& site, PlanFindings& out) {
  report_contradicted(spec_field_contradicted, SpecFamily::kRest, site, out);
}

constexpr Example kExamples[] = {
    {.bad = SPECGATE_PLAN(SPECGATE_PLAN_RULE("COMMON", "", R"("userId":{"type":"integer"})")),
     .at = "COMMON userId"},
    {.bad = SPECGATE_PLAN(SPECGATE_PLAN_RULE(
         "TRACK", "Boat Rented", R"("context":{"properties":{"locale":{"type":"object"}}})")),
     .at = "TRACK \"Boat Rented\" context.locale"},
    {.good = SPECGATE_PLAN(SPECGATE_PLAN_RULE(
         "COMMON", "",
         R"("userId":{"type":["string","null"]},"context":{"properties":{"ip":{"type":"string"}}})"))},
};

}  // namespace

constinit const Rule spec_field_contradicted = {
    .id = "TPL205",
    .name = "spec-field-contradicted",
    .message = "{0} is planned as {1}, the Spec has {2}",
    .doc = R"(### What
The plan gives a field of the call or of its context, such as `userId` or `context.ip`, a type that
shares no value with the Spec's.
### Why
Every call of a library that follows the Spec then violates the plan.
### Fix
Plan the Spec's type, or leave the field to the Spec.
)",
    .page = "connections/spec/common.md",
    .consequence = Consequence::kSplit,
    .severity = Severity::kWarning,
    .on = On::kPlanFile,
    .check_plan = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
