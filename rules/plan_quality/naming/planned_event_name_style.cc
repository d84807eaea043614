#include "rules/plan_quality/example.h"
#include "rules/plan_quality/plan_lint.h"
#include "rules/rules.h"
#include "spec/catalogue/style.h"

namespace specgate::rules {
namespace {

void check(const PlanSite& site, PlanFindings& out) {
  for (const PlanRule* event : site.plan.events()) {
    const EventName& name = site.plan.name_of(*event);
    if (!name.off_style || name.match.match != Match::kNone || name.dynamic) continue;
    const bool title = is_in(Style::kTitle, event->key);
    out.add(
        planned_event_name_style, at(*event),
        {quoted_key(event->key), title ? "without a verb in the past tense" : "not Title Case"});
  }
}

constexpr Example kExamples[] = {
    {.bad = SPECGATE_PLAN(SPECGATE_TRACK("boat_rented", R"("boat_id":{"type":"string"})")),
     .at = "TRACK \"boat_rented\""},
    {.bad = SPECGATE_PLAN(SPECGATE_TRACK("Boat Rental", R"("boat_id":{"type":"string"})")),
     .at = "TRACK \"Boat Rental\""},
    {.good = SPECGATE_PLAN(SPECGATE_TRACK("Boat Rented", R"("boat_id":{"type":"string"})"))},
};

}  // namespace

constinit const Rule planned_event_name_style = {
    .id = "TPL108",
    .name = "planned-event-name-style",
    .message = "event {0} is {1}",
    .doc = R"(### What
The name of a planned event is not in the form that Segment advises: an object and a verb in the
past tense, in Title Case, as in `Boat Rented`.
### Why
One form for all names keeps `rent_boat` and `Boat Rented` from becoming two events.
### Fix
Rename the event before code is written against the plan.
)",
    .page = "protocols/tracking-plan/best-practices.md",
    .consequence = Consequence::kAdvice,
    .severity = Severity::kWarning,
    .profile = Profile::kStrict,
    .on = On::kPlanFile,
    .check_plan = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
