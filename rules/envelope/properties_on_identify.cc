#include "rules/engine/site.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

void check(const Site& site, Findings& out) {
  const Node& properties = site.node;
  if (properties.is(Kind::kNull)) return;
  if (properties.is(Kind::kObject) && first(site, properties) == properties.next) return;
  const bool group = site.event.call == Call::kGroup;
  out.add(properties_on_identify, properties, name_of(site.event.call), group ? "group" : "user")
      .at_key()
      .suggest("traits");
  if (own(site, Slot::kTraits) == nullptr && properties.is(Kind::kObject)) {
    out.rename(properties, "traits", kUnsafe);
  }
}

constexpr Example kExamples[] = {
    {.bad = R"({"type":"identify","userId":"u1","properties":{"plan":"pro"}})",
     .at = "/properties",
     .fixed = R"({"type":"identify","userId":"u1","traits":{"plan":"pro"}})"},
    {.bad = R"({"type":"group","userId":"u1","groupId":"g1","properties":{"plan":"pro"}})",
     .at = "/properties",
     .fixed = R"({"type":"group","userId":"u1","groupId":"g1","traits":{"plan":"pro"}})"},
    {.good = R"({"type":"identify","userId":"u1","traits":{"plan":"pro"}})"},
    {.good = R"({"type":"track","event":"Signed Up","userId":"u1","properties":{"plan":"pro"}})"},
};

}  // namespace

constinit const Rule properties_on_identify = {
    .id = "ENV110",
    .name = "properties-on-identify",
    .message = "properties is no field of {0} calls, what describes the {1} goes in traits",
    .doc = R"(### What
An identify or group call carries `properties`.
### Why
Identify and group describe somebody, and the description is called `traits`. Nothing reads
`properties` there, so the profile stays empty.
### Fix
Rename `properties` to `traits`. The unsafe fix does so where the call has no `traits` yet.
)",
    .page = "connections/spec/identify.md",
    .consequence = Consequence::kAltered,
    .severity = Severity::kWarning,
    .calls = only(Call::kIdentify) | only(Call::kGroup),
    .on = On::kValue,
    .where = "properties",
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
