#include "lint/fix_body.h"

#include "lint/unwrap.h"
#include "rules/json_string.h"
#include "rules/edit.h"

namespace specgate {
namespace {

// A body within a body.
struct Inner {
  std::string_view text;
  Arrival arrival;
  NestedPlace place;
  bool escaped = true;    // the text is that of a string
  bool expected = true;   // else it counts only if it holds calls
};

// Splices of the unescaped inner text -> splices of the record around it.
void to_record(const Inner& inner, std::vector<Splice>& changes) {
  const NestedPlace& place = inner.place;
  RawOffsets offsets(place.raw);
  for (Splice& change : changes) {
    if (!inner.escaped) {
      change.begin += static_cast<uint32_t>(place.begin);
      change.end += static_cast<uint32_t>(place.begin);
      continue;
    }
    const size_t begin = place.begin + offsets.raw(change.begin);
    const size_t end = place.begin + offsets.raw(change.end);
    std::string escaped;
    if (!change.text.empty()) append_escaped(change.text, escaped);
    change = {static_cast<uint32_t>(begin), static_cast<uint32_t>(end), std::move(escaped)};
  }
}

// The bodies within that are written as they stand or in a string; what is packed is not fixed.
std::vector<Inner> inner_bodies(const FixJob& job, const Batch& outer) {
  std::vector<Inner> out;
  Wrapped wrapped;
  if (!may_wrap(outer) || !unwrap(outer, job.gate.spec(), wrapped)) {
    if (!outer.nested_body.empty()) {
      out.push_back({outer.nested_body, outer.arrival, nested_place(outer)});
    }
    return out;
  }
  for (const Piece& piece : wrapped.pieces) {
    const Node& node = outer.nodes[piece.node];
    const Arrival& arrival = wrapped.arrival(piece, job.arrival);
    if (piece.form == Piece::Form::kText) {
      out.push_back({node.text, arrival, place_of_text(outer, piece.node), true, piece.expected});
    }
    if (piece.form == Piece::Form::kInPlace && piece.request != 0) {
      const std::string_view text = outer.source.substr(node.begin, node.end - node.begin);
      out.push_back({text, arrival, {node.begin, text}, false});
    }
  }
  return out;
}

// The events of a text that fixes would make worse. Of a giant, which is held often enough, nobody asks.
std::vector<bool> left_alone(const FixJob& job, const Inner& inner) {
  constexpr size_t kGiant = size_t{1} << 20;
  std::vector<bool> out;
  if (inner.text.size() > kGiant) return out;
  std::string fixed;
  fix(job.gate, inner.text, inner.arrival, job.mode, job.inner, fixed, {.left_alone = &out});
  return out;
}

std::vector<Splice> changes_within(const FixJob& job, const Inner& inner) {
  Verdict verdict = job.gate.judge(inner.text, inner.arrival, job.inner);
  Wrapped wrapped;
  const bool calls = inner.expected || holds_calls(verdict.batch);
  if (!calls || (may_wrap(verdict.batch) && unwrap(verdict.batch, job.gate.spec(), wrapped))) return {};
  std::vector<const Edit*> edits = chosen_edits(verdict, job.mode);
  if (edits.empty()) return {};
  const std::vector<bool> left = left_alone(job, inner);
  verdict = job.gate.judge(inner.text, inner.arrival, job.inner);
  edits = chosen_edits(verdict, job.mode);
  leave_alone(verdict, left, edits);
  std::vector<Splice> changes = splices(verdict.batch, edits);
  to_record(inner, changes);
  return changes;
}

// One pass over the bodies within; `record` is written over where something changed.
bool fix_nested(const FixJob& job, std::string& record) {
  constexpr size_t kGiant = size_t{1} << 20;
  if (record.size() > kGiant) job.outer = Scratch();  // of the pass before
  const Verdict outer = job.gate.judge(record, job.arrival, job.outer);
  std::vector<Splice> changes;
  for (const Inner& inner : inner_bodies(job, outer.batch)) {
    for (Splice& change : changes_within(job, inner)) changes.push_back(std::move(change));
  }
  if (changes.empty()) return false;
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

NestedPlace place_of_text(const Batch& batch, uint32_t string) {
  const Node& node = batch.nodes[string];
  const size_t begin = node.begin + 1;
  return {begin, batch.source.substr(begin, node.end - 1 - begin)};
}

NestedPlace nested_place(const Batch& batch) {
  const uint32_t index = batch.slots[Slot::kBody];
  if (index == 0 || !batch.nodes[index].is(Kind::kString)) return {};
  return place_of_text(batch, index);
}

bool fix_body(const FixJob& job, std::string_view body, std::string& out) {
  if (job.wrapped) {
    out = body;
  } else {
    fix(job.gate, body, job.arrival, job.mode, job.outer, out);
  }
  for (int pass = 0; pass < kMostPasses && fix_nested(job, out); ++pass) {
  }
  return out != body;
}

}  // namespace specgate
