#include "rules/plan_quality/example.h"
#include "rules/plan_quality/plan_lint.h"
#include "rules/plan_quality/types/planned_types.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

void check(const PlanSite& site, PlanFindings& out) {
  for (const PlanNode& node : site.plan.nodes()) {
    const CallPlace& place = site.plan.place_of(node);
    if (!node.is_planned() || (place.traits & kKeyPiiRed) == 0) continue;
    if (site.plan.listed(node) == nullptr && may_tell(node, place)) {
      out.add(planned_pii_red, at(node), {place.path});
    }
  }
}

constexpr Example kExamples[] = {
    {.bad =
         SPECGATE_PLAN(SPECGATE_TRACK("Boat Rented", R"("credit_card_number":{"type":"string"})")),
     .at = "TRACK \"Boat Rented\" properties.credit_card_number"},
    {.good = SPECGATE_PLAN(SPECGATE_TRACK("Boat Rented", R"("has_password":{"type":"boolean"})"))},
    {.good = SPECGATE_PLAN(SPECGATE_TRACK("Boat Rented", R"("credit_card_count":{"type":"integer"})"))},
};

}  // namespace

constinit const Rule planned_pii_red = {
    .id = "TPL503",
    .name = "planned-pii-red",
    .message = "{0} names what Segment's Privacy Portal marks red, never to be sent",
    .doc = R"(### What
A planned property, trait or context field matches a red matcher of Segment's Privacy Portal:
passwords, tokens, credit cards, social security numbers, passports and the like.
### Why
What is sent reaches every connected destination and warehouse, and can't be called back. In a plan
it costs nothing to leave out.
### Fix
Don't plan it. If the key only sounds like one, say so with `"x-specgate-ignore"` beside it.
)",
    .page = "privacy/portal.md",
    .consequence = Consequence::kAdvice,
    .severity = Severity::kError,
    .on = On::kPlanFile,
    .check_plan = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
