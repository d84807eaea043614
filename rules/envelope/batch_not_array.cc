#include "rules/engine/fields.h"
#include "rules/engine/value_words.h"
#include "rules/rules.h"

namespace specgate::rules {
namespace {

// What was posted: a captured request keeps it under `body`.
const Node& body_of(const Site& site) {
  const Batch& batch = site.batch;
  if (batch.form == Form::kBatch) return batch.nodes[batch.envelope];
  if (batch.captured && !batch.events.empty()) return batch.nodes[batch.events.front().root];
  return batch.nodes.front();
}

bool meant_as_batch(const Site& site) {
  return site.batch.form == Form::kBatch || site.batch.arrival.route.kind == Route::Kind::kBatch;
}

void check(const Site& site, Findings& out) {
  if (site.batch.form == Form::kBroken || is_nested(site) || !meant_as_batch(site)) return;
  const Node& body = body_of(site);
  const bool batch = site.batch.form == Form::kBatch;
  const Node* items = batch ? node_in(site.batch, site.batch.slots, Slot::kBatch)  // the last
                            : member(site, &body, "batch");
  const bool array = items != nullptr && items->is(Kind::kArray);
  if (array && first(site, *items) != items->next) return;
  const bool other = items != nullptr && !items->is(Kind::kNull) && !array;
  out.add(batch_not_array, items == nullptr ? body : *items,
          array ? "empty" : found(site, items, out))
      .called(other ? SegmentCode::kBadRequest : SegmentCode::kEmptyBatch);
}

constexpr Example kExamples[] = {
    {.bad = R"({"batch":[]})", .at = "/batch"},
    {.bad = R"({"batch":{"type":"identify","userId":"u1"}})", .at = "/batch"},
    {.bad = R"({"events":[{"type":"identify","userId":"u1"}],"writeKey":"k1"})",
     .at = "",
     .path = "/v1/batch"},
    {.good = R"({"batch":[{"type":"identify","userId":"u1"}]})"},
    {.good = R"([{"type":"identify","userId":"u1"}])"},
};

}  // namespace

constinit const Rule batch_not_array = {
    .id = "ENV108",
    .name = "batch-not-array",
    .message = "batch is {0}, not an array of at least one call",
    .doc = R"(### What
The request is a batch, but its `batch` is absent, empty or no array.
### Why
There is no call in it that Segment could read. It answers 200 all the same, so nobody notices.
(Where the checks of the calls leave none, Segment says `empty_batch_result`, and where they leave some,
`multi_user_error`: then the findings of the calls say which and why.)
### Fix
Send `{"batch": [{"type": "track", ...}, ...]}`, and nothing at all while there is nothing to send.
)",
    .page = "connections/sources/catalog/libraries/server/http-api/index.md",
    .consequence = Consequence::kDropped,
    .segment_codes = {SegmentCode::kEmptyBatch, SegmentCode::kBadRequest},
    .severity = Severity::kError,
    .profile = Profile::kMinimal,
    .on = On::kBatch,
    .facts = kFactBatch,
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
