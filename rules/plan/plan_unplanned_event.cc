#include "rules/rules.h"

namespace specgate::rules {
namespace {

constexpr std::string_view kPlan =
    R"({"rules":[{"type":"TRACK","key":"Boat Rented","version":1,"jsonSchema":{"type")"
    R"(:"object"}}]})";

constexpr std::string_view kCommon =
    R"({"rules":[{"type":"COMMON","version":1,"jsonSchema":{"type":"object","properties":{)"
    R"("context":{"required":["locale"]}}}}]})";

constexpr Example kExamples[] = {
    {.bad = R"({"type":"track","messageId":"m1","userId":"u1","event":"Boat Hired"})",
     .at = "/event",
     .plan = kPlan},
    {.bad = R"({"type":"track","messageId":"m1","userId":"u1","event":"boat_rented"})",
     .at = "/event",
     .plan = kPlan},
    {.bad = R"({"type":"track","messageId":"m1","userId":"u1","event":"Boat Hired","context":{}})",
     .at = "/event",
     .plan = kCommon,
     .with = "plan-common-violation"},
    {.good = R"({"type":"track","messageId":"m1","userId":"u1","event":"Boat Rented"})",
     .plan = kPlan},
    {.good = R"({"type":"identify","messageId":"m1","userId":"u1","traits":{"age":3}})",
     .plan = kPlan},
};

}  // namespace

// Judged by plan_check.cc.
constinit const Rule plan_unplanned_event = {
    .id = "PLN101",
    .name = "plan-unplanned-event",
    .message = "event {0} is not in the tracking plan{1}",
    .doc = R"(### What

A track call whose event name no TRACK rule of the tracking plan has. Names match exactly: case,
blanks and spelling count.

### Why

Nobody agreed on the event: no chart expects it, and Segment blocks it where the source is set to
block unplanned events. Where the call breaks the plan's COMMON rule as well, Segment's code says both.

### Fix

Send the planned name, or add the event to the plan. `plan: {track: {unplanned_events: allow}}` makes
it a warning.
)",
    .page = "protocols/enforce/schema-configuration.md",
    .consequence = Consequence::kDropped,
    .segment_codes = {SegmentCode::kUnplanned, SegmentCode::kUnplannedAndSchemaViolation},
    .severity = Severity::kError,
    .profile = Profile::kMinimal,
    .on = On::kPlan,
    .examples = kExamples,
};

}  // namespace specgate::rules
