#include "rules/engine/value_words.h"
#include "rules/rules.h"
#include "spec/catalogue/style.h"

namespace specgate::rules {
namespace {

void check(const Site& site, Findings& out) {
  if (!site.name.dynamic || site.name.match.match != Match::kNone) return;
  const Node& event = *own(site, Slot::kEvent);
  out.add(event_name_dynamic, event, found(site, &event, out), dynamic_part(event.text));
}

constexpr Example kExamples[] = {
    {.bad = R"({"type":"track","messageId":"m1","userId":"u1","event":"Order 4711 Shipped"})",
     .at = "/event"},
    {.bad =
         R"({"type":"track","messageId":"m1","userId":"u1","event":"Webinar 2026-05-04 Joined"})",
     .at = "/event"},
    {.good = R"({"type":"track","messageId":"m1","userId":"u1","event":"Order Shipped",)"
             R"("properties":{"order_id":"4711"}})"},
    {.good =
         R"({"type":"track","messageId":"m1","userId":"u1","event":"Checkout Step 2 Skipped"})"},
    {.good = R"({"type":"track","messageId":"m1","userId":"u1","event":"2FA Enabled"})"},
};

}  // namespace

constinit const Rule event_name_dynamic = {
    .id = "NAM107",
    .name = "event-name-dynamic",
    .message = "event is {0}: {1} belongs in a property, not in the name",
    .doc = R"(### What

The event's name holds something that changes from call to call: an id, a date, a number or an email
address.

### Why

Each value makes another event. Schemas, tracking plans and warehouses hold a limited number of
events, and nobody can count `Order 4711 Shipped` together with `Order 4712 Shipped`.

### Fix

Give the event one name and move the value to a property, such as `order_id`.
)",
    .page = "protocols/tracking-plan/best-practices.md",
    .consequence = Consequence::kSplit,
    .severity = Severity::kWarning,
    .calls = only(Call::kTrack),
    .facts = kFactName,
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
