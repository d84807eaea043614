#include <map>

#include "rules/plan_quality/example.h"
#include "rules/plan_quality/plan_lint.h"
#include "rules/rules.h"
#include "spec/catalogue/style.h"
#include "spec/text/ascii.h"

namespace specgate::rules {
namespace {

// The name with # for each number; empty where it has none.
std::string family_of(std::string_view name) {
  std::string out;
  bool numbered = false;
  for (size_t i = 0; i < name.size(); ++i) {
    if (!is_digit(name[i])) {
      out += name[i];
    } else if (i == 0 || !is_digit(name[i - 1])) {
      out += '#';
      numbered = true;
    }
  }
  return numbered ? out : std::string();
}

void check(const PlanSite& site, PlanFindings& out) {
  std::map<std::string, std::vector<const PlanRule*>> families;
  for (const PlanRule* event : site.plan.events()) {
    const EventName& name = site.plan.name_of(*event);
    if (name.match.match != Match::kNone) continue;
    if (name.dynamic) {
      out.add(planned_event_dynamic, at(*event),
              {quoted_key(event->key), quoted_key(dynamic_part(event->key))});
    } else if (std::string family = family_of(event->key); !family.empty()) {
      families[std::move(family)].push_back(event);
    }
  }
  for (const auto& [family, events] : families) {
    if (events.size() < 2) continue;
    out.add(planned_event_dynamic, at(*events[0]),
            {quoted_key(events[0]->key),
             "the number that it shares with " + std::to_string(events.size() - 1) + " more"});
  }
}

constexpr Example kExamples[] = {
    {.bad = SPECGATE_PLAN(SPECGATE_TRACK("Boat 4711 Rented", R"("boat_id":{"type":"string"})")),
     .at = "TRACK \"Boat 4711 Rented\""},
    {.bad = SPECGATE_PLAN(
         SPECGATE_TRACK("Lap 1 Sailed", R"("boat_id":{"type":"string"})") "," SPECGATE_TRACK(
             "Lap 2 Sailed", R"("boat_id":{"type":"string"})")),
     .at = "TRACK \"Lap 1 Sailed\""},
    {.good = SPECGATE_PLAN(SPECGATE_TRACK("Lap Sailed", R"("lap":{"type":"integer"})"))},
    {.good = SPECGATE_PLAN(SPECGATE_TRACK("2FA Enabled", R"("boat_id":{"type":"string"})"))},
};

}  // namespace

constinit const Rule planned_event_dynamic = {
    .id = "TPL110",
    .name = "planned-event-dynamic",
    .message = "event {0}: {1} belongs in a property, not in the name",
    .doc = R"(### What
The name of a planned event holds something that changes from call to call, such as a date, an id or
a number; or several events are one but for a number, `Step 1 Done` and `Step 2 Done`.
### Why
Each value makes another event, and plans, schemas and warehouses hold a limited number. Nobody can
count `Step 1 Done` and `Step 2 Done` together.
### Fix
Plan one event, and a property for the value.
)",
    .page = "protocols/tracking-plan/best-practices.md",
    .consequence = Consequence::kSplit,
    .severity = Severity::kWarning,
    .on = On::kPlanFile,
    .check_plan = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
