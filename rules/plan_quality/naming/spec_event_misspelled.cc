#include "rules/plan_quality/example.h"
#include "rules/plan_quality/naming/meant_event.h"
#include "rules/plan_quality/plan_lint.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

void check(const PlanSite& site, PlanFindings& out) {
  for (const PlanRule* event : site.plan.events()) {
    const NameMatch& match = site.plan.name_of(*event).match;
    if (match.match == Match::kVariant) report_event(spec_event_misspelled, site, *event, out);
  }
}

constexpr Example kExamples[] = {
    {.bad = SPECGATE_PLAN(SPECGATE_TRACK("order_completed", R"("order_id":{"type":"string"})")),
     .at = "TRACK \"order_completed\""},
    {.bad = SPECGATE_PLAN(SPECGATE_TRACK("Completed Order", R"("order_id":{"type":"string"})")),
     .at = "TRACK \"Completed Order\""},
    {.good = SPECGATE_PLAN(SPECGATE_TRACK("Order Completed", R"("order_id":{"type":"string"})"))},
    {.good = SPECGATE_PLAN(
         SPECGATE_TRACK("Order Completed Email Sent", R"("order_id":{"type":"string"})"))},
};

}  // namespace

constinit const Rule spec_event_misspelled = {
    .id = "TPL101",
    .name = "spec-event-misspelled",
    .message = "event {0} is planned where the Spec has {1} ({2})",
    .doc = R"(### What
A track rule has the words of one of the Spec's events in another case, with other separators, in
another order or in the other English spelling, or an old name that Segment itself has replaced.
### Why
Events are compared letter by letter: whoever follows the plan sends a name that no destination
knows, and the Spec's own name is an unplanned event.
### Fix
Plan the Spec's spelling. Where the other name is meant, put `"x-specgate-ignore"` beside the rule's
schema.
)",
    .page = "connections/spec/semantic.md",
    .consequence = Consequence::kSplit,
    .severity = Severity::kWarning,
    .partner = Severity::kError,
    .on = On::kPlanFile,
    .check_plan = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
