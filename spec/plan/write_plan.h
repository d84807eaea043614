// TrackingPlan -> the text of a shape, which parse_plan() reads back with the same meaning.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "spec/plan/tracking_plan.h"
#include "spec/text/result.h"

namespace specgate {

// What the shape has no place for is left out and goes to `lost`, each with the place of its rule.
// A rule that a shape cannot hold at all (COMMON in RudderStack's) is named there once.
std::string plan_in(PlanShape shape, const TrackingPlan& plan, Problems& lost);

// Every shape's name, in the order of PlanShape.
std::vector<std::string_view> plan_shape_names();

}  // namespace specgate
