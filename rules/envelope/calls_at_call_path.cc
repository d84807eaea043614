#include "rules/envelope/call_path.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

// What was posted: a captured request keeps it under `body`.
const Node& body_of(const Site& site) {
  const Batch& batch = site.batch;
  if (batch.form == Form::kBatch) return batch.nodes[batch.envelope];
  const Node* const captured = batch.captured ? node_in(batch, batch.slots, Slot::kBody) : nullptr;
  return captured == nullptr ? batch.nodes.front() : *captured;
}

void check(const Site& site, Findings& out) {
  if (!has_calls_at_call_path(site)) return;
  const Batch& batch = site.batch;
  const bool array = batch.form == Form::kArray;
  const std::string_view path = batch.arrival.transport.path;
  out.add(calls_at_call_path, body_of(site), path.substr(0, path.find('?')),
          array ? "an array" : "a batch", out.number(batch.events.size()));
}

constexpr Example kExamples[] = {
    {.bad = R"([{"type":"identify","userId":"u1"},{"type":"identify","userId":"u2"}])",
     .at = "",
     .path = "/v1/identify",
     .authorization = "Basic azE6"},
    {.bad = R"({"batch":[{"type":"identify","userId":"u1"}]})", .at = "", .path = "/v1/track",
     .authorization = "Basic azE6"},
    {.bad = "[]", .at = "", .path = "/v1/track",
     .authorization = "Basic azE6"},
    {.good = R"({"type":"identify","userId":"u1"})", .path = "/v1/identify",
     .authorization = "Basic azE6"},
    {.good = R"({"batch":[{"type":"identify","userId":"u1"}]})", .path = "/v1/batch",
     .authorization = "Basic azE6"},
    {.good = R"([{"type":"identify","userId":"u1"},{"type":"identify","userId":"u2"}])"},
};

}  // namespace

constinit const Rule calls_at_call_path = {
    .id = "ENV119",
    .name = "calls-at-call-path",
    .message = "{0} takes one call, found {1} of {2}",
    .doc = R"(### What
An array of calls, or a batch, was posted to a path that takes one call, such as `/v1/track`.
### Why
Segment answers 200 and reads one call there: what it makes of an array nobody says, and the calls in
it are lost. A file may hold an array; a request may not.
### Fix
Post `{"batch": [...]}` to `/v1/batch`, or one request for each call.
)",
    .page = "connections/sources/catalog/libraries/server/http-api/index.md",
    .consequence = Consequence::kDropped,
    .severity = Severity::kError,
    .profile = Profile::kMinimal,
    .on = On::kBatch,
    .facts = kFactRequest,
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
