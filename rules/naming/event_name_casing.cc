#include "rules/naming/meant.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

void check(const Site& site, Findings& out) {
  const NameMatch& match = site.name.match;
  if (match.match != Match::kVariant || match.reason == Reason::kRename) return;
  report_name(event_name_casing, site, kSafe, out);
}

constexpr Example kExamples[] = {
    {.bad = R"({"type":"track","messageId":"m1","userId":"u1","event":"order_completed"})",
     .at = "/event",
     .fixed = R"({"type":"track","messageId":"m1","userId":"u1","event":"Order Completed"})"},
    {.bad = R"({"type":"track","messageId":"m1","userId":"u1","event":"sign-up"})",
     .at = "/event",
     .fixed = R"({"type":"track","messageId":"m1","userId":"u1","event":"Signed Up"})"},
    {.bad = R"({"type":"track","messageId":"m1","userId":"u1","event":"Order Canceled"})",
     .at = "/event",
     .fixed = R"({"type":"track","messageId":"m1","userId":"u1","event":"Order Cancelled"})"},
    {.good = R"({"type":"track","messageId":"m1","userId":"u1","event":"Order Completed"})"},
    {.good =
         R"({"type":"track","messageId":"m1","userId":"u1","event":"Order Completed Email Sent"})"},
    {.good = R"({"type":"track","messageId":"m1","userId":"u1","event":"Cart Abandoned"})"},
};

}  // namespace

constinit const Rule event_name_casing = {
    .id = "NAM101",
    .name = "event-name-casing",
    .message = "event is {0}, which the Spec writes \"{1}\" ({2})",
    .doc = R"(### What

The event has the words of one of the Spec's events, in another case, with other separators, in
another order or in the other English spelling.

### Why

Destinations and tracking plans compare names letter by letter: `order_completed` is not
`Order Completed` to them, so conversions, revenue and mappings silently stay empty.

### Fix

Send the Spec's spelling. The rename loses nothing and is made by `--fix`.
)",
    .page = "connections/spec/track.md",
    .consequence = Consequence::kSplit,
    .severity = Severity::kWarning,
    .partner = Severity::kError,
    .calls = only(Call::kTrack),
    .facts = kFactName,
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
