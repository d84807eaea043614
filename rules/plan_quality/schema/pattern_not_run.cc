#include "rules/plan_quality/example.h"
#include "rules/plan_quality/plan_lint.h"
#include "rules/plan_quality/schema/gaps.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

void check(const PlanSite& site, PlanFindings& out) {
  report_gaps(pattern_not_run, SchemaGap::Kind::kPattern, site, out);
}

constexpr Example kExamples[] = {
    {.bad = SPECGATE_PLAN(
         SPECGATE_TRACK("Boat Rented", R"("size":{"type":"string","pattern":"^(?!small).*$"})")),
     .at = "TRACK \"Boat Rented\" properties.size"},
    {.good = SPECGATE_PLAN(SPECGATE_TRACK(
         "Boat Rented", R"("size":{"type":"string","pattern":"^(large|medium)$"})"))},
};

}  // namespace

constinit const Rule pattern_not_run = {
    .id = "TPL307",
    .name = "pattern-not-run",
    .message = "the pattern is left out: {0}",
    .doc = R"(### What
A pattern has look-around or back-references, or is no regular expression at all. RE2, which Segment
uses as well, has no answer for it; what it can say in other words (`(?<name>`, `\u0041`,
`\p{Letter}`, `{2000}`) is run.
### Why
The rest of the schema is held. What the pattern says is unknown, neither yes nor no, also below `not`,
`oneOf` and `if`: whatever it was to keep out gets in.
### Fix
Say it without look-ahead: list the values in an `enum`, or use `not` with a plain pattern.
)",
    .page = "protocols/tracking-plan/create.md",
    .consequence = Consequence::kAdvice,
    .severity = Severity::kWarning,
    .on = On::kPlanFile,
    .check_plan = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
