#include "rules/plan_quality/example.h"
#include "rules/plan_quality/naming/convention.h"
#include "rules/plan_quality/plan_lint.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

void check(const PlanSite& site, PlanFindings& out) {
  std::vector<std::string_view> names;
  for (const PlanRule* event : site.plan.events()) names.push_back(event->key);
  const Majority most = majority_of(names, Convention::kTitle);
  if (most.names == 0) return;
  const std::string others = std::to_string(most.names) + " of " + std::to_string(most.all) +
                             " events are " + std::string(name_of(most.convention));
  for (const PlanRule* event : site.plan.events()) {
    if (follows(most.convention, event->key)) continue;
    if (site.plan.name_of(*event).match.match == Match::kExact) continue;
    out.add(mixed_event_naming, at(*event),
            {quoted_key(event->key), style_text(event->key), others});
  }
}

constexpr Example kExamples[] = {
    {.bad = SPECGATE_PLAN(
         SPECGATE_TRACK("Boat Rented", R"("boat_id":{"type":"string"})") "," SPECGATE_TRACK(
             "Boat Returned",
             R"("boat_id":{"type":"string"})") "," SPECGATE_TRACK("report_opened",
                                                                  R"("report_id":{"type":"string"})")),
     .at = "TRACK \"report_opened\""},
    {.good = SPECGATE_PLAN(
         SPECGATE_TRACK("boat_rented", R"("boat_id":{"type":"string"})") "," SPECGATE_TRACK(
             "report_opened", R"("report_id":{"type":"string"})"))},
};

}  // namespace

constinit const Rule mixed_event_naming = {
    .id = "TPL106",
    .name = "mixed-event-naming",
    .message = "event {0} is {1}, {2}",
    .doc = R"(### What
The name of a planned event is spelled another way than most events of the plan: `report_opened`
among `Boat Rented` and `Boat Returned`. The Spec's own names are never the odd ones.
### Why
With two conventions nobody can guess a name, and every guess that fails is one more unplanned
event.
### Fix
Spell the event as the others are. Segment advises Title Case, and takes any style that is kept to.
)",
    .page = "protocols/tracking-plan/best-practices.md",
    .consequence = Consequence::kAdvice,
    .severity = Severity::kWarning,
    .on = On::kPlanFile,
    .check_plan = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
