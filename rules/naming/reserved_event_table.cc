#include "rules/engine/value_words.h"
#include "rules/naming/columns.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

void check(const Site& site, Findings& out) {
  if (!site.name.reserved_table) return;
  const Node& event = *own(site, Slot::kEvent);
  out.add(reserved_event_table, event, found(site, &event, out), column_words(event.text, out));
}

constexpr Example kExamples[] = {
    {.bad = R"({"type":"track","messageId":"m1","userId":"u1","event":"Tracks"})", .at = "/event"},
    {.bad = R"({"type":"track","messageId":"m1","userId":"u1","event":"注文完了"})", .at = "/event"},
    {.good = R"({"type":"track","messageId":"m1","userId":"u1","event":"Tracks Played"})"},
};

}  // namespace

constinit const Rule reserved_event_table = {
    .id = "NAM116",
    .name = "reserved-event-table",
    .message = "event is {0}: its table in a warehouse is {1}, which is no table of its own",
    .doc = R"(### What

The event's name folds into the name of a table that Segment keeps for the calls themselves (`tracks`,
`identifies`, `users`, `pages`, `screens`, `groups`, `accounts`, `aliases`), or into nothing, as the letters
of other alphabets fall out.

### Why

Every event has a table of its own name in a warehouse. One that is taken mixes two kinds of rows; without
a name there is no table.

### Fix

Give the event a name of an object and a verb in Latin letters, such as `Track Played`. What people should
read can stand in the plan's description.
)",
    .page = "connections/storage/warehouses/schema.md",
    .consequence = Consequence::kSplit,
    .severity = Severity::kWarning,
    .calls = only(Call::kTrack),
    .facts = kFactName,
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
