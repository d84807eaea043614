#include "rules/plan_quality/content/versions.h"

#include <algorithm>
#include <map>

#include "rules/plan_quality/plan_lint.h"

namespace specgate {

std::vector<Versions> versions_of(const TrackingPlan& plan) {
  std::map<std::pair<PlanRuleKind, std::string_view>, Versions> by_name;
  for (const PlanRule& rule : plan.rules) by_name[{rule.kind, rule.key}].push_back(&rule);
  std::vector<Versions> out;
  for (auto& [name, versions] : by_name) {
    std::sort(versions.begin(), versions.end(),
              [](const PlanRule* a, const PlanRule* b) { return a->version < b->version; });
    out.push_back(std::move(versions));
  }
  return out;
}

std::string quoted_title(const PlanRule& rule) {
  std::string out(name_of(rule.kind));
  return rule.key.empty() ? out : out + ' ' + quoted_key(rule.key);
}

}  // namespace specgate
