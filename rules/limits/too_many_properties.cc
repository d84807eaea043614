#include "rules/limits/members.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

void check(const Site& site, Findings& out) {
  const uint32_t most = site.spec.limits().properties;
  const uint32_t count = members_beyond(site, site.node, most);
  if (count == 0) return;
  out.add(too_many_properties, site.node, out.number(count), site.node.key, out.number(most));
}

constexpr Example kExamples[] = {
    {.bad =
         R"({"type":"track","event":"Song Played","userId":"u1","properties":{<<"q#":1,>>"last":1}})",
     .at = "/properties",
     .times = 10000,
     .with = "event-too-large"},
    {.good =
         R"({"type":"track","event":"Song Played","userId":"u1","properties":{<<"q#":1,>>"last":1}})",
     .times = 200},
};

}  // namespace

constinit const Rule too_many_properties = {
    .id = "LIM104",
    .name = "too-many-properties",
    .message = "the call has {0} {1}, Segment keeps {2}",
    .doc = R"(### What
A call has more than 10000 properties or traits. (In the examples `<<...>>` stands for so many of them.)
### Why
Segment keeps the first 10000 and drops the rest. Such keys are usually ids that belong in values.
### Fix
Send a list of objects, or one event for each.
)",
    .page = "connections/rate-limits.md",
    .consequence = Consequence::kAltered,
    .severity = Severity::kWarning,
    .on = On::kValue,
    .where = "properties,traits",
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
