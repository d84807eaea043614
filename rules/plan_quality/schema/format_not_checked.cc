#include "rules/plan_quality/example.h"
#include "rules/plan_quality/plan_lint.h"
#include "rules/plan_quality/schema/gaps.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

void check(const PlanSite& site, PlanFindings& out) {
  report_gaps(format_not_checked, SchemaGap::Kind::kFormat, site, out);
}

constexpr Example kExamples[] = {
    {.bad = SPECGATE_PLAN(
         SPECGATE_TRACK("Boat Rented", R"("day":{"type":"string","format":"datum"})")),
     .at = "TRACK \"Boat Rented\" properties.day"},
    {.good = SPECGATE_PLAN(
         SPECGATE_TRACK("Boat Rented", R"("day":{"type":"string","format":"date"})"))},
};

}  // namespace

constinit const Rule format_not_checked = {
    .id = "TPL308",
    .name = "format-not-checked",
    .message = "the format is left out: {0}",
    .doc = R"(### What
A `format` that draft-07 does not have.
### Why
Nobody checks it: any text passes.
### Fix
Use one that is checked (date, time, date-time, email, uri, uuid, ipv4, ipv6, hostname ...), or a
pattern.
)",
    .page = "protocols/tracking-plan/create.md",
    .consequence = Consequence::kAdvice,
    .severity = Severity::kWarning,
    .on = On::kPlanFile,
    .check_plan = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
