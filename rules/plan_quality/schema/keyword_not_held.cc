#include "rules/plan_quality/example.h"
#include "rules/plan_quality/plan_lint.h"
#include "rules/plan_quality/schema/gaps.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

void check(const PlanSite& site, PlanFindings& out) {
  report_gaps(keyword_not_held, SchemaGap::Kind::kKeyword, site, out);
}

constexpr Example kExamples[] = {
    {.bad = R"({"rules":[{"type":"TRACK","key":"Boat Rented","version":1,"jsonSchema":{"$schema":)"
            R"("https://example.com/boats","description":"What boats do.","properties":{"properties":)"
            R"({"properties":{"size":{"type":"string"}}}}}}]})",
     .at = "TRACK \"Boat Rented\""},
    {.good = SPECGATE_PLAN(SPECGATE_TRACK("Boat Rented", R"("size":{"type":"string"})"))},
};

}  // namespace

constinit const Rule keyword_not_held = {
    .id = "TPL314",
    .name = "keyword-not-held",
    .message = "{0}",
    .doc = R"(### What
`$schema` names a draft that specgate does not know, or a keyword stands in a draft that does not have
it: `const` in draft-04, `additionalItems` in 2020-12, ajv's `regexp` and `transform` in all.
### Why
Nobody holds an event against it, and no event can show that: `specgate lint --plan`, `plan diff`,
`plan breaking` and the proxy tell it when they start, and refuse the plan with `--strict-plan`.
### Fix
Name the draft that was meant, from draft-04 to 2020-12, or take the keyword out.
)",
    .page = "protocols/tracking-plan/create.md",
    .consequence = Consequence::kAdvice,
    .severity = Severity::kWarning,
    .on = On::kPlanFile,
    .check_plan = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
