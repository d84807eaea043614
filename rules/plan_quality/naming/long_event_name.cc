#include "rules/plan_quality/example.h"
#include "rules/plan_quality/plan_lint.h"
#include "rules/rules.h"
#include "spec/text/utf8.h"

namespace specgate::rules {
namespace {

constexpr size_t kMostCharacters = 40;

size_t characters_in(std::string_view text) {
  size_t count = 0;
  for (const char c : text) count += (static_cast<unsigned char>(c) & 0xC0U) != 0x80U ? 1 : 0;
  return count;
}

void check(const PlanSite& site, PlanFindings& out) {
  for (const PlanRule* event : site.plan.events()) {
    const size_t characters = characters_in(event->key);
    if (characters <= kMostCharacters) continue;
    out.add(long_event_name, at(*event),
            {quoted_key(event->key), std::to_string(characters), std::to_string(kMostCharacters)});
  }
}

constexpr Example kExamples[] = {
    {.bad = SPECGATE_PLAN(SPECGATE_TRACK("Boat Rented By A Skipper Who Has A Licence",
                                         R"("boat_id":{"type":"string"})")),
     .at = "TRACK \"Boat Rented By A Skipper Who Has A Licence\""},
    {.good = SPECGATE_PLAN(SPECGATE_TRACK("Boat Rented", R"("boat_id":{"type":"string"})"))},
};

}  // namespace

constinit const Rule long_event_name = {
    .id = "TPL603",
    .name = "long-event-name",
    .message = "event {0} has {1} characters, destinations cut after {2}",
    .doc = R"(### What
The name of a planned event has more than 40 characters.
### Why
Facebook App Events cuts there, so that two long names may become one.
### Fix
Put what varies into properties.
)",
    .page = "connections/destinations/catalog/facebook-app-events/index.md",
    .consequence = Consequence::kAdvice,
    .severity = Severity::kInfo,
    .on = On::kPlanFile,
    .check_plan = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
