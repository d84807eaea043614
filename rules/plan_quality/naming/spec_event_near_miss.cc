#include "rules/plan_quality/example.h"
#include "rules/plan_quality/naming/meant_event.h"
#include "rules/plan_quality/plan_lint.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

void check(const PlanSite& site, PlanFindings& out) {
  for (const PlanRule* event : site.plan.events()) {
    const NameMatch& match = site.plan.name_of(*event).match;
    if (match.match != Match::kSuggestion || is_vague(site, *event)) continue;
    report_event(spec_event_near_miss, site, *event, out);
  }
}

constexpr Example kExamples[] = {
    {.bad = SPECGATE_PLAN(SPECGATE_TRACK("Purchase", R"("order_id":{"type":"string"})")),
     .at = "TRACK \"Purchase\""},
    {.bad = SPECGATE_PLAN(SPECGATE_TRACK("Order Complted", R"("order_id":{"type":"string"})")),
     .at = "TRACK \"Order Complted\""},
    {.good = SPECGATE_PLAN(SPECGATE_TRACK("Order Completed", R"("order_id":{"type":"string"})"))},
    {.good = SPECGATE_PLAN(SPECGATE_TRACK("Boat Rented", R"("boat_id":{"type":"string"})"))},
};

}  // namespace

constinit const Rule spec_event_near_miss = {
    .id = "TPL102",
    .name = "spec-event-near-miss",
    .message = "event {0} is planned where the Spec has {1} ({2})",
    .doc = R"(### What
A track rule has another tool's name for one of the Spec's events, as `Purchase` for `Order
Completed`, or nearly its name: another tense, a synonym, a slip of the keyboard.
### Why
Segment maps its own names to every destination's; nobody maps others. A plan is the cheapest moment
to choose the name.
### Fix
Plan the Spec's event if it is what happens. If yours means something else, say so with
`"x-specgate-ignore"` beside the rule's schema, or an `ignore` entry in `specgate.yaml`.
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
