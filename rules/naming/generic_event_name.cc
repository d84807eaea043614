#include "rules/naming/meant.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

void check(const Site& site, Findings& out) {
  if (suggests_one(site) && is_generic(site)) report_name(generic_event_name, site, kUnsafe, out);
}

constexpr Example kExamples[] = {
    {.bad = R"({"type":"track","messageId":"m1","userId":"u1","event":"Feedback submitted"})",
     .at = "/event",
     .fixed = R"({"type":"track","messageId":"m1","userId":"u1","event":"Feedback Submitted"})"},
    {.good = R"({"type":"track","messageId":"m1","userId":"u1","event":"Feedback Submitted"})"},
    {.good = R"({"type":"track","messageId":"m1","userId":"u1","event":"Feedback Form Opened"})"},
};

}  // namespace

constinit const Rule generic_event_name = {
    .id = "NAM113",
    .name = "generic-event-name",
    .message = "event is {0}; if an AI copilot sends it, the Spec writes \"{1}\"",
    .doc = R"(### What

The event has nearly the name of one of the Spec's AI copilot events, whose names are everyday words
(`Message Sent`, `Feedback Submitted`) that many products use for something of their own.

### Why

In a copilot, the Spec's spelling lets every tool read the event. Anywhere else there is nothing to
mend.

### Fix

If a copilot sends it, use the Spec's spelling; `--fix --unsafe-fixes` does. Otherwise leave it, or put
an `ignore` entry in `specgate.yaml`.
)",
    .page = "connections/spec/copilot.md",
    .consequence = Consequence::kAdvice,
    .severity = Severity::kInfo,
    .calls = only(Call::kTrack),
    .facts = kFactName,
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
