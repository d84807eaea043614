#include "rules/plan_quality/example.h"
#include "rules/plan_quality/plan_lint.h"
#include "rules/plan_quality/types/planned_types.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

void check(const PlanSite& site, PlanFindings& out) {
  for (const TypeClash& clash : type_clashes(site)) {
    if (clash.comparable) continue;
    out.add(property_type_differs, at(*clash.node, "type"), {clash.path, clash.own, clash.others});
  }
}

constexpr Example kExamples[] = {
    {.bad = SPECGATE_PLAN(
         SPECGATE_TRACK("Boat Rented", R"("length":{"type":"number"})") "," SPECGATE_TRACK(
             "Boat Returned",
             R"("length":{"type":"number"})") "," SPECGATE_TRACK("Boat Painted",
                                                                 R"("length":{"type":"string"})")),
     .at = "TRACK \"Boat Painted\" properties.length"},
    {.good = SPECGATE_PLAN(
         SPECGATE_TRACK("Boat Rented", R"("length":{"type":"number"})") "," SPECGATE_TRACK(
             "Boat Returned", R"("length":{"type":["number","null"]})"))},
};

}  // namespace

constinit const Rule property_type_differs = {
    .id = "TPL201",
    .name = "property-type-differs",
    .message = "{0} is {1} here and {2}",
    .doc = R"(### What
A property has one type in most events and another in this one, and neither takes the values of the
other. Null is left aside, and so are several versions of an event, of which the newest counts.
### Why
A warehouse column has one type: values of the other are dropped or become text. Libraries generated
from the plan disagree as well.
### Fix
Plan one type, or give the odd one a name of its own.
)",
    .page = "protocols/tracking-plan/best-practices.md",
    .consequence = Consequence::kSplit,
    .severity = Severity::kWarning,
    .on = On::kPlanFile,
    .check_plan = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
