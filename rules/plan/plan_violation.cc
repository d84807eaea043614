#include "rules/rules.h"

namespace specgate::rules {
namespace {

constexpr std::string_view kPlan =
    R"({"rules":[{"type":"TRACK","key":"Boat Rented","version":1,"jsonSchema":{"prope)"
    R"(rties":{"properties":{"properties":{"hours":{"type":"number","minimum":1}}}}}})"
    R"(]})";

constexpr Example kExamples[] = {
    {.bad = R"({"type":"track","messageId":"m1","userId":"u1","event":"Boat Rented",)"
            R"("properties":{"hours":0}})",
     .at = "/properties/hours",
     .plan = kPlan},
    {.good = R"({"type":"track","messageId":"m1","userId":"u1","event":"Boat Rented",)"
             R"("properties":{"hours":1}})",
     .plan = kPlan},
};

}  // namespace

// Judged by plan_check.cc.
constinit const Rule plan_violation = {
    .id = "PLN107",
    .name = "plan-violation",
    .message = "{0} is {1}, the plan wants {2}",
    .doc = R"(### What

A value breaks the schema of its call in the tracking plan in another way: a length, a range, a
format, a number of items, one of several alternatives.

### Why

The plan is the contract of those who send events and those who read them.

### Fix

Send a value that fits, or change the plan where the value is right.
)",
    .page = "protocols/tracking-plan/create.md",
    .consequence = Consequence::kDropped,
    .segment_codes = {SegmentCode::kSchemaViolation},
    .severity = Severity::kError,
    .profile = Profile::kMinimal,
    .on = On::kPlan,
    .examples = kExamples,
};

}  // namespace specgate::rules
