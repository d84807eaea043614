#include "rules/plan_quality/example.h"
#include "rules/plan_quality/plan_lint.h"
#include "rules/plan_quality/schema/gaps.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

void check(const PlanSite& site, PlanFindings& out) {
  for (const PlanRule& rule : site.plan.plan().rules) {
    if (site.plan.problems_of(rule).empty()) continue;
    const PlaceIndex places(site.plan, rule);
    for (const Problem& problem : site.plan.problems_of(rule)) {
      out.add(schema_invalid, places.at({problem.line, problem.column}), {problem.message});
    }
  }
}

constexpr Example kExamples[] = {
    {.bad = SPECGATE_PLAN(SPECGATE_TRACK("Boat Rented", R"("size":{"type":"strnig"})")),
     .at = "TRACK \"Boat Rented\" properties.size"},
    {.bad = SPECGATE_PLAN(SPECGATE_TRACK("Boat Rented", R"("size":{"$ref":"#/definitions/size"})")),
     .at = "TRACK \"Boat Rented\" properties.size"},
    {.bad = R"({"rules":[{"type":"TRACK","key":"Boat Rented","version":1,"jsonSchema":[]}]})",
     .at = "TRACK \"Boat Rented\""},
    {.good = SPECGATE_PLAN(SPECGATE_TRACK("Boat Rented", R"("size":{"type":"string"})"))},
};

}  // namespace

constinit const Rule schema_invalid = {
    .id = "TPL306",
    .name = "schema-invalid",
    .message = "the schema cannot be used: {0}",
    .doc = R"(### What
A keyword has a value of the wrong kind, a `$ref` points to nothing, or it leads back to itself
without a step down; or the rule has no schema at all (none, `null`, a list, a text that is no JSON).
### Why
Nobody can hold an event against such a schema: the rule judges nothing. `specgate lint --plan`,
`plan diff`, `plan breaking` and the proxy tell it when they start, and refuse the plan with
`--strict-plan`.
### Fix
Correct the keyword. draft-07 says what each takes.
)",
    .page = "protocols/tracking-plan/create.md",
    .consequence = Consequence::kAdvice,
    .severity = Severity::kError,
    .profile = Profile::kMinimal,
    .on = On::kPlanFile,
    .check_plan = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
