#include "rules/engine/value_words.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

void check(const Site& site, Findings& out) {
  out.add(advertising_id_not_string, site.node, found(site, &site.node, out));
}

constexpr Example kExamples[] = {
    {.bad = R"({"type":"identify","userId":"u1","context":{"device":{"advertisingId":5}}})",
     .at = "/context/device/advertisingId"},
    {.bad =
         R"({"type":"track","event":"Signed Up","userId":"u1","context":{"device":{"advertisingId":{"id":"7A3C"}}}})",
     .at = "/context/device/advertisingId"},
    {.good = R"({"type":"identify","userId":"u1","context":{"device":{"advertisingId":"7A3C"}}})"},
    {.good = R"({"type":"identify","userId":"u1","context":{"device":{"advertisingId":null}}})"},
};

}  // namespace

constinit const Rule advertising_id_not_string = {
    .id = "CTX109",
    .name = "advertising-id-not-string",
    .message = "context.device.advertisingId is {0}, not a string",
    .doc = R"(### What
`context.device.advertisingId` is something other than a string. `null` passes: it stands for a field left out,
as it does of ids and names.
### Why
Segment drops the whole call (`device_advertisingid_should_be_string`), while still answering 200.
### Fix
Send the id as text, or leave the field out where the person has not allowed it.
)",
    .page = "connections/spec/common.md",
    .consequence = Consequence::kDropped,
    .segment_codes = {SegmentCode::kAdvertisingId},
    .severity = Severity::kError,
    .profile = Profile::kMinimal,
    .on = On::kWrongKind,
    .where = "context.device.advertisingId",
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
