#include "rules/found.h"
#include "rules/rules.h"
#include "rules/time/moment.h"

namespace specgate::rules {
namespace {

void check(const Site& site, Findings& out) {
  if (site.node.text.ends_with('Z')) return;  // nearly always
  const auto time = moment(&site.node);
  if (!time || time->has_zone || is_unset(*time)) return;
  out.add(timestamp_no_zone, site.node, site.node.key, found(site, &site.node, out));
}

constexpr Example kExamples[] = {
    {.bad = R"({"type":"identify","userId":"u1","timestamp":"2015-12-10T04:08:31.905"})",
     .at = "/timestamp"},
    {.bad = R"({"type":"identify","userId":"u1","timestamp":"2015-12-10"})", .at = "/timestamp"},
    {.good = R"({"type":"identify","userId":"u1","timestamp":"2015-12-10T04:08:31.905Z"})"},
    {.good = R"({"type":"identify","userId":"u1","timestamp":"2015-12-10T05:08:31+01:00"})"},
};

}  // namespace

constinit const Rule timestamp_no_zone = {
    .id = "TIME102",
    .name = "timestamp-no-zone",
    .message = "{0} is {1}, without the zone it is meant in: want Z or an offset",
    .doc = R"(### What
A time of the call ends without `Z` and without an offset such as `+02:00`.
### Why
Read as UTC, a local time is hours off. Engage drops dates without a zone altogether.
### Fix
Send UTC, and say so with a `Z` at the end.
)",
    .page = "connections/spec/common.md",
    .severity = Severity::kWarning,
    .on = On::kTime,
    .facts = kFactNoZone,
    .where = "timestamp,sentAt,originalTimestamp,receivedAt",
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
