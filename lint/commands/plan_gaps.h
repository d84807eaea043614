// What a tracking plan asks and nobody holds, and what is read as not everybody would: told by every
// command that takes a plan.
#pragma once

#include <cstdint>

#include "spec/plan/compiled_plan.h"

namespace specgate {

enum class PlanHold : uint8_t {
  kLoose,
  kStrict,  // --strict-plan: what is not held is an error
};

// On standard error, a line each. False where the plan is to be refused.
bool tell_gaps(const CompiledPlan& plan, PlanHold hold);
// Likewise, of a plan that has been read only.
bool tell_gaps(const TrackingPlan& plan, PlanHold hold);

}  // namespace specgate
