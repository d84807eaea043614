#include "rules/rules.h"

namespace specgate::rules {
namespace {

// Found by whoever reads a file: see On::kRun. No payload that shows it would fit here.
constexpr Example kExamples[] = {
    {.good = R"({"type":"identify","userId":"u1","messageId":"m1"})"},
};

}  // namespace

constinit const Rule body_too_long = {
    .id = "RUN102",
    .name = "body-too-long",
    .message = "this body has more than the {0} that are judged: {1}",
    .doc = R"(### What
A line, or a JSON document, that is longer than 8 MiB or holds more than 250 000 values or 20 000 calls. It
was passed over: whatever else is wrong with it, nobody has looked. A longer document that is an array
is no such body, for its elements are judged one by one.

Or a body of which 50 000 findings and fixes are known: judging it stops at the call that has the next
one, where this finding stands, and nothing in it is fixed.
### Why
Memory has to have a bound, also where a file is a few kilobytes of gzip that inflate to one line
of gigabytes. Segment takes a call of at most 32 KB and a batch of at most 500 KB, so nothing that
could ever be sent is that long.
### Fix
Write one call a line (JSON Lines), or the calls as one JSON array. A file that is no events has
its place in `exclude`.
)",
    .page = "connections/sources/catalog/libraries/server/http-api.md",
    .consequence = Consequence::kDropped,
    .severity = Severity::kError,
    .profile = Profile::kMinimal,
    .on = On::kRun,
    .traits = kTellsUnjudged,
    .check = nullptr,
    .examples = kExamples,
};

}  // namespace specgate::rules
