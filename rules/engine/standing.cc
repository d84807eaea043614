#include "rules/engine/standing.h"

#include <algorithm>
#include <functional>
#include <string_view>

namespace specgate {
std::vector<Standing> standings(const Verdict& verdict) {
  std::vector<Standing> out(verdict.batch.events.size());
  for (size_t i = 0; i < out.size(); ++i) {
    const Event& event = verdict.batch.events[i];
    const uint32_t name = event.slots[Slot::kEvent];
    out[i].call = event.call;
    if (name != 0) out[i].name = std::hash<std::string_view>()(verdict.batch.nodes[name].text);
  }
  for (const Violation& violation : verdict.violations) {
    if (violation.event == kNoEvent) continue;
    Standing& one = out[violation.event];
    one.worst = std::max(one.worst, violation.severity);
    one.plan_failures += is_of_plan(violation) ? 1 : 0;
    one.errors += violation.severity == Severity::kError ? 1 : 0;
    one.failing_lists += is_failing_list(verdict.batch, violation) ? 1 : 0;
  }
  return out;
}

bool is_another(const Standing& after, const Standing& before) {
  return after.call != before.call || after.name != before.name;
}

// Of a call that only now says what it is, by its type or its name, more is found, and that is no fault of the
// fix.
bool is_worse(const Standing& after, const Standing& before) {
  const bool more = after.errors > before.errors && !is_another(after, before);
  return after.worst > before.worst || more || (after.plan_failures != 0 && before.plan_failures == 0);
}

bool fails_plan_anew(const Standing& after, const Standing& before) {
  return after.plan_failures != 0 && before.plan_failures == 0 && !is_another(after, before);
}

bool is_of_plan(const Violation& violation) { return violation.plan_place != kNoPlanPlace; }

bool is_failing_list(const Batch& batch, const Violation& violation) {
  return is_of_plan(violation) && !violation.at_key && batch.nodes[violation.node].is(Kind::kArray);
}

Broken::Broken(const Verdict& verdict) {
  for (const Violation& violation : verdict.violations) {
    if (violation.event != kNoEvent) all_.push_back({violation.event, violation.rule});
  }
  std::sort(all_.begin(), all_.end());
}

size_t Broken::times(const Violation& like) const {
  const auto [first, last] = std::equal_range(all_.begin(), all_.end(), One{like.event, like.rule});
  return static_cast<size_t>(last - first);
}

}  // namespace specgate
