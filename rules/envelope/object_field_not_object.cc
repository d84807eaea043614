#include "rules/engine/value_words.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

// What Segment looks at: the properties and traits of the calls that have them.
SegmentCode code_of(const Site& site) {
  const Slot slot = place_of(site, site.node).slot;
  const CallSet call = only(site.event.call);
  const CallSet told = only(Call::kTrack) | only(Call::kPage) | only(Call::kScreen);
  const CallSet described = only(Call::kIdentify) | only(Call::kGroup);
  if (slot == Slot::kProperties && (call & told) != 0) return SegmentCode::kPropertiesNotObject;
  if (slot == Slot::kTraits && (call & described) != 0) return SegmentCode::kTraitsNotObject;
  return SegmentCode::kNone;
}

void check(const Site& site, Findings& out) {
  out.add(object_field_not_object, site.node, site.node.key, found(site, &site.node, out))
      .called(code_of(site));
}

constexpr Example kExamples[] = {
    {.bad = R"({"type":"track","event":"Signed Up","userId":"u1","properties":"plan=pro"})",
     .at = "/properties"},
    {.bad = R"({"type":"identify","userId":"u1","traits":[{"plan":"pro"}]})", .at = "/traits"},
    {.bad = R"({"type":"identify","userId":"u1","context":"web"})", .at = "/context"},
    {.bad = R"({"type":"identify","userId":"u1","integrations":["All"]})", .at = "/integrations"},
    {.good = R"({"type":"track","event":"Signed Up","userId":"u1","properties":{"plan":"pro"}})"},
    {.good = R"({"type":"track","event":"Signed Up","userId":"u1","properties":null})"},
};

}  // namespace

constinit const Rule object_field_not_object = {
    .id = "ENV107",
    .name = "object-field-not-object",
    .message = "{0} is {1}, not an object",
    .doc = R"(### What
`properties`, `traits`, `context` or `integrations` holds something else than an object.
### Why
Segment reads names and values there. A string, a list or a number has none, so the call is dropped
or arrives empty.
### Fix
Send an object: `"properties": {"plan": "pro"}`. A string that looks like JSON was encoded once too
often.
)",
    .page = "connections/spec/common.md",
    .consequence = Consequence::kDropped,
    .segment_codes = {SegmentCode::kPropertiesNotObject, SegmentCode::kTraitsNotObject},
    .severity = Severity::kError,
    .profile = Profile::kMinimal,
    .calls = kSixCalls,
    .on = On::kWrongKind,
    .where = "properties, traits, context, integrations",
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
