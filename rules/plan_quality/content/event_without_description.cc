#include "rules/plan_quality/example.h"
#include "rules/plan_quality/plan_lint.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

void check(const PlanSite& site, PlanFindings& out) {
  for (const PlanRule* event : site.plan.events()) {
    if (event->description.find_first_not_of(" \t\r\n") != std::string::npos) continue;
    if (!event->deprecated())
      out.add(event_without_description, at(*event), {quoted_key(event->key)});
  }
}

constexpr Example kExamples[] = {
    {.bad =
         R"({"rules":[{"type":"TRACK","key":"Boat Rented","version":1,"jsonSchema":{"type":"object"}}]})",
     .at = "TRACK \"Boat Rented\""},
    {.good = SPECGATE_PLAN(SPECGATE_TRACK("Boat Rented", R"("boat_id":{"type":"string"})"))},
};

}  // namespace

constinit const Rule event_without_description = {
    .id = "TPL401",
    .name = "event-without-description",
    .message = "event {0} has no description",
    .doc = R"(### What
A track rule says nowhere what the event means.
### Why
Whoever has to send it guesses when, and whoever reads the numbers guesses what they count.
### Fix
Say in a sentence when the event is sent.
)",
    .page = "protocols/tracking-plan/best-practices.md",
    .consequence = Consequence::kAdvice,
    .severity = Severity::kWarning,
    .on = On::kPlanFile,
    .check_plan = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
