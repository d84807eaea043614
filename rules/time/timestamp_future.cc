#include "rules/engine/value_words.h"
#include "rules/rules.h"
#include "rules/time/moment.h"

namespace specgate::rules {
namespace {

constexpr int64_t kMinute = 60 * 1000, kHour = 60 * kMinute, kDay = 24 * kHour;

// Where no zone is given, the time may be as far ahead of UTC as any clock on earth.
constexpr int64_t kFarthestEast = 14 * kHour;

std::string_view span_words(int64_t ms, Findings& out) {
  const int64_t unit = ms >= 2 * kDay ? kDay : ms >= 2 * kHour ? kHour : kMinute;
  const std::string_view name = unit == kDay ? " days" : unit == kHour ? " hours" : " minutes";
  return out.text({out.number(static_cast<uint64_t>(ms / unit)), name});
}

void check(const Site& site, Findings& out) {
  const int64_t now = site.batch.arrival.at_ms;
  if (now == 0) return;
  const auto time = moment(&site.node);
  if (!time) return;
  const int64_t ahead = time->ms - now - (time->has_zone ? 0 : kFarthestEast);
  if (ahead <= site.settings.future_tolerance_ms) return;
  out.add(timestamp_future, site.node, site.node.key, found(site, &site.node, out),
          span_words(ahead, out));
}

constexpr Example kExamples[] = {
    {.bad = R"({"type":"identify","userId":"u1","timestamp":"2031-12-10T04:08:31.905Z"})",
     .at = "/timestamp"},
    {.bad = R"({"type":"identify","userId":"u1","timestamp":"2026-06-01T00:12:00Z"})",
     .at = "/timestamp"},
    {.good = R"({"type":"identify","userId":"u1","timestamp":"2026-06-01T00:09:00Z"})"},
    {.good = R"({"type":"identify","userId":"u1","timestamp":"2015-12-10T04:08:31.905Z"})"},
};

}  // namespace

constinit const Rule timestamp_future = {
    .id = "TIME103",
    .name = "timestamp-future",
    .message = "{0} is {1}, which is {2} ahead of now",
    .doc = R"(### What
The event claims a time that has not come yet, by more than the tolerance for clocks that drift (10
minutes unless `future_tolerance` says otherwise).
### Why
Reports by day miss the event until its time comes, and a wrong clock makes wrong funnels.
### Fix
Set the sender's clock, or leave `timestamp` out of live events: Segment then takes the time of arrival.
)",
    .page = "connections/spec/common.md",
    .consequence = Consequence::kAltered,
    .severity = Severity::kWarning,
    .on = On::kTime,
    .facts = kFactAhead,
    .where = "timestamp,originalTimestamp",
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
