#include "rules/rules.h"

namespace specgate::rules {
namespace {

// Found by whoever reads a file: see On::kRun and lint/input/request_target.h.
constexpr Example kExamples[] = {
    {.good = R"({"method":"POST","path":"/v1/track","headers":{"Authorization":"Basic V0s6"},"body":{"type":"track","userId":"u1","event":"Coupon Printed","messageId":"m1"}})"},
};

}  // namespace

constinit const Rule request_not_taken = {
    .id = "RUN105",
    .name = "request-not-taken",
    .message = "Segment does not take the calls of the request {0}: {1}",
    .doc = R"(### What
A recorded request carries calls and was sent with a method that Segment does not take (`GET /v1/track`), or to a
path at which it takes none (`/v2/track`, `/track`, `/v1/trakc`). The calls of it are judged all the same. A
request whose record names another host than Segment's is held to its method alone (RUN106 tells of its path);
this machine (`localhost`) stands for Segment.
### Why
Segment answers 404 or 405 and keeps nothing; many libraries do not look at the answer.
### Fix
POST to `/v1/track` and its like, or to `/v1/batch`; a pixel is a `GET /v1/pixel/track?data=...`.
)",
    .page = "connections/sources/catalog/libraries/server/http-api.md",
    .consequence = Consequence::kDropped,
    .severity = Severity::kError,
    .profile = Profile::kMinimal,
    .on = On::kRun,
    .check = nullptr,
    .examples = kExamples,
};

}  // namespace specgate::rules
