#include "rules/plan_quality/example.h"
#include "rules/plan_quality/plan_lint.h"
#include "rules/plan_quality/types/planned_types.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

void check(const PlanSite& site, PlanFindings& out) {
  for (const TypeClash& clash : type_clashes(site)) {
    if (!clash.comparable) continue;
    out.add(property_type_narrower, at(*clash.node, "type"), {clash.path, clash.own, clash.others});
  }
}

constexpr Example kExamples[] = {
    {.bad = SPECGATE_PLAN(
         SPECGATE_TRACK("Boat Rented", R"("length":{"type":"number"})") "," SPECGATE_TRACK(
             "Boat Returned",
             R"("length":{"type":"number"})") "," SPECGATE_TRACK("Boat Painted",
                                                                 R"("length":{"type":"integer"})")),
     .at = "TRACK \"Boat Painted\" properties.length"},
    {.good = SPECGATE_PLAN(
         SPECGATE_TRACK("Boat Rented", R"("length":{"type":"number"})") "," SPECGATE_TRACK(
             "Boat Returned", R"("length":{"type":"number"})"))},
};

}  // namespace

constinit const Rule property_type_narrower = {
    .id = "TPL202",
    .name = "property-type-narrower",
    .message = "{0} is {1} here and {2}",
    .doc = R"(### What
A property admits more types in some events than in others: `integer` here and `number` there.
### Why
It may be meant; but a column that was made for integers does not take 2.5.
### Fix
Plan the wider type everywhere, unless the difference is meant.
)",
    .page = "protocols/tracking-plan/best-practices.md",
    .consequence = Consequence::kAdvice,
    .severity = Severity::kInfo,
    .on = On::kPlanFile,
    .check_plan = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
