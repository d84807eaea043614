#include "rules/plan_quality/example.h"
#include "rules/plan_quality/plan_lint.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

void check(const PlanSite& site, PlanFindings& out) {
  for (const PlanNode& node : site.plan.nodes()) {
    if (own_object(node.rule->kind) != "traits" || !node.sure) continue;
    const Json* const required = node.schema->find("required");
    if (required == nullptr || site.plan.place_of(node).path != "traits") continue;
    for (const Json& name : required->items) {
      out.add(trait_required, at(node, name),
              {quoted_key(name.text), name_of(call_of(node.rule->kind))});
    }
  }
}

constexpr Example kExamples[] = {
    {.bad = SPECGATE_PLAN(SPECGATE_PLAN_RULE(
         "IDENTIFY", "",
         R"("traits":{"properties":{"plan":{"type":"string"}},"required":["plan"]})")),
     .at = "IDENTIFY traits"},
    {.good = SPECGATE_PLAN(SPECGATE_PLAN_RULE(
         "IDENTIFY", "", R"("traits":{"properties":{"plan":{"type":"string"}}})"))},
};

}  // namespace

constinit const Rule trait_required = {
    .id = "TPL701",
    .name = "trait-required",
    .message = "the trait {0} is required in every {1} call",
    .doc = R"(### What
An IDENTIFY or GROUP rule requires a trait.
### Why
Libraries send only the traits that changed since the last call: calls without the others are as
they should be, and would violate the plan.
### Fix
Leave traits optional.
)",
    .page = "protocols/tracking-plan/create.md",
    .consequence = Consequence::kAdvice,
    .severity = Severity::kWarning,
    .on = On::kPlanFile,
    .check_plan = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
