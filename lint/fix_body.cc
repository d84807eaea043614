#include "lint/fix_body.h"

#include "rules/json_string.h"
#include "rules/edit.h"

namespace specgate {
namespace {

// Splices of the unescaped inner text -> splices of the record around it.
void to_record(const NestedPlace& place, std::vector<Splice>& changes) {
  RawOffsets offsets(place.raw);
  for (Splice& change : changes) {
    const size_t begin = place.begin + offsets.raw(change.begin);
    const size_t end = place.begin + offsets.raw(change.end);
    std::string escaped;
    if (!change.text.empty()) append_escaped(change.text, escaped);
    change = {static_cast<uint32_t>(begin), static_cast<uint32_t>(end), std::move(escaped)};
  }
}

// One pass over the inner text; `record` is written over where something changed.
bool fix_nested(const FixJob& job, std::string& record) {
  const Verdict outer = job.gate.judge(record, job.arrival, job.outer);
  if (outer.batch.nested_body.empty()) return false;
  const Verdict inner = job.gate.judge(outer.batch.nested_body, outer.batch.arrival, job.inner);
  std::vector<Splice> changes = splices(inner.batch, chosen_edits(inner, job.mode));
  if (changes.empty()) return false;
  to_record(nested_place(outer.batch), changes);
  constexpr size_t kGiant = size_t{1} << 20;
  if (record.size() > kGiant) {  // the changes are owners: two such texts are enough
    job.outer = Scratch();
    job.inner = Scratch();
  }
  std::string next;
  splice(record, changes, next);
  if (next == record) return false;
  record.swap(next);
  return true;
}

}  // namespace

NestedPlace nested_place(const Batch& batch) {
  const uint32_t index = batch.slots[Slot::kBody];
  const Node& node = batch.nodes[index];
  if (index == 0 || !node.is(Kind::kString)) return {};
  const size_t begin = node.begin + 1;
  return {begin, batch.source.substr(begin, node.end - 1 - begin)};
}

bool fix_body(const FixJob& job, std::string_view body, std::string& out) {
  fix(job.gate, body, job.arrival, job.mode, job.outer, out);
  for (int pass = 0; pass < kMostPasses && fix_nested(job, out); ++pass) {
  }
  return out != body;
}

}  // namespace specgate
