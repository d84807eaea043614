#include "rules/engine/value_words.h"
#include "rules/naming/meant.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

void check(const Site& site, Findings& out) {
  if (!is_permitted_form(site)) return;
  if (!site.name.reserved) return report_name(permitted_event_alias, site, kUnsafe, out);
  const Node& event = *own(site, Slot::kEvent);  // Segment's own: told, and left as it is
  out.add(permitted_event_alias, event, found(site, &event, out), meant(site)).weigh(Severity::kInfo);
}

constexpr Example kExamples[] = {
    {.bad = R"({"type":"track","messageId":"m1","userId":"u1","event":"User Signed Up"})",
     .at = "/event",
     .fixed = R"({"type":"track","messageId":"m1","userId":"u1","event":"Signed Up"})"},
    {.bad = R"({"type":"track","messageId":"m1","userId":"u1","event":"Email Unsubscribed"})",
     .at = "/event"},
    {.good = R"({"type":"track","messageId":"m1","userId":"u1","event":"Signed Up"})"},
    {.good = R"({"type":"track","messageId":"m1","userId":"u1","event":"SMS Sending"})"},
    {.good = R"({"type":"track","messageId":"m1","userId":"u1","event":"User Invited"})"},
};

}  // namespace

constinit const Rule permitted_event_alias = {
    .id = "NAM112",
    .name = "permitted-event-alias",
    .message = "event is {0}, a form the Spec permits beside \"{1}\"",
    .doc = R"(### What

The event is `User Signed Up`, `User Signed In` or `User Signed Out`. The B2B SaaS page permits
these forms beside its own `Signed Up`, `Signed In` and `Signed Out`. Or it is `Email Unsubscribed`, which
Segment's Engage sends beside the Email page's `Unsubscribed`.

### Why

Two names for one event split every report that counts it. A partner's events carry the Spec's own
name, so for certification this is an error.

### Fix

Choose the Spec's own name for what is new. Existing dashboards may rely on the longer form, so only
`--fix --unsafe-fixes` renames it. What Segment itself sends is never renamed, nor is it an error.
)",
    .page = "connections/spec/b2b-saas.md",
    .consequence = Consequence::kSplit,
    .severity = Severity::kInfo,
    .partner = Severity::kError,
    .calls = only(Call::kTrack),
    .facts = kFactName,
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
