#include "proxy/session/patches.h"

#include "spec/event/bare_word.h"

namespace specgate::proxy {
namespace {

using Edits = std::vector<const Edit*>;

// Whose patch an edit belongs to goes by where it changes something: a violation of one call may be mended
// around it, and one of the body within a call. What concerns a body that is one call concerns the call.
uint32_t owner_of(const Batch& batch, const Edit& edit) {
  if (batch.form == Form::kCall) return 0;
  const uint32_t event = event_around(batch, edit.node);
  if (event == kNoEvent) return kNoEvent;
  const bool whole = edit.op == Edit::Op::kRemove && edit.node == batch.events[event].root;
  const bool leaves = edit.op == Edit::Op::kMove && event_around(batch, edit.target) != event;
  return whole || leaves ? kNoEvent : event;
}

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
    const Node& root = batch.nodes[event == kNoEvent ? 0 : batch.events[event].root];
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

// "[a,b]" and "[c]" are "[a,b,c]"; one of them may be nothing yet.
std::string joined(const std::string& first, const std::string& second) {
  if (first.size() <= 2) return second.empty() ? first : second;
  if (second.size() <= 2) return first;
  return first.substr(0, first.size() - 1) + ',' + second.substr(1);
}

}  // namespace

void Patches::note(const Verdict& pass, const Edits& edits) {
  if (pass.batch.nodes.empty()) return;
  std::map<uint32_t, Edits> chosen;
  for (const Edit* const edit : edits) chosen[owner_of(pass.batch, *edit)].push_back(edit);
  for (const auto& [event, of_event] : chosen) {
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
