#include "rules/engine/site.h"
#include "rules/engine/value_words.h"
#include "rules/rules.h"
#include "spec/catalogue/column.h"

namespace specgate::rules {
namespace {

// What a call has and a batch has not, as spec/data/calls/*.yaml say; the examples' test holds it to them.
constexpr Slot kOfCalls[] = {
    Slot::kUserId,     Slot::kAnonymousId, Slot::kEvent,     Slot::kName,
    Slot::kCategory,   Slot::kGroupId,     Slot::kPreviousId, Slot::kMessageId,
    Slot::kTimestamp,  Slot::kOriginalTimestamp, Slot::kReceivedAt, Slot::kProperties,
    Slot::kTraits,     Slot::kProjectId,
};

// user_id, UserID. A batch has few members.
const Node* spelled_otherwise(const Site& site, const Node& envelope, std::string_view name) {
  constexpr int kMost = 64;
  int members = 0;
  for (uint32_t i = first(site, envelope); i != envelope.next && ++members <= kMost; i = at(site, i).next) {
    if (same_column(at(site, i).key, name)) return &at(site, i);
  }
  return nullptr;
}

void check(const Site& site, Findings& out) {
  if (site.batch.form != Form::kBatch) return;
  const Node& envelope = site.batch.nodes[site.batch.envelope];
  for (const Slot slot : kOfCalls) {
    const Node* node = member(site, &envelope, name_of(slot));
    if (node == nullptr) node = spelled_otherwise(site, envelope, name_of(slot));
    if (node == nullptr || node->is(Kind::kNull)) continue;
    out.add(call_field_beside_batch, *node, node->key, found(site, node, out)).at_key();
  }
}

constexpr Example kExamples[] = {
    {.bad = R"({"batch":[{"type":"identify","userId":"u1"}],"timestamp":"2026-05-04T10:00:00Z"})",
     .at = "/timestamp"},
    {.bad = R"({"batch":[{"type":"identify","userId":"u1"}],"userId":"u1"})", .at = "/userId"},
    {.bad = R"({"batch":[{"type":"identify","userId":"u1"}],"anonymous_id":"a1"})", .at = "/anonymous_id"},
    {.good = R"({"batch":[{"type":"identify","userId":"u1"}],"context":{},"sentAt":"2026-05-04T10:00:00Z"})"},
    {.good = R"({"type":"identify","userId":"u1","timestamp":"2026-05-04T10:00:00Z"})"},
};

}  // namespace

constinit const Rule call_field_beside_batch = {
    .id = "ENV125",
    .name = "call-field-beside-batch",
    .message = "{0} is {1} beside batch, where nobody reads it: it belongs in each call",
    .doc = R"(### What
A field of a call (`timestamp`, `userId`, `messageId`, `properties` ...) stands beside `batch`.
### Why
Of what stands there Segment reads `batch`, `writeKey`, `context`, `integrations` and `sentAt`. All else is
lost: a `userId` beside the batch is nobody's, a `timestamp` there is no call's time.
### Fix
Send it with each call of the batch.
)",
    .page = "connections/sources/catalog/libraries/server/http-api/index.md",
    .consequence = Consequence::kAltered,
    .severity = Severity::kWarning,
    .on = On::kBatch,
    .facts = kFactBatch,
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
