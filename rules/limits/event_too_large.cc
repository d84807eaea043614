#include "rules/engine/site.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

void check(const Site& site, Findings& out) {
  const uint32_t bytes = site.node.end - site.node.begin;
  const uint32_t most = site.spec.limits().event_bytes;
  if (bytes <= most) return;
  out.add(event_too_large, site.node, out.number(bytes), out.number(most));
}

constexpr Example kExamples[] = {
    {.bad = R"({"type":"identify","userId":"u1","traits":{"note":"<<x>>"}})",
     .at = "",
     .times = 32768},
    {.bad = R"({"batch":[{"type":"identify","userId":"u1","traits":{"note":"<<x>>"}}]})",
     .at = "",
     .times = 32768},
    {.good = R"({"type":"identify","userId":"u1","traits":{"note":"<<x>>"}})", .times = 32000},
};

}  // namespace

constinit const Rule event_too_large = {
    .id = "LIM101",
    .name = "event-too-large",
    .message = "the call has {0} bytes, Segment takes {1}",
    .doc = R"(### What
One call is over 32 KB, counted as it stands, blanks included. (In the examples `<<x>>` stands for
thousands of `x`.)
### Why
Segment answers a request with such a call with 400, and the senders' libraries do not try again. Some
libraries measure wrongly and send it all the same.
### Fix
Send less in one event: leave out long texts and lists, or send their ids.
)",
    .page = "connections/sources/catalog/libraries/server/http-api/index.md",
    .consequence = Consequence::kDropped,
    .severity = Severity::kError,
    .profile = Profile::kMinimal,
    .on = On::kEvent,
    .facts = kFactLong,
    .traits = kSegmentRefuses,
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
