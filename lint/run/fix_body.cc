#include "lint/run/fix_body.h"

#include "lint/input/unwrap.h"
#include "lint/run/passes.h"
#include "rules/engine/edit.h"
#include "rules/report/json_string.h"

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

void tell(const FixJob& job, size_t text, const std::vector<bool>& left) {
  if (job.left_alone == nullptr) return;
  for (uint32_t i = 0; i < left.size(); ++i) {
    if (left[i]) job.left_alone->push_back({text, i});
  }
}

// Of the record around it.
std::vector<Splice> changes_within(const FixJob& job, const Inner& inner) {
  const Verdict verdict = job.gate.judge(inner.text, inner.arrival, job.inner);
  Wrapped wrapped;
  const bool calls = inner.expected || holds_calls(verdict.batch);
  if (!calls || verdict.edits.empty()) return {};
  if (may_wrap(verdict.batch) && unwrap(verdict.batch, job.gate.spec(), wrapped)) return {};
  Passes passes;
  std::vector<bool> left;
  std::string fixed;
  OnFix on;
  on.splices = [&](const std::vector<Splice>& pass) { passes.add(pass); };
  on.again = [&] { passes.clear(); };
  on.left_alone = &left;
  const bool changed =
      fix(job.gate, inner.text, inner.arrival, job.mode, job.inner, fixed, on, &verdict).changed;
  tell(job, inner.place.begin, left);
  if (!changed) return {};
  std::vector<Splice> changes = passes.all();
  to_record(inner, changes);
  return changes;
}

void fix_nested(const FixJob& job, const std::optional<Verdict>& known, std::string& record) {
  constexpr size_t kGiant = size_t{1} << 20;
  const Verdict outer = known ? *known : job.gate.judge(record, job.arrival, job.outer);
  std::vector<Splice> changes;
  for (const Inner& inner : inner_bodies(job, outer.batch)) {
    for (Splice& change : changes_within(job, inner)) changes.push_back(std::move(change));
  }
  if (changes.empty()) return;
  if (record.size() > kGiant) {  // the changes are owners: two such texts are enough
    job.outer = Scratch();
    job.inner = Scratch();
  }
  std::string next;
  splice(record, changes, next);
  record.swap(next);
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
  std::optional<Verdict> last;
  if (job.wrapped) {
    out = body;
  } else {
    std::vector<bool> left;
    OnFix on;
    on.left_alone = &left;
    last = fix(job.gate, body, job.arrival, job.mode, job.outer, out, on, job.known).last;
    tell(job, 0, left);
  }
  fix_nested(job, last, out);
  return out != body;
}

}  // namespace specgate
