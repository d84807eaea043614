#include "spec/plan/diff/plan_side.h"

#include <algorithm>

namespace specgate {

Side side_of(const TrackingPlan& plan) {
  Side out{plan, {}, {}};
  for (const PlanRule& rule : plan.rules) {
    const RuleId id(rule.kind, rule.key);
    Versions& versions = out.rules[id];
    if (versions.empty()) out.order.push_back(id);
    versions.push_back(&rule);
  }
  for (auto& [id, versions] : out.rules) {
    std::stable_sort(versions.begin(), versions.end(),
                     [](const PlanRule* a, const PlanRule* b) { return a->version < b->version; });
    const auto twice = [](const PlanRule* a, const PlanRule* b) {
      return a->version == b->version;
    };
    versions.erase(std::unique(versions.begin(), versions.end(), twice), versions.end());
  }
  return out;
}

void keep_what_typewriter_has(const Side& typewriter, Side& side) {
  std::erase_if(side.order, [](const RuleId& id) { return id.first != PlanRuleKind::kTrack; });
  std::erase_if(side.rules,
                [](const auto& one) { return one.first.first != PlanRuleKind::kTrack; });
  const bool lists_versions = std::any_of(typewriter.rules.begin(), typewriter.rules.end(),
                                          [](const auto& one) { return one.second.size() > 1; });
  if (lists_versions) return;
  for (auto& [id, versions] : side.rules) versions.erase(versions.begin(), versions.end() - 1);
}

}  // namespace specgate
