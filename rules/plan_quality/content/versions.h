// The versions of each rule of a plan.
#pragma once

#include <string>
#include <vector>

#include "spec/plan/tracking_plan.h"

namespace specgate {

using Versions = std::vector<const PlanRule*>;  // of one kind and name, the oldest first

std::vector<Versions> versions_of(const TrackingPlan& plan);

// `TRACK "Order Completed"`, without the version.
std::string quoted_title(const PlanRule& rule);

}  // namespace specgate
