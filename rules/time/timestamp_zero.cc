#include "rules/engine/value_words.h"
#include "rules/rules.h"
#include "rules/time/moment.h"

namespace specgate::rules {
namespace {

// Most times need not be read: with an offset, 1970 may begin in 1969.
bool may_be_unset(std::string_view text) {
  return text.starts_with("00") || text.starts_with("1970") || text.starts_with("1969");
}

// The time that the library put beside `timestamp`; null: none, or one that other rules speak of.
const Node* known_time(const Site& site) {
  if (site.node.key != name_of(Slot::kTimestamp)) return nullptr;
  const Node* const original = own(site, Slot::kOriginalTimestamp);
  const auto time = moment(original);
  const int64_t now = site.batch.arrival.at_ms;
  const bool good = time && !is_unset(*time) && time->has_zone && (now == 0 || time->ms <= now);
  return good ? original : nullptr;
}

void check(const Site& site, Findings& out) {
  if (!may_be_unset(site.node.text)) return;
  const auto time = moment(&site.node);
  if (!time || !is_unset(*time)) return;
  out.add(timestamp_zero, site.node, site.node.key, found(site, &site.node, out));
  if (const Node* const known = known_time(site)) {
    out.replace(site.node, raw(site, *known), kSafe);
  } else if (site.node.key != name_of(Slot::kSentAt)) {
    out.remove(site.node, kSafe);
  }
}

constexpr Example kExamples[] = {
    {.bad = R"({"type":"identify","timestamp":"0001-01-01T00:00:00Z","userId":"u1"})",
     .at = "/timestamp",
     .fixed = R"({"type":"identify","userId":"u1"})"},
    {.bad = R"({"type":"identify","userId":"u1","timestamp":"1970-01-01T00:00:00.000Z"})",
     .at = "/timestamp",
     .fixed = R"({"type":"identify","userId":"u1"})"},
    {.bad = R"({"type":"identify","userId":"u1","timestamp":"0001-01-01T00:00:00"})",
     .at = "/timestamp",
     .fixed = R"({"type":"identify","userId":"u1"})"},
    {.bad = R"({"type":"identify","userId":"u1","timestamp":"0001-01-01T00:00:00Z","originalTimestamp":"2026-01-02T03:04:05Z","receivedAt":"2026-01-02T03:04:06Z","projectId":"p1"})",
     .at = "/timestamp",
     .fixed = R"({"type":"identify","userId":"u1","timestamp":"2026-01-02T03:04:05Z","originalTimestamp":"2026-01-02T03:04:05Z","receivedAt":"2026-01-02T03:04:06Z","projectId":"p1"})"},
    {.bad = R"({"type":"identify","userId":"u1","timestamp":"1970-01-01T00:00:00Z","originalTimestamp":"2031-01-02T03:04:05Z","receivedAt":"2026-01-02T03:04:06Z","projectId":"p1"})",
     .at = "/timestamp",
     .fixed = R"({"type":"identify","userId":"u1","originalTimestamp":"2031-01-02T03:04:05Z","receivedAt":"2026-01-02T03:04:06Z","projectId":"p1"})",
     .with = "timestamp-future"},
    {.good = R"({"type":"identify","userId":"u1","timestamp":"1970-01-02T00:00:00Z"})"},
    {.good = R"({"type":"identify","userId":"u1"})"},
};

}  // namespace

constinit const Rule timestamp_zero = {
    .id = "TIME104",
    .name = "timestamp-zero",
    .message = "{0} is {1}, the time of a clock that was never set",
    .doc = R"(### What
A time of the call is in year 1 or at the very start of 1970: the zero of the sender's language.
### Why
The event lands decades before anything that happened, and no report will find it.
### Fix
Set the time, or leave the field out: Segment then takes the time of arrival. The safe fix takes the time of
`originalTimestamp` where that tells one, and else leaves the field out; `sentAt` is never touched.
)",
    .page = "protocols/validate/forward-violations.md",
    .consequence = Consequence::kAltered,
    .severity = Severity::kWarning,
    .on = On::kTime,
    .facts = kFactUnset,
    .where = "timestamp,sentAt,originalTimestamp,receivedAt",
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
