#include "rules/rules.h"

namespace specgate::rules {
namespace {

// Found by whoever reads a file: see On::kRun and lint/input/request_target.h.
constexpr Example kExamples[] = {
    {.good = R"({"method":"POST","url":"https://cdp.example.com/v1/t","headers":{"Authorization":"Basic V0s6"},"body":{"type":"track","userId":"u1","event":"Coupon Printed","messageId":"m1"}})"},
};

}  // namespace

constinit const Rule path_not_segments = {
    .id = "RUN106",
    .name = "path-not-segments",
    .message = "the calls of the request {0} went to a path that is not Segment's: only that host can tell where they go",
    .doc = R"(### What
A recorded request carries calls, and went to another host than Segment's, at a path that Segment does not have.
A proxy of your own may have such paths (`apiHost` of analytics.js takes any), another collector, too. The calls
are judged as if they reached Segment.
### Why
"No problems" is a word about the calls, not about where they went.
### Fix
Record what that proxy sends to Segment, or `ignore` this rule for the file.
)",
    .page = "connections/sources/catalog/libraries/website/javascript/custom-proxy.md",
    .consequence = Consequence::kAdvice,
    .severity = Severity::kInfo,
    .on = On::kRun,
    .check = nullptr,
    .examples = kExamples,
};

}  // namespace specgate::rules
