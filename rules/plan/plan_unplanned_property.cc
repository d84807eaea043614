#include "rules/rules.h"

namespace specgate::rules {
namespace {

constexpr std::string_view kPlan =
    R"({"rules":[{"type":"TRACK","key":"Boat Rented","version":1,"jsonSchema":{"prope)"
    R"(rties":{"properties":{"properties":{"harbour":{"type":"string"},"hours":{"type)"
    R"(":"number"}}}}}}]})";

constexpr std::string_view kClosed =
    R"({"rules":[{"type":"TRACK","key":"Boat Rented","version":1,"jsonSchema":{"prope)"
    R"(rties":{"properties":{"properties":{"harbour":{"type":"string"},"hours":{"type)"
    R"(":"number"}},"additionalProperties":false}}}}]})";

constexpr Example kExamples[] = {
    {.bad = R"({"type":"track","messageId":"m1","userId":"u1","event":"Boat Rented",)"
            R"("properties":{"harbor":"Oslo","hours":2}})",
     .at = "/properties/harbor",
     .plan = kPlan},
    {.bad = R"({"type":"track","messageId":"m1","userId":"u1","event":"Boat Rented",)"
            R"("properties":{"harbor":"Oslo","hours":2}})",
     .at = "/properties/harbor",
     .plan = kClosed},
    {.good = R"({"type":"track","messageId":"m1","userId":"u1","event":"Boat Rented",)"
             R"("properties":{"harbour":"Oslo","hours":2}})",
     .plan = kPlan},
};

}  // namespace

// Judged by plan_check.cc.
constinit const Rule plan_unplanned_property = {
    .id = "PLN102",
    .name = "plan-unplanned-property",
    .message = "{0} is not planned for {1}{2}",
    .doc = R"(### What

A property or trait that the rule of its call does not list. Where the schema closes the object
(`additionalProperties: false`) it is an error, which Segment calls a schema violation. The planned name that is nearest is told; a body with
tens of thousands of such names has it looked for only so far, and the finding then says so.

### Why

A property nobody planned is often a slip of a planned one, whose chart then stays empty.

### Fix

Send the planned name, or add the property to the plan. `plan: {track: {unplanned_properties: omit}}`
removes it, byte for byte, as Segment's Protocols can.
)",
    .page = "protocols/enforce/schema-configuration.md",
    .consequence = Consequence::kAltered,
    .segment_codes = {SegmentCode::kSchemaViolation},
    .severity = Severity::kWarning,
    .profile = Profile::kMinimal,
    .on = On::kPlan,
    .examples = kExamples,
};

}  // namespace specgate::rules
