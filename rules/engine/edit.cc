#include "rules/engine/edit.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <span>

#include "rules/engine/settled_edits.h"
#include "spec/decode/decode.h"

namespace specgate {
namespace {

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

// What one object or array loses and gains; commas are its own affair.
struct Changes {
  std::set<uint32_t> removed;  // members or items
  struct Addition {
    std::string key;
    std::string json;
  };
  std::vector<Addition> added;
};

// Of the edits of one call, or of those of the body as a whole.
class Splicer {
 public:
  explicit Splicer(const Batch& batch) : batch_(batch) {}

  // Those that are done.
  std::vector<const Edit*> settle(std::span<const Edit* const> edits) {
    std::vector<const Edit*> out;
    for (const Edit* edit : edits) {
      if (take(*edit)) out.push_back(edit);
    }
    return out;
  }

  void run(std::span<const Edit* const> edits, std::vector<Splice>& out) {
    for (const Edit* edit : edits) take(*edit);
    for (const auto& [container, changes] : containers_) settle(container, changes);
    if (out.empty()) return out.swap(out_);  // mostly all of them are of one call
    std::move(out_.begin(), out_.end(), std::back_inserter(out));
  }

 private:
  // False: another edit was there before.
  bool take(const Edit& edit) {
    switch (edit.op) {
      case Edit::Op::kTrim: out_.push_back({edit.begin, edit.end, std::string(edit.json)}); return true;
      case Edit::Op::kReplace: {
        const Node& node = batch_.nodes[edit.node];
        if (!claim(edit.node)) return false;
        out_.push_back({node.begin, node.end, std::string(edit.json)});
        return true;
      }
      case Edit::Op::kRename: return rename(edit);
      case Edit::Op::kRemove:
        if (!claim(edit.node)) return false;
        containers_[batch_.nodes[edit.node].parent].removed.insert(edit.node);
        return true;
      case Edit::Op::kAdd: return add(edit.node, edit.key, edit.json);
      case Edit::Op::kMove: return move(edit);
    }
    return false;
  }

  // One edit a node: of two, the first wins. Nothing inside a node that is claimed is touched either.
  bool claim(uint32_t node) {
    const auto next = claimed_.lower_bound(node);
    if (within_claimed(node)) return false;
    if (next != claimed_.end() && *next < batch_.nodes[node].next) return false;
    claimed_.insert(next, node);
    return true;
  }

  bool rename(const Edit& edit) {
    if (renamed_.contains(edit.node) || within_claimed(edit.node)) return false;
    if (taken(batch_.nodes[edit.node].parent, edit.key)) return false;
    renamed_.insert(edit.node);
    keys_.emplace(batch_.nodes[edit.node].parent, edit.key);
    const KeySpan key = key_span(batch_, batch_.nodes[edit.node]);
    std::string json;
    append_json_string(edit.key, json);
    out_.push_back({key.begin, key.end, std::move(json)});
    return true;
  }

  bool within_claimed(uint32_t node) const {
    const auto after = claimed_.upper_bound(node);
    return after != claimed_.begin() && node < batch_.nodes[*std::prev(after)].next;
  }

  // Is there such a member, or will there be one by another edit of this run?
  bool taken(uint32_t object, std::string_view key) const {
    return keys_.contains({object, std::string(key)}) || member(object, key) != 0;
  }

  bool add(uint32_t object, std::string_view key, std::string_view json) {
    if (!batch_.nodes[object].is(Kind::kObject)) return false;
    if (within_claimed(object) || taken(object, key)) return false;
    keys_.emplace(object, key);
    containers_[object].added.push_back({std::string(key), std::string(json)});
    return true;
  }

  uint32_t member(uint32_t object, std::string_view key) const {
    const Node* const found = member_of(batch_, &batch_.nodes[object], key);
    return found == nullptr ? 0 : static_cast<uint32_t>(found - batch_.nodes.data());
  }

  // "screen.width": goes down as far as objects are there, and makes the rest.
  bool move(const Edit& edit) {
    const Node& node = batch_.nodes[edit.node];
    if (within_claimed(edit.node)) return false;
    uint32_t target = edit.target;
    std::string_view rest = edit.key;
    for (size_t dot = rest.find('.'); dot != std::string_view::npos; dot = rest.find('.')) {
      const uint32_t next = member(target, rest.substr(0, dot));
      if (next == 0) break;
      if (!batch_.nodes[next].is(Kind::kObject)) return false;
      target = next;
      rest.remove_prefix(dot + 1);
    }
    const size_t dot = std::min(rest.find('.'), rest.size());
    std::string json(batch_.source.substr(node.begin, node.end - node.begin));
    wrap(rest.substr(std::min(dot + 1, rest.size())), json);
    if (!add(target, rest.substr(0, dot), json)) return false;
    claimed_.insert(edit.node);
    containers_[node.parent].removed.insert(edit.node);
    return true;
  }

  // Puts `json` below the keys of a dotted path.
  static void wrap(std::string_view path, std::string& json) {
    while (!path.empty()) {
      const size_t dot = path.rfind('.');
      const std::string_view key = dot == std::string_view::npos ? path : path.substr(dot + 1);
      std::string outer = "{";
      append_json_string(key, outer);
      json = outer + ":" + json + "}";
      path = path.substr(0, dot == std::string_view::npos ? 0 : dot);
    }
  }

  // Where a member starts: at its key, or at the item's value.
  uint32_t start_of(uint32_t node) const {
    const Node& it = batch_.nodes[node];
    return it.has_key() ? key_span(batch_, it).begin : it.begin;
  }

