#include "proxy/patches.h"

#include <span>

#include "spec/bare_word.h"

namespace specgate::proxy {
namespace {

using Edits = std::vector<const Edit*>;

// Passes on those of the chosen edits that a violation brought: they come in the violations' order.
class Chosen {
 public:
  Chosen(const Verdict& pass, const Edits& edits) : pass_(pass), next_(edits.begin()), end_(edits.end()) {}

  void append(const Violation& violation, Edits& out) {
    for (const Edit& edit : brought(violation)) {
      if (is_next(edit)) out.push_back(*next_++);
    }
  }
  void skip(const Violation& violation) {
    for (const Edit& edit : brought(violation)) {
      if (is_next(edit)) ++next_;
    }
  }

 private:
  std::span<const Edit> brought(const Violation& violation) const {
    return pass_.edits.subspan(violation.edits.first, violation.edits.count);
  }
  bool is_next(const Edit& edit) const { return next_ != end_ && *next_ == &edit; }

  const Verdict& pass_;
  Edits::const_iterator next_, end_;
};

// Keys on the way that the operations of one pass may repeat. A pass that would repeat more is kept as
// the event before and after it.
constexpr uint64_t kMostPointerBytes = uint64_t{1} << 20;

bool repeats_much(const Batch& batch, const Edits& edits) {
  uint64_t bytes = 0;
  for (const Edit* edit : edits) {
    for (const uint32_t node : {edit->node, edit->target}) {
      for (uint32_t i = node; i != batch.nodes[i].parent; i = batch.nodes[i].parent) {
        bytes += batch.nodes[i].key.size() + 1;
      }
    }
    if (bytes > kMostPointerBytes) return true;
  }
  return false;
}

std::string whole(std::string_view event) {
  return R"([{"op":"replace","path":"","value":)" + std::string(event) + "}]";
}

std::string with_edits(const Batch& batch, const Node& root, const Edits& edits) {
  std::string out;
  size_t at = root.begin;
  for (const Splice& change : splices(batch, edits)) {
    if (change.begin < root.begin || change.end > root.end) continue;  // a byte order mark
    out.append(batch.source.substr(at, change.begin - at)).append(change.text);
    at = change.end;
  }
  return out.append(batch.source.substr(at, root.end - at));
}

Patches::Pair patches_of(const Batch& batch, uint32_t event, const Edits& edits) {
  Patches::Pair out;
  if (repeats_much(batch, edits)) {
    const Node& root = batch.nodes[batch.events[event].root];
    out.forward = whole(with_edits(batch, root, edits));
    out.reverse = whole(batch.source.substr(root.begin, root.end - root.begin));
  } else {
    append_patch(batch, event, edits, out.forward);
    append_reverse_patch(batch, event, edits, out.reverse);
  }
  if ((batch.odd & kBareWord) != 0) {  // a patch is JSON, and what stood there was not
    out.forward = with_bare_words_quoted(out.forward);
    out.reverse = with_bare_words_quoted(out.reverse);
  }
  return out;
}

// "[a,b]" and "[c]" are "[a,b,c]".
std::string joined(const std::string& first, const std::string& second) {
  if (first.size() <= 2) return second;
  if (second.size() <= 2) return first;
  return first.substr(0, first.size() - 1) + ',' + second.substr(1);
}

}  // namespace

void Patches::note(const Verdict& pass, const Edits& edits) {
  std::map<uint32_t, Edits> chosen;
  Chosen edits_of(pass, edits);
  for (const Violation& violation : pass.violations) {
    // What concerns a body that is one call concerns the call.
    const bool whole = violation.event == kNoEvent;
    if (whole && pass.batch.form != Form::kCall) {
      edits_of.skip(violation);
    } else if (violation.edits.count != 0) {
      edits_of.append(violation, chosen[whole ? 0 : violation.event]);
    }
  }
  for (const auto& [event, of_event] : chosen) {
    if (of_event.empty()) continue;
    const auto [forward, reverse] = patches_of(pass.batch, event, of_event);
    Pair& pair = by_event_[event];
    pair.forward = joined(pair.forward, forward);
    pair.reverse = joined(reverse, pair.reverse);  // the last is undone first
  }
}

const Patches::Pair* Patches::of(uint32_t event) const {
  const auto found = by_event_.find(event);
  return found == by_event_.end() ? nullptr : &found->second;
}

}  // namespace specgate::proxy
