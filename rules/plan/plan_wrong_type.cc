#include "rules/rules.h"

namespace specgate::rules {
namespace {

constexpr std::string_view kPlan =
    R"({"rules":[{"type":"TRACK","key":"Boat Rented","version":1,"jsonSchema":{"prope)"
    R"(rties":{"properties":{"properties":{"hours":{"type":["integer","null"]}}}}}}]})";

constexpr Example kExamples[] = {
    {.bad = R"({"type":"track","messageId":"m1","userId":"u1","event":"Boat Rented",)"
            R"("properties":{"hours":"two"}})",
     .at = "/properties/hours",
     .plan = kPlan},
    {.good = R"({"type":"track","messageId":"m1","userId":"u1","event":"Boat Rented",)"
             R"("properties":{"hours":2.0}})",
     .plan = kPlan},
};

}  // namespace

// Judged by plan_check.cc.
constinit const Rule plan_wrong_type = {
    .id = "PLN104",
    .name = "plan-wrong-type",
    .message = "{0} is {1}, the plan wants {2}",
    .doc = R"(### What

A value has another type than the tracking plan says.

### Why

A number sent as text cannot be summed, and warehouses make a second column of it. Segment reports
the violation as `Invalid Type`.

### Fix

Send the planned type. 1.0 is an integer; null is allowed only where the plan lists it.
)",
    .page = "protocols/validate/forward-violations.md",
    .consequence = Consequence::kDropped,
    .segment_codes = {SegmentCode::kSchemaViolation},
    .severity = Severity::kError,
    .profile = Profile::kMinimal,
    .on = On::kPlan,
    .examples = kExamples,
};

}  // namespace specgate::rules