  // A removed child takes the comma before it along, or, where nothing before it stays, all up to
  // the next child; so neighbours never overlap.
  void settle(uint32_t container, const Changes& changes) {
    const Node& node = batch_.nodes[container];
    uint32_t previous_end = node.begin + 1;
    uint32_t last_kept = 0;
    bool any_kept = false;
    for (uint32_t i = container + 1; i < node.next; i = batch_.nodes[i].next) {
      const Node& child = batch_.nodes[i];
      const bool gone = changes.removed.contains(i);
      if (gone && any_kept) out_.push_back({previous_end, child.end, {}});
      if (gone && !any_kept) {
        const uint32_t next = child.next < node.next ? start_of(child.next) : child.end;
        out_.push_back({start_of(i), next, {}});
      }
      if (!gone) {
        any_kept = true;
        last_kept = i;
      }
      previous_end = child.end;
    }
    if (!changes.added.empty()) insert(container, changes, any_kept ? last_kept : 0);
  }

  // After the last child that stays, in its style of white space; else right after the bracket.
  void insert(uint32_t container, const Changes& changes, uint32_t last_kept) {
    const Node& node = batch_.nodes[container];
    const uint32_t at = last_kept == 0 ? node.begin + 1 : batch_.nodes[last_kept].end;
    std::string space, colon = ":";
    if (container + 1 < node.next) {
      const uint32_t first = container + 1;
      const KeySpan key = key_span(batch_, batch_.nodes[first]);
      uint32_t from = key.begin;
      while (from > node.begin + 1 && is_space(batch_.source[from - 1])) --from;
      space = batch_.source.substr(from, key.begin - from);
      colon = batch_.source.substr(key.end, batch_.nodes[first].begin - key.end);
      if (space.empty() && last_kept != 0) space = gap_before(last_kept);
    }
    std::string text;
    for (const auto& [key, json] : changes.added) {
      if (last_kept != 0 || !text.empty()) text += ',';
      text += last_kept == 0 && text.empty() ? std::string() : space;
      append_json_string(key, text);
      text += colon + json;
    }
    out_.push_back({at, at, std::move(text)});
  }

  // {"a": 1, "b": 2} has white space after its commas, but none after the bracket.
  std::string gap_before(uint32_t child) const {
    const uint32_t begin = start_of(child);
    uint32_t from = begin;
    while (from > 0 && is_space(batch_.source[from - 1])) --from;
    if (from == 0 || batch_.source[from - 1] != ',') return {};
    return std::string(batch_.source.substr(from, begin - from));
  }

  const Batch& batch_;
  std::map<uint32_t, Changes> containers_;
  std::set<uint32_t> claimed_;  // roots of subtrees that an edit replaces or removes; disjoint
  std::set<uint32_t> renamed_;
  std::set<std::pair<uint32_t, std::string>> keys_;  // (object, key) that an edit brings
  std::vector<Splice> out_;
};

// The number of the call within which the edit changes something, from 1; 0: none. A call that goes as a
// whole is an affair of the list that it stands in.
size_t call_of(const Batch& batch, const Edit& edit) {
  const auto after = std::upper_bound(batch.events.begin(), batch.events.end(), edit.node,
                                      [](uint32_t node, const Event& event) { return node < event.root; });
  if (after == batch.events.begin()) return 0;
  if (edit.op == Edit::Op::kRemove && edit.node == std::prev(after)->root) return 0;
  const bool within = edit.node < batch.nodes[std::prev(after)->root].next;
  return within ? static_cast<size_t>(after - batch.events.begin()) : 0;
}

// By their places; of two that overlap the first counts.
void put_in_order(std::vector<Splice>& all) {
  std::stable_sort(all.begin(), all.end(), [](const Splice& a, const Splice& b) {
    return a.begin != b.begin ? a.begin < b.begin : a.end < b.end;
  });
  size_t kept = 0;
  for (size_t i = 0; i < all.size(); ++i) {
    const bool overlaps = kept != 0 && all[i].begin < all[kept - 1].end;
    if (overlaps) continue;
    if (kept != i) all[kept] = std::move(all[i]);
    ++kept;
  }
  all.resize(kept);
}

}  // namespace

std::vector<const Edit*> settled(const Batch& batch, const std::vector<const Edit*>& edits) {
  return Splicer(batch).settle(edits);
}

// Edits of different calls know nothing of each other: what is remembered of one call's is forgotten
// before the next, so that memory does not go with the number of calls.
std::vector<Splice> splices(const Batch& batch, const std::vector<const Edit*>& edits) {
  std::vector<std::pair<size_t, const Edit*>> by_call;
  by_call.reserve(edits.size());
  for (const Edit* edit : edits) by_call.emplace_back(call_of(batch, *edit), edit);
  const auto less = [](const auto& a, const auto& b) { return a.first < b.first; };
  std::stable_sort(by_call.begin(), by_call.end(), less);
  std::vector<Splice> out;
  std::vector<const Edit*> of_call;
  for (size_t i = 0; i < by_call.size();) {
    const size_t call = by_call[i].first;
    of_call.clear();
    for (; i < by_call.size() && by_call[i].first == call; ++i) of_call.push_back(by_call[i].second);
    Splicer(batch).run(of_call, out);
  }
  put_in_order(out);
  return out;
}

void splice(std::string_view source, const std::vector<Splice>& splices, std::string& out) {
  out.clear();
  size_t size = source.size();
  for (const Splice& one : splices) size += one.text.size() - (one.end - one.begin);  // may wrap between
  out.reserve(size);
  size_t at = 0;
  for (const Splice& one : splices) {
    out += source.substr(at, one.begin - at);
    out += one.text;
    at = one.end;
  }
  out += source.substr(at);
}

}  // namespace specgate
