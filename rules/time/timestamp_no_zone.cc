#include "rules/engine/value_words.h"
#include "rules/rules.h"
#include "rules/time/moment.h"

namespace specgate::rules {
namespace {

void check(const Site& site, Findings& out) {
  if (site.node.text.ends_with('Z')) return;  // nearly always
  const auto time = moment(&site.node);
  if (!time || time->has_zone || is_unset(*time)) return;
  const bool of_call = is_time_of_call(site.batch, site.event, site.node);
  const std::string_view name = of_call ? site.node.key : named(site, site.node, out);
  out.add(timestamp_no_zone, site.node, name, found(site, &site.node, out));
}

constexpr Example kExamples[] = {
    {.bad = R"({"type":"identify","userId":"u1","timestamp":"2015-12-10T04:08:31.905"})",
     .at = "/timestamp"},
    {.bad = R"({"type":"identify","userId":"u1","timestamp":"2015-12-10"})", .at = "/timestamp"},
    {.bad =
         R"({"type":"identify","userId":"u1","traits":{"createdAt":"2015-12-10T04:08:31.905123"}})",
     .at = "/traits/createdAt"},
    {.bad =
         R"({"type":"identify","userId":"u1","traits":{"plan":{"ends":"2015-12-10T04:08:31"}}})",
     .at = "/traits/plan/ends"},
    {.good = R"({"type":"identify","userId":"u1","timestamp":"2015-12-10T04:08:31.905Z"})"},
    {.good =
         R"({"type":"identify","userId":"u1","traits":{"birthday":"2015-12-10","createdAt":"2015-12-10T05:08:31+01:00"}})"},
    {.good = R"({"type":"identify","userId":"u1","timestamp":"2015-12-10T05:08:31+01:00"})"},
};

}  // namespace

constinit const Rule timestamp_no_zone = {
    .id = "TIME102",
    .name = "timestamp-no-zone",
    .message = "{0} is {1}, without the zone it is meant in, wanted Z or an offset",
    .doc = R"(### What
A time of the call, or of a trait, ends without `Z` and without an offset such as `+02:00`. A trait may be
a date alone, such as a `birthday`.
### Why
Read as UTC, a local time is hours off: Python's `datetime.now()` is one, and its library sends it as it
is. Engage drops dates without a zone altogether.
### Fix
Send UTC, and say so with a `Z` at the end.
)",
    .page = "connections/spec/common.md",
    .consequence = Consequence::kAltered,
    .severity = Severity::kWarning,
    .on = On::kTime,
    .facts = kFactNoZone,
    .where = "timestamp,sentAt,originalTimestamp,receivedAt,traits.**,context.traits.**",
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
