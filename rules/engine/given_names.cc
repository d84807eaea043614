#include "rules/engine/given_names.h"

#include <algorithm>

namespace specgate {
namespace {

// Is it about a member of the name, or about something within it?
bool lies_in(const Batch& batch, const Violation& violation, std::string_view name) {
  const uint32_t root = batch.events[violation.event].root;
  for (uint32_t i = violation.node; i != root; i = batch.nodes[i].parent) {
    if (batch.nodes[i].key == name) return true;
    if (i == batch.nodes[i].parent) return false;
  }
  return false;
}

}  // namespace

bool renames(const Edit& edit) { return edit.op == Edit::Op::kRename || edit.op == Edit::Op::kMove; }

std::string_view new_name(const Edit& edit) { return edit.key.substr(edit.key.rfind('.') + 1); }

void GivenNames::add(const Violation& violation, const Edit& edit) {
  all_.push_back({violation.event, std::string(new_name(edit)), violation.severity});
  settled_ = false;
}

void GivenNames::settle() {
  if (settled_) return;
  const auto same = [](const GivenName& a, const GivenName& b) { return a.event == b.event && a.name == b.name; };
  std::sort(all_.begin(), all_.end());
  all_.erase(std::unique(all_.begin(), all_.end(), same), all_.end());
  settled_ = true;
}

template <typename Visit>
void GivenNames::each_around(const Batch& batch, const Violation& violation, Visit visit) const {
  auto one = std::lower_bound(all_.begin(), all_.end(), GivenName{violation.event, {}, Severity::kOff});
  for (; one != all_.end() && one->event == violation.event; ++one) {
    if (lies_in(batch, violation, one->name)) visit(*one);
  }
}

void GivenNames::look(const Verdict& verdict, const Broken& before) {
  laid_bare_.clear();
  failing_.clear();
  if (all_.empty()) return;
  settle();
  const Broken now(verdict);
  for (const Violation& violation : verdict.violations) {
    if (violation.event == kNoEvent) continue;
    const bool of_plan = is_of_plan(violation);
    if (!of_plan && now.times(violation) <= before.times(violation)) continue;
    each_around(verdict.batch, violation, [&](const GivenName& one) {
      if (of_plan) failing_.push_back(one);
      if (!of_plan && violation.severity >= one.severity) laid_bare_.push_back(one);
    });
  }
}

}  // namespace specgate
