#include "lint/commands/plan_gaps.h"

#include <algorithm>

#include "lint/commands/command.h"

namespace specgate {

bool tell_gaps(const CompiledPlan& plan, PlanHold hold) {
  const std::vector<Problem> unheld =
      hold == PlanHold::kStrict ? plan.unheld() : std::vector<Problem>();
  const auto refused = [&](const Problem& gap) {
    return std::any_of(unheld.begin(), unheld.end(),
                       [&](const Problem& one) { return one.text() == gap.text(); });
  };
  for (const Problem& gap : plan.gaps()) {
    if (!refused(gap)) complain("warning: " + gap.text());
  }
  for (const Problem& gap : unheld) complain(gap.text());
  if (!unheld.empty()) complain("the plan is not held whole, and --strict-plan wants it so");
  return unheld.empty();
}

bool tell_gaps(const TrackingPlan& plan, PlanHold hold) {
  const auto compiled = CompiledPlan::compile(plan);
  if (compiled) return tell_gaps(**compiled, hold);
  complain(compiled.problems());
  return false;
}

}  // namespace specgate
