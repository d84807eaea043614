#include "rules/rules.h"

namespace specgate::rules {
namespace {

constexpr std::string_view kPlan =
    R"({"rules":[{"type":"TRACK","key":"Boat Rented","version":1,"jsonSchema":{"prope)"
    R"(rties":{"properties":{"properties":{"harbour":{},"hours":{}},"required":["harb)"
    R"(our"]}}}}]})";

constexpr Example kExamples[] = {
    {.bad = R"({"type":"track","messageId":"m1","userId":"u1","event":"Boat Rented",)"
            R"("properties":{"hours":2}})",
     .at = "/properties",
     .plan = kPlan},
    {.good = R"({"type":"track","messageId":"m1","userId":"u1","event":"Boat Rented",)"
             R"("properties":{"harbour":"Oslo","hours":2}})",
     .plan = kPlan},
};

}  // namespace

// Judged by plan_check.cc.
constinit const Rule plan_required_missing = {
    .id = "PLN103",
    .name = "plan-required-missing",
    .message = "{0} lacks {1}, which the plan requires",
    .doc = R"(### What

A call lacks something that the rule of the tracking plan requires.

### Why

Who reads the event counts on it. Segment reports the violation as `Required`.

### Fix

Send it, or make it optional in the plan. The code may set it all the same, and its library leave it out:
analytics-java 3.5.4 sends no null, at no level; segment-analytics-python 2.4.0 no UUID, timedelta, time or path,
and no list that holds one. The finding says so where `context.library` names such a library. Traits of identify and group calls are best left optional:
libraries send only those that changed.
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
