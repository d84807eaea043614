#include "rules/engine/value_words.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

void check(const Site& site, Findings& out) {
  const NameMatch& match = site.name.match;
  if (match.match != Match::kSuggestion || !match.ambiguous()) return;
  const Node& event = *own(site, Slot::kEvent);
  std::string_view list;
  for (size_t i = 0; i < match.count; ++i) {
    const std::string_view joint = i == 0 ? "" : i + 1u == match.count ? " or " : ", ";
    list = out.text({list, joint, "\"", site.spec.event_names().text(match.targets[i]), "\""});
  }
  out.add(ambiguous_event_alias, event, found(site, &event, out), list);
  for (size_t i = 0; i < match.count; ++i) {
    out.suggest(site.spec.event_names().text(match.targets[i]));
  }
}

constexpr Example kExamples[] = {
    {.bad = R"({"type":"track","messageId":"m1","userId":"u1","event":"share"})", .at = "/event"},
    {.good = R"({"type":"track","messageId":"m1","userId":"u1","event":"Cart Shared",)"
             R"("properties":{"cart_id":"c1"}})"},
    {.good = R"({"type":"track","messageId":"m1","userId":"u1","event":"Report Shared"})"},
};

}  // namespace

constinit const Rule ambiguous_event_alias = {
    .id = "NAM104",
    .name = "ambiguous-event-alias",
    .message = "event is {0}, which may stand for {1} in the Spec",
    .doc = R"(### What

The event has a vendor's name that covers several of the Spec's events, as `share` covers
`Product Shared` and `Cart Shared`.

### Why

Segment's destinations know the Spec's names only, and which one is meant cannot be told from the
name alone.

### Fix

Send the one of the listed names that says what happened.
)",
    .page = "connections/spec/semantic.md",
    .consequence = Consequence::kSplit,
    .severity = Severity::kInfo,
    .calls = only(Call::kTrack),
    .facts = kFactName,
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
