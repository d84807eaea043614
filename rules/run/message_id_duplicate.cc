#include "rules/rules.h"

namespace specgate::rules {
namespace {

// Judged over the whole run by whoever reads it, not call by call: see On::kRun.
constexpr Example kExamples[] = {
    {.bad =
         R"([{"type":"identify","userId":"u1","messageId":"m1"},{"type":"identify","userId":"u2","messageId":"m1"}])",
     .at = "/messageId"},
    {.good =
         R"([{"type":"identify","userId":"u1","messageId":"m1"},{"type":"identify","userId":"u1","messageId":"m2"}])"},
    {.good = R"([{"type":"identify","userId":"u1"},{"type":"identify","userId":"u2"}])"},
};

}  // namespace

constinit const Rule message_id_duplicate = {
    .id = "RUN101",
    .name = "message-id-duplicate",
    .message = "messageId {0} was used before, by {1}; each call needs its own",
    .doc = R"(### What
Two calls of the same run carry the same `messageId`.
### Why
Segment takes the second for a retry of the first and drops it. Where the calls differ, one of them
is lost; where they are the same, the file holds an event twice. A call is compared with the last
524 288 different ids before it; the summary says so where a run has more.
### Fix
Make a new `messageId` for every call (a UUID), and use it again only to send that very call again.
)",
    .page = "guides/duplicate-data.md",
    .consequence = Consequence::kDropped,
    .severity = Severity::kWarning,
    .on = On::kRun,
    .check = nullptr,
    .examples = kExamples,
};

}  // namespace specgate::rules
