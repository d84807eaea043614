#include "rules/rules.h"

namespace specgate::rules {
namespace {

constexpr std::string_view kPlan =
    R"({"rules":[{"type":"COMMON","version":1,"jsonSchema":{"properties":{"context":{)"
    R"("properties":{"app":{"required":["version"]}}}}}}]})";

constexpr Example kExamples[] = {
    {.bad =
         R"({"type":"identify","messageId":"m1","userId":"u1","context":{"app":{"name":"boats"}}})",
     .at = "/context/app",
     .plan = kPlan},
    {.good = R"({"type":"identify","messageId":"m1","userId":"u1",)"
             R"("context":{"app":{"name":"boats","version":"2.1"}}})",
     .plan = kPlan},
};

}  // namespace

// Judged by plan_check.cc.
constinit const Rule plan_common_violation = {
    .id = "PLN108",
    .name = "plan-common-violation",
    .message = "{0} is {1}, the common schema of the plan wants {2}",
    .doc = R"(### What

A call breaks the common schema of the tracking plan, the one that speaks of every call. It is asked
after the rule of the call, on what omission has left.

### Why

The common schema holds what all events share, such as an app version in the context.

### Fix

Send what it wants; `plan: {track: {common: allow}}` makes it a warning.
)",
    .page = "protocols/enforce/schema-configuration.md",
    .consequence = Consequence::kDropped,
    .segment_codes = {SegmentCode::kCommonSchemaViolation},
    .severity = Severity::kError,
    .profile = Profile::kMinimal,
    .on = On::kPlan,
    .examples = kExamples,
};

}  // namespace specgate::rules
