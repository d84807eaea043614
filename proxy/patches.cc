#include "proxy/patches.h"

#include <algorithm>

namespace specgate::proxy {
namespace {

using Edits = std::vector<const Edit*>;

// Those of `edits` that a violation brought.
void append_chosen(const Verdict& pass, const Violation& violation, const Edits& edits, Edits& out) {
  for (const Edit& edit : pass.edits.subspan(violation.edits.first, violation.edits.count)) {
    if (std::find(edits.begin(), edits.end(), &edit) != edits.end()) out.push_back(&edit);
  }
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
  for (const Violation& violation : pass.violations) {
    // What concerns a body of one call concerns the call.
    const bool whole = violation.event == kNoEvent;
    if (whole && pass.batch.events.size() != 1) continue;
    append_chosen(pass, violation, edits, chosen[whole ? 0 : violation.event]);
  }
  for (const auto& [event, of_event] : chosen) {
    if (of_event.empty()) continue;
    std::string forward, reverse;
    append_patch(pass.batch, event, of_event, forward);
    append_reverse_patch(pass.batch, event, of_event, reverse);
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
