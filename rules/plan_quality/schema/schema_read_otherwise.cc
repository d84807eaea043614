#include "rules/plan_quality/example.h"
#include "rules/plan_quality/plan_lint.h"
#include "rules/plan_quality/schema/gaps.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

void check(const PlanSite& site, PlanFindings& out) {
  report_gaps(schema_read_otherwise, SchemaGap::Kind::kReading, site, out);
}

constexpr Example kExamples[] = {
    {.bad = SPECGATE_PLAN(SPECGATE_TRACK("Boat Rented", R"("seats":{"type":"any"})")),
     .at = "TRACK \"Boat Rented\" properties.seats"},
    {.good = SPECGATE_PLAN(SPECGATE_TRACK("Boat Rented", R"("seats":{"type":["integer","null"]})"))},
};

}  // namespace

constinit const Rule schema_read_otherwise = {
    .id = "TPL315",
    .name = "schema-read-otherwise",
    .message = "{0}",
    .doc = R"(### What
A schema says something that validators read in different ways, and specgate holds it in one of
them: `"type": "any"` (any value), `"nullable": true` of OpenAPI (null as well), `"required": false`
(asks for nothing), a keyword of a later draft than the schema's, a keyword beside a `$ref`, a pattern
with the slashes of a literal (`/^a$/i`).
### Why
Segment's validator reads draft-07 and passes over what it does not know, RudderStack's reads 2019-09:
what the one refuses the other lets in.
### Fix
Say it as draft-07 does: no `type` for any value, `["string", "null"]`, the names in the object's own
`required`, `(?i)^a$`; or name the later draft in `$schema` where the plan's readers know it.
)",
    .page = "protocols/tracking-plan/create.md",
    .consequence = Consequence::kAdvice,
    .severity = Severity::kWarning,
    .on = On::kPlanFile,
    .check_plan = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
