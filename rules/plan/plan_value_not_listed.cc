#include "rules/rules.h"

namespace specgate::rules {
namespace {

constexpr std::string_view kPlan =
    R"({"rules":[{"type":"TRACK","key":"Boat Rented","version":1,"jsonSchema":{"prope)"
    R"(rties":{"properties":{"properties":{"hull":{"enum":["steel","wood"]}}}}}}]})";

constexpr Example kExamples[] = {
    {.bad = R"({"type":"track","messageId":"m1","userId":"u1","event":"Boat Rented",)"
            R"("properties":{"hull":"Steel"}})",
     .at = "/properties/hull",
     .plan = kPlan},
    {.good = R"({"type":"track","messageId":"m1","userId":"u1","event":"Boat Rented",)"
             R"("properties":{"hull":"steel"}})",
     .plan = kPlan},
};

}  // namespace

// Judged by plan_check.cc.
constinit const Rule plan_value_not_listed = {
    .id = "PLN105",
    .name = "plan-value-not-listed",
    .message = "{0} is {1}, the plan wants {2}",
    .doc = R"(### What

A value is none of those that the tracking plan lists (`enum`, `const`).

### Why

Reports group by the listed values: another one falls out of each, or makes a group of its own.

### Fix

Send a listed value, or add this one to the plan.
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
