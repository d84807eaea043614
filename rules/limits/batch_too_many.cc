#include "rules/engine/site.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

void check(const Site& site, Findings& out) {
  const Batch& batch = site.batch;
  const uint32_t most = site.spec.limits().batch_events;
  if (batch.form != Form::kBatch || batch.events.size() <= most) return;
  const Node& items = at(site, batch.slots[Slot::kBatch]);
  out.add(batch_too_many, items, out.number(batch.events.size()), out.number(most));
}

constexpr Example kExamples[] = {
    {.bad =
         R"({"batch":[<<{"type":"identify","userId":"u1"},>>{"type":"identify","userId":"u1"}]})",
     .at = "/batch",
     .times = 2500},
    {.good =
         R"({"batch":[<<{"type":"identify","userId":"u1"},>>{"type":"identify","userId":"u1"}]})",
     .times = 2499},
    {.good = R"([<<{"type":"identify","userId":"u1"},>>{"type":"identify","userId":"u1"}])",
     .times = 2500},
};

}  // namespace

constinit const Rule batch_too_many = {
    .id = "LIM103",
    .name = "batch-too-many",
    .message = "the batch has {0} calls, Segment takes {1}",
    .doc = R"(### What
A batch holds more than 2500 calls. (In the examples `<<...>>` stands for thousands of such calls.)
### Why
Segment answers with 200 and rejects the batch all the same: the sender never learns of it.
### Fix
Send the calls in several batches.
)",
    .page = "connections/sources/catalog/libraries/server/http-api/index.md",
    .consequence = Consequence::kDropped,
    .severity = Severity::kError,
    .profile = Profile::kMinimal,
    .on = On::kBatch,
    .facts = kFactBatch,
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
