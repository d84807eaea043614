#include "rules/naming/meant.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

void check(const Site& site, Findings& out) {
  if (is_alias(site)) report_name(known_event_alias, site, kUnsafe, out);
}

constexpr Example kExamples[] = {
    {.bad = R"({"type":"track","messageId":"m1","userId":"u1","event":"Purchase"})",
     .at = "/event",
     .fixed = R"({"type":"track","messageId":"m1","userId":"u1","event":"Order Completed"})"},
    {.bad = R"({"type":"track","messageId":"m1","userId":"u1","event":"install"})",
     .at = "/event",
     .fixed = R"({"type":"track","messageId":"m1","userId":"u1","event":"Application Installed"})"},
    {.good = R"({"type":"track","messageId":"m1","userId":"u1","event":"Application Installed"})"},
    {.good = R"({"type":"track","messageId":"m1","userId":"u1","event":"Purchase Reviewed"})"},
};

}  // namespace

constinit const Rule known_event_alias = {
    .id = "NAM103",
    .name = "known-event-alias",
    .message = "event is {0}, another tool's or an older name for the Spec's \"{1}\"",
    .doc = R"(### What

The event has a name that another vendor, or a page of Segment's own, uses for one of the Spec's
events: `Purchase` for `Order Completed`, `install` for `Application Installed`.

### Why

Segment maps its own name to every destination's; nobody maps another vendor's name. Partner
sources are turned down for names like these.

### Fix

Send the Spec's name. As dashboards may rely on the old one, the rename is made by
`--fix --unsafe-fixes`, or by a rename in `specgate.yaml`.
)",
    .page = "partners/streams.md",
    .consequence = Consequence::kSplit,
    .severity = Severity::kWarning,
    .partner = Severity::kError,
    .calls = only(Call::kTrack),
    .facts = kFactName,
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
