#include "rules/rules.h"

namespace specgate::rules {
namespace {

// Judged over the whole run by whoever reads it, not call by call: see On::kRun.
constexpr Example kExamples[] = {
    {.bad = R"([{"type":"track","userId":"u1","messageId":"m1","event":"Boat Rented"},)"
            R"({"type":"track","userId":"u1","messageId":"m2","event":"boat-rented"}])",
     .at = "/event"},
    {.good = R"([{"type":"track","userId":"u1","messageId":"m1","event":"Boat Rented"},)"
             R"({"type":"track","userId":"u1","messageId":"m2","event":"Boat Rented"}])"},
    {.good = R"([{"type":"track","userId":"u1","messageId":"m1","event":"Boat Rented"},)"
             R"({"type":"track","userId":"u1","messageId":"m2","event":"Boats Rented"}])"},
};

}  // namespace

constinit const Rule shared_event_table = {
    .id = "RUN107",
    .name = "shared-event-table",
    .message = "event is {0}: its table in a warehouse, {2}, is that of {1}",
    .doc = R"(### What

Two names of the events of a run become one table of a warehouse. Segment folds every name: words are
parted by underscores, capitals become small, and what is no letter or digit of ASCII falls out.
`Boat Rented`, `boatRented`, `boat-rented` and `BOAT_RENTED` are all `boat_rented`. Each further spelling
is told once, where it first stands. The linter judges this, over all files of a run; the proxy, whose run
has no end, does not. Of a run with more than 8 192 names the summary says that the later ones were not
looked at. Names over 256 bytes are not, and a name that a finding of its own corrects safely is told by that.

### Why

A warehouse mixes the rows of both, while every other tool counts them as two events: the charts of one
disagree with those of the other, and each shows a part.

### Fix

Send one spelling. Which of the two is right, only the team knows; a tracking plan says it for all.
)",
    .page = "connections/storage/warehouses/schema.md",
    .consequence = Consequence::kSplit,
    .severity = Severity::kWarning,
    .calls = only(Call::kTrack),
    .on = On::kRun,
    .check = nullptr,
    .examples = kExamples,
};

}  // namespace specgate::rules
