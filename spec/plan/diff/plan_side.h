// A plan as plan_diff.h looks at it: its rules by kind and name, the versions of each together.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "spec/plan/tracking_plan.h"

namespace specgate {

using RuleId = std::pair<PlanRuleKind, std::string>;

// The versions of one event or rule, the oldest first.
using Versions = std::vector<const PlanRule*>;

struct Side {
  const TrackingPlan& plan;
  std::map<RuleId, Versions> rules;
  std::vector<RuleId> order;

  const Versions* find(const RuleId& id) const {
    const auto at = rules.find(id);
    return at == rules.end() ? nullptr : &at->second;
  }
};

// Views into the plan, which must outlive it.
Side side_of(const TrackingPlan& plan);

// Typewriter's own file has the newest version of each event only, and no other rules: what it cannot
// say is not compared. A file in its shape with several versions of an event lists them all.
void keep_what_typewriter_has(const Side& typewriter, Side& side);

}  // namespace specgate
