#include "rules/rules.h"

namespace specgate::rules {
namespace {

constexpr std::string_view kPlan =
    R"({"rules":[{"type":"TRACK","key":"Boat Rented","version":1,"jsonSchema":{"prope)"
    R"(rties":{"properties":{"properties":{"berth":{"type":"string","pattern":"^B-[0-)"
    R"(9]+$"}}}}}}]})";

constexpr Example kExamples[] = {
    {.bad = R"({"type":"track","messageId":"m1","userId":"u1","event":"Boat Rented",)"
            R"("properties":{"berth":"seven"}})",
     .at = "/properties/berth",
     .plan = kPlan},
    {.good = R"({"type":"track","messageId":"m1","userId":"u1","event":"Boat Rented",)"
             R"("properties":{"berth":"B-7"}})",
     .plan = kPlan},
};

}  // namespace

// Judged by plan_check.cc.
constinit const Rule plan_pattern_mismatch = {
    .id = "PLN106",
    .name = "plan-pattern-mismatch",
    .message = "{0} is {1}, the plan wants {2}",
    .doc = R"(### What

The tracking plan's `pattern` finds nothing in a string. It is an RE2 expression, searched for
anywhere in the string unless it has `^` and `$`.

### Why

Whoever reads the value takes it apart by that pattern.

### Fix

Send a value of that form, or loosen the pattern.
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
