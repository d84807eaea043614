#include "rules/engine/value_words.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

void check(const Site& site, Findings& out) {
  const Node* event = own(site, Slot::kEvent);
  if (is_text(event)) return;
  const bool given = event != nullptr && !event->is(Kind::kNull) && !event->is(Kind::kString);
  out.add(missing_event_name, event == nullptr ? site.node : *event, found(site, event, out))
      .called(given ? SegmentCode::kEventNotString : SegmentCode::kEventNotDefined);
}

constexpr Example kExamples[] = {
    {.bad = R"({"type":"track","userId":"u1","properties":{"plan":"pro"}})", .at = ""},
    {.bad = R"({"type":"track","event":"","userId":"u1"})", .at = "/event"},
    {.bad = R"({"type":"track","event":{"name":"Signed Up"},"userId":"u1"})", .at = "/event"},
    {.good = R"({"type":"track","event":"Signed Up","userId":"u1"})"},
    {.good = R"({"type":"identify","userId":"u1"})"},
};

}  // namespace

constinit const Rule missing_event_name = {
    .id = "ENV106",
    .name = "missing-event-name",
    .message = "event is {0}, a track call needs the name of what happened",
    .doc = R"(### What
A track call whose `event` is absent, blank or not a string.
### Why
`event` is the one field that track cannot do without: Segment drops the call, while still
answering 200.
### Fix
Put a fixed name into `event`, an object and a verb in the past tense (`Order Completed`), and
everything that varies into `properties`.
)",
    .page = "connections/spec/track.md",
    .consequence = Consequence::kDropped,
    .segment_codes = {SegmentCode::kEventNotDefined, SegmentCode::kEventNotString},
    .severity = Severity::kError,
    .profile = Profile::kMinimal,
    .calls = only(Call::kTrack),
    .facts = kFactNoName,
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
