#include "rules/plan_quality/example.h"
#include "rules/plan_quality/plan_lint.h"
#include "rules/plan_quality/types/planned_types.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

void check(const PlanSite& site, PlanFindings& out) {
  report_contradicted(spec_property_type_contradicted, SpecFamily::kProperties, site, out);
}

constexpr Example kExamples[] = {
    {.bad = SPECGATE_PLAN(SPECGATE_TRACK("Order Completed", R"("revenue":{"type":"string"})")),
     .at = "TRACK \"Order Completed\" properties.revenue"},
    {.bad = SPECGATE_PLAN(SPECGATE_TRACK(
         "Order Completed",
         R"("products":{"type":"array","items":{"type":"object","properties":{"price":{"type":"string"}}}})")),
     .at = "TRACK \"Order Completed\" properties.products[].price"},
    {.good = SPECGATE_PLAN(
         SPECGATE_TRACK("Order Completed", R"("revenue":{"type":["integer","null"]})"))},
    {.good = SPECGATE_PLAN(SPECGATE_TRACK("Boat Rented", R"("price":{"type":"string"})"))},
};

}  // namespace

constinit const Rule spec_property_type_contradicted = {
    .id = "TPL203",
    .name = "spec-property-type-contradicted",
    .message = "{0} is planned as {1}, the Spec has {2}",
    .doc = R"(### What
The plan gives a property that the Spec lists for this event a type that shares no value with the
Spec's: `price` as a string, where the Spec has a number.
### Why
Senders follow the plan, destinations the Spec: a price in quotes is not added up.
### Fix
Plan the Spec's type.
)",
    .page = "connections/spec/semantic.md",
    .consequence = Consequence::kSplit,
    .severity = Severity::kWarning,
    .on = On::kPlanFile,
    .check_plan = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
