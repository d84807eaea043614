#include "rules/engine/fields.h"
#include "rules/engine/value_words.h"
#include "rules/json/flagged.h"
#include "rules/rules.h"
#include "spec/event/bare_word.h"

namespace specgate::rules {
namespace {

void not_object(const Site& site, const Node& node, bool item, Findings& out) {
  out.add(invalid_json, node, "not an object",
          out.text({item ? "the item is " : "the body is ", found(site, &node, out)}));
}

void bare_word(const Site& site, const Node& node, Findings& out) {
  out.add(invalid_json, node, "not JSON",
          out.text({named(site, node, out), " is a bare ", raw(site, node)}))
      .replace(node, "null", kSafe);
}

// An item is spoken of as the call it should have been, so that its index is told.
void check(const Site& site, Findings& out) {
  const Batch& batch = site.batch;
  const bool broken = batch.syntax_error != Batch::kNoError;
  if (broken) {
    out.add(invalid_json, site.node, "not JSON", batch.syntax_words).at_byte(batch.syntax_error);
  }
  if (is_nested(site)) return;
  if (batch.events.empty() && !broken && batch.form != Form::kArray &&
      !site.node.is(Kind::kObject)) {
    not_object(site, site.node, false, out);
  }
  for (uint32_t i = 0; i < batch.events.size(); ++i) {
    const Event& event = batch.events[i];
    const Node& root = batch.nodes[event.root];
    if (root.is(Kind::kObject)) continue;
    out.begin(batch, event.in_batch ? i : kNoEvent);
    not_object(site, root, event.in_batch, out);
  }
  out.begin(batch, kNoEvent);
  each_flagged(site, kBareWord, out, bare_word);
}

constexpr Example kExamples[] = {
    {.bad = R"({"type":"track","event":"Signed Up)", .at = ""},
    {.bad = R"({"type":"identify","userId":"u1",})", .at = ""},
    {.bad = R"("type=track&event=Signed+Up")", .at = ""},
    {.bad = R"([{"type":"identify","userId":"u1"},"identify"])", .at = ""},
    {.bad = R"({"type":"identify","userId":"u1","traits":{"score":NaN}})",
     .at = "/traits/score",
     .fixed = R"({"type":"identify","userId":"u1","traits":{"score":null}})"},
    {.good = R"({"type":"track","event":"Signed Up","userId":"u1"})"},
    {.good = R"([{"type":"identify","userId":"u1"},{"type":"identify","userId":"u2"}])"},
};

}  // namespace

constinit const Rule invalid_json = {
    .id = "ENV101",
    .name = "invalid-json",
    .message = "{0}: {1}",
    .doc = R"(### What
The body is not JSON, or something that is no object stands where a call belongs. The line and
column are those of the first byte that cannot be read. A bare `NaN`, `Infinity`, `-Infinity` or
`undefined` in the place of a value is told of the call that it stands in, and the rest is read.
### Why
Segment answers 400 to such a body and drops everything in it: one stray comma in a batch costs
every call of the batch.
### Fix
Let a JSON library write the body; do not paste strings together. A body cut off in the middle was
usually truncated by a size limit or a lost connection on its way. Python's `json.dumps` writes `NaN`
and `Infinity` unless it is told `allow_nan=False`; the fix makes such a word `null`, which is what
JavaScript writes in its place. The proxy makes it `null` in `rewrite`, and rejects that call alone in
`enforce`.
)",
    .page = "connections/sources/catalog/libraries/server/http-api/index.md",
    .consequence = Consequence::kDropped,
    .segment_codes = {SegmentCode::kBadRequest},
    .severity = Severity::kError,
    .profile = Profile::kMinimal,
    .on = On::kBatch,
    .facts = kFactNoCall | kFactOdd,
    .traits = kSegmentRefuses,
    .check = check,
    .examples = kExamples,
};

}  // namespace specgate::rules
