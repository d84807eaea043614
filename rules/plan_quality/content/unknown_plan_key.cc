#include "rules/plan_quality/example.h"
#include "rules/plan_quality/plan_lint.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

void check(const PlanSite& site, PlanFindings& out) {
  for (const Problem& key : site.plan.plan().unknown_keys) {
    out.add(unknown_plan_key, at_plan(key.line, key.column), {key.message});
  }
}

constexpr Example kExamples[] = {
    {.bad =
         R"({"rules":[{"type":"TRACK","key":"Boat Rented","version":1,"jsonSchema":{"description":"A."},)"
         R"("blocked":true}]})",
     .at = ""},
    {.bad =
         R"({"events":[{"name":"Boat Rented","description":"A.","eventType":"track","trigger":"click",)"
         R"("rules":{"type":"object"}}]})",
     .at = ""},
    {.good =
         R"({"rules":[{"type":"TRACK","key":"Boat Rented","version":1,"jsonSchema":{"description":"A."},)"
         R"("x-owner":"growth"}]})"},
};

}  // namespace

constinit const Rule unknown_plan_key = {
    .id = "TPL802",
    .name = "unknown-plan-key",
    .message = "not held: {0}",
    .doc = R"(### What
A key beside a rule, an event or a property of the plan that this shape of plan does not have. (In a
JSON Schema other rules speak of keywords.)
### Why
Whatever it asks (a `minimum` beside a property of RudderStack's, `identify` beside Segment's `rules`),
nobody holds an event against it: not specgate, and not the vendor. `specgate lint --plan`, `plan diff`,
`plan breaking` and the proxy tell it when they start.
### Fix
Write what it asks as the shape has it, in a schema as a rule; or begin its name with `x-`, if it is
for people only.
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
