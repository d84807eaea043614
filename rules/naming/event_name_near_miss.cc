#include "rules/naming/meant.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

void check(const Site& site, Findings& out) {
  if (!suggests_one(site) || is_generic(site) || is_alias(site) || is_permitted_form(site)) return;
  report_name(event_name_near_miss, site, kUnsafe, out);
}

constexpr Example kExamples[] = {
    {.bad = R"({"type":"track","messageId":"m1","userId":"u1","event":"Order Complted"})",
     .at = "/event",
     .fixed = R"({"type":"track","messageId":"m1","userId":"u1","event":"Order Completed"})"},
    {.bad = R"({"type":"track","messageId":"m1","userId":"u1","event":"Trial Starting"})",
     .at = "/event",
     .fixed = R"({"type":"track","messageId":"m1","userId":"u1","event":"Trial Started"})"},
    {.good = R"({"type":"track","messageId":"m1","userId":"u1","event":"Trial Started"})"},
    {.good =
         R"({"type":"track","messageId":"m1","userId":"u1","event":"Checkout Button Clicked"})"},
    {.good = R"({"type":"track","messageId":"m1","userId":"u1","event":"Product Page"})"},
};

}  // namespace

constinit const Rule event_name_near_miss = {
    .id = "NAM105",
    .name = "event-name-near-miss",
    .message = "event is {0}, close to the Spec's \"{1}\" ({2})",
    .doc = R"(### What

The event's name is not the Spec's but nearly: another tense, a synonym, a slip of the keyboard, or
a word more for who acted.

### Why

If the Spec's event is meant, destinations miss it: they compare names letter by letter.

### Fix

Send the Spec's name if that is what happened; `--fix --unsafe-fixes` does. If the event is your own
and means something else, add an `ignore` entry with the reason to `specgate.yaml`.
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
