#include "rules/rules.h"

namespace specgate::rules {
namespace {

// Found by whoever reads a file: see On::kRun and lint/input/json_kinds.h.
constexpr Example kExamples[] = {
    {.good = R"({"type":"identify","userId":"u1","messageId":"m1"})"},
};

}  // namespace

constinit const Rule not_events = {
    .id = "RUN103",
    .name = "not-events",
    .message = "this is {0}, it holds no calls to judge: {1}",
    .doc = R"(### What
The input is something else than events, and what it is was recognised: CSV, YAML, HTTP as it travelled,
UTF-16, a flow file of mitmproxy, an export of a warehouse, events of Mixpanel, Amplitude or PostHog, a log, a HAR
or a journal without a request that carries calls, a package.json, a tracking plan, a JSON Schema. It is told once,
with the number of lines like it, in place of a finding for each of them. What holds calls is read: requests
as HAR, WireMock, MockServer and mitmproxy have them,
messages of SQS, SNS, Kinesis, Firehose, EventBridge and Pub/Sub, `{"events": [...]}`, with bodies as
JSON, text or base64, gzip within it.
### Why
Nothing of it was judged. "No problems" about a file that nobody could read is worth nothing.
### Fix
Give the calls themselves: JSON, one call a line or in an array, a batch, or requests as
`{"method", "path", "headers", "body"}`. A file that is no events has its place in `exclude`.
)",
    .page = "connections/sources/catalog/libraries/server/http-api.md",
    .consequence = Consequence::kDropped,
    .severity = Severity::kError,
    .profile = Profile::kMinimal,
    .on = On::kRun,
    .traits = kTellsUnjudged,
    .check = nullptr,
    .examples = kExamples,
};

}  // namespace specgate::rules
