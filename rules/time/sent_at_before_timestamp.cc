#include "rules/engine/value_words.h"
#include "rules/rules.h"
#include "rules/time/moment.h"
#include "spec/text/timestamp.h"

namespace specgate::rules {
namespace {

bool settles(const std::optional<Instant>& time) {
  return time && time->has_zone && !is_unset(*time);
}

void check(const Site& site, Findings& out) {
  // Where Segment has delivered the call `timestamp` is the corrected time, and this the sender's own.
  const Node* happened = own(site, Slot::kOriginalTimestamp);
  if (happened == nullptr || happened->is(Kind::kNull)) happened = own(site, Slot::kTimestamp);
  if (happened == nullptr) return;
  const Node* sent = field(site, Slot::kSentAt);
  if (sent == nullptr) return;
  const auto from = moment(happened), to = moment(sent);
  if (!settles(from) || !settles(to) || to->ms >= from->ms) return;
  const Node& place = own(site, Slot::kSentAt) == nullptr ? *happened : *sent;
  out.add(sent_at_before_timestamp, place, found(site, sent, out), happened->key,
          found(site, happened, out));
}

constexpr Example kExamples[] = {
    {.bad =
         R"({"type":"identify","userId":"u1","messageId":"m1","timestamp":"2015-12-10T04:08:31Z","sentAt":"2015-12-10T04:08:30Z"})",
     .at = "/sentAt"},
    {.bad =
         R"({"batch":[{"type":"identify","userId":"u1","messageId":"m1","timestamp":"2015-12-10T04:08:31Z"}],"sentAt":"2015-12-09T04:08:31Z"})",
     .at = "/timestamp"},
    {.good =
         R"({"type":"identify","userId":"u1","messageId":"m1","originalTimestamp":"2026-04-17T10:22:17.457Z","sentAt":"2026-04-17T10:22:17.458Z","timestamp":"2026-04-17T10:22:17.734Z","receivedAt":"2026-04-17T10:22:17.735Z"})"},
    {.good =
         R"({"type":"identify","userId":"u1","messageId":"m1","timestamp":"2015-12-10T04:08:31Z","sentAt":"2015-12-10T04:08:31Z"})"},
    {.good =
         R"({"type":"identify","userId":"u1","messageId":"m1","timestamp":"2015-12-10T04:08:31Z","sentAt":"2015-12-10T05:08:32+01:00"})"},
};

}  // namespace

constinit const Rule sent_at_before_timestamp = {
    .id = "TIME105",
    .name = "sent-at-before-timestamp",
    .message = "sentAt is {0}, before the event itself: {1} is {2}",
    .doc = R"(### What
The call was sent before what it tells of happened: `sentAt` is earlier than `originalTimestamp`, or where
there is none, than `timestamp`.
### Why
Segment corrects the sender's clock by `timestamp = receivedAt - (sentAt - originalTimestamp)`. With a
negative difference the event moves into the future.
### Fix
Take both times from one clock, `timestamp` when it happens and `sentAt` when the request goes out.
)",
    .page = "connections/spec/common.md",
    .consequence = Consequence::kAltered,
    .severity = Severity::kInfo,
    .on = On::kEvent,
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
