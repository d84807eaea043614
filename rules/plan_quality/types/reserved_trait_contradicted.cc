#include "rules/plan_quality/example.h"
#include "rules/plan_quality/plan_lint.h"
#include "rules/plan_quality/types/planned_types.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

void check(const PlanSite& site, PlanFindings& out) {
  report_contradicted(reserved_trait_contradicted, SpecFamily::kTraits, site, out);
}

constexpr Example kExamples[] = {
    {.bad = SPECGATE_PLAN(SPECGATE_PLAN_RULE(
         "IDENTIFY", "", R"("traits":{"properties":{"age":{"type":"string"}}})")),
     .at = "IDENTIFY traits.age"},
    {.bad = SPECGATE_PLAN(SPECGATE_PLAN_RULE(
         "GROUP", "", R"("traits":{"properties":{"phone":{"type":"integer"}}})")),
     .at = "GROUP traits.phone"},
    {.good = SPECGATE_PLAN(SPECGATE_PLAN_RULE(
         "IDENTIFY", "",
         R"("traits":{"properties":{"age":{"type":"integer"},"phone":{"type":"string"}}})"))},
};

}  // namespace

constinit const Rule reserved_trait_contradicted = {
    .id = "TPL204",
    .name = "reserved-trait-contradicted",
    .message = "{0} is planned as {1}, the Spec has {2}",
    .doc = R"(### What
The plan gives a trait that Segment has given a meaning (`age`, `company`, `phone`) a type that
shares no value with the Spec's.
### Why
Destinations map reserved traits to fields of their own, and those have a type.
### Fix
Plan the Spec's type, or give your own trait a name of its own.
)",
    .page = "connections/spec/identify.md",
    .consequence = Consequence::kSplit,
    .severity = Severity::kWarning,
    .on = On::kPlanFile,
    .check_plan = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
