#include "rules/plan_quality/example.h"
#include "rules/plan_quality/plan_lint.h"
#include "rules/plan_quality/schema/gaps.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

void check(const PlanSite& site, PlanFindings& out) {
  report_gaps(reference_not_followed, SchemaGap::Kind::kReference, site, out);
}

constexpr Example kExamples[] = {
    {.bad = SPECGATE_PLAN(
         SPECGATE_TRACK("Boat Rented", R"("size":{"$ref":"https://example.com/size.json"})")),
     .at = "TRACK \"Boat Rented\" properties.size"},
    {.good = SPECGATE_PLAN(SPECGATE_TRACK("Boat Rented", R"("size":{"type":"string"})"))},
};

}  // namespace

constinit const Rule reference_not_followed = {
    .id = "TPL309",
    .name = "reference-not-followed",
    .message = "the $ref is left out: {0}",
    .doc = R"(### What
A `$ref` leads to another file or address.
### Why
Nothing is ever fetched: all that the schema there says is not held.
### Fix
Put the schema under `definitions` of the same rule and point there.
)",
    .page = "protocols/tracking-plan/create.md",
    .consequence = Consequence::kAdvice,
    .severity = Severity::kWarning,
    .on = On::kPlanFile,
    .check_plan = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
