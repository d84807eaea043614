#include "rules/rules.h"

namespace specgate::rules {
namespace {

// Found by whoever reads a file: see On::kRun and lint/input/unwrap.h.
constexpr Example kExamples[] = {
    {.good = R"({"type":"identify","userId":"u1","messageId":"m1"})"},
};

}  // namespace

constinit const Rule body_not_recorded = {
    .id = "RUN104",
    .name = "body-not-recorded",
    .message = "{0} was not judged: {1}",
    .doc = R"(### What
A recorded request or message that should carry calls, and its body is not in the recording (a HAR saved
without content, a beacon, a body cut by the recorder), or is in a form that cannot be read: a pixel, whose call is
in its query, is read by specgate-proxy alone.
### Why
Nothing of it was judged; the rest of the file was.
### Fix
Record with bodies: in Chrome "Save all as HAR with content", in mitmproxy `--set hardump`, in WireMock the
default journal. Or record at specgate-proxy, which keeps every event it rejects.
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
