// Two versions of a tracking plan -> what changed, by meaning: the order of rules and members, the
// spelling of types, lists that are empty or not there, and the shapes of files do not differ.
#pragma once

#include <vector>

#include "spec/catalogue/spec.h"
#include "spec/plan/diff/plan_change.h"
#include "spec/plan/tracking_plan.h"

namespace specgate {

// In the order of the new plan, then what is gone. Empty: both mean the same. `spec` tells what calls
// carry whether a plan lists it or not.
std::vector<PlanChange> diff_plans(const TrackingPlan& before, const TrackingPlan& after,
                                   const Spec& spec);

}  // namespace specgate
