#include "rules/engine/site.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

void check(const Site& site, Findings& out) {
  const Batch& batch = site.batch;
  if (batch.form != Form::kBatch) return;  // a file of calls is nobody's request
  const size_t bytes = batch.captured ? site.node.end - site.node.begin : batch.source.size();
  const uint32_t most = site.spec.limits().batch_bytes;
  if (bytes <= most) return;
  out.add(batch_too_large, site.node, out.number(bytes), out.number(most));
}

constexpr Example kExamples[] = {
    {.bad =
         R"({"batch":[<<{"type":"identify","userId":"u1","traits":{"plan":"unlimited for everybody"}},>>{"type":"identify","userId":"u1"}]})",
     .at = "",
     .times = 7000,
     .with = "batch-too-many"},
    {.good =
         R"({"batch":[<<{"type":"identify","userId":"u1"},>>{"type":"identify","userId":"u1"}]})",
     .times = 2400},
    {.good = R"([<<{"type":"identify","userId":"u1"},>>{"type":"identify","userId":"u1"}])",
     .times = 20000},
};

}  // namespace

constinit const Rule batch_too_large = {
    .id = "LIM102",
    .name = "batch-too-large",
    .message = "the batch has {0} bytes, Segment takes {1}",
    .doc = R"(### What
A batch is over 500 KB, counted as it was posted. (In the examples `<<...>>` stands for thousands of such
calls.)
### Why
Segment answers it with 400, the senders' libraries do not try again, and all its calls are lost.
### Fix
Send smaller batches: the libraries stop at 480 and 450 KB.
)",
    .page = "connections/sources/catalog/libraries/server/http-api/index.md",
    .consequence = Consequence::kDropped,
    .severity = Severity::kError,
    .profile = Profile::kMinimal,
    .on = On::kBatch,
    .facts = kFactBatch,
    .traits = kSegmentRefuses,
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
