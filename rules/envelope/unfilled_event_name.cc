#include "rules/engine/value_words.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

// A name of blanks is no name: missing-event-name says so.
void check(const Site& site, Findings& out) {
  const Unfilled unfilled = site.name.unfilled;
  if (unfilled == Unfilled::kNo || unfilled == Unfilled::kBlank) return;
  const Node& event = *own(site, Slot::kEvent);
  out.add(unfilled_event_name, event, found(site, &event, out), words_of(unfilled));
}

constexpr Example kExamples[] = {
    {.bad = R"({"type":"track","messageId":"m1","userId":"u1","event":"undefined"})", .at = "/event"},
    {.bad = R"({"type":"track","messageId":"m1","userId":"u1","event":"Viewed ${page}"})",
     .at = "/event"},
    {.bad = R"({"type":"track","messageId":"m1","userId":"u1","event":"[object Object]"})",
     .at = "/event"},
    {.good = R"({"type":"track","messageId":"m1","userId":"u1","event":"Null Island Visited"})"},
};

}  // namespace

constinit const Rule unfilled_event_name = {
    .id = "ENV123",
    .name = "unfilled-event-name",
    .message = "event is {0}, {1}: nobody filled the name in",
    .doc = R"(### What
The name of a track call is what a program writes when it has none: `undefined`, `null`, `None`, `NaN`,
`nil`, `[object Object]`, or a template with its braces (`{{event_name}}`, `${page}`, `%NAME%`, `<%= x %>`).
### Why
Segment takes it for the name of an event: it stands in every list of events and fills a slot of the plan,
and what really happened is lost.
### Fix
Find the variable that is empty where the call is made. Such a name is never restyled.
)",
    .page = "connections/spec/track.md",
    .consequence = Consequence::kSplit,
    .severity = Severity::kError,
    .profile = Profile::kMinimal,
    .calls = only(Call::kTrack),
    .facts = kFactName,
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
