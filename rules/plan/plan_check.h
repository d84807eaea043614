// One call held against the tracking plan: which rules it answers to, what fails, and what the
// policy makes of it. Called by the walk once a call where a plan is in force.
#pragma once

#include <optional>

#include "rules/config/plan_policy.h"
#include "rules/engine/findings.h"
#include "rules/rule.h"
#include "spec/plan/compiled_plan.h"

namespace specgate {

struct PlanInForce {
  const CompiledPlan& plan;
  const PlanPolicy& policy;
};

// Adds violations of the rules/plan/* rules. Nothing is allocated for a call that fits its plan.
void check_plan(const PlanInForce& in_force, const Site& site, Scratch& scratch, Findings& out);

// context.protocols.event_version, of the call or of its batch; 2.0 is 2, 3.2 is none
// (protocols/tracking-plan/create.md).
std::optional<int64_t> event_version(const Batch& batch, const Event& event);

// The rules of the plan that a call answers to, by its name and context.protocols.event_version.
PlanAnswer plan_answer(const CompiledPlan& plan, const Batch& batch, const Event& event);

// What the plan itself says of a member of a call: the name rules leave a planned name alone, and
// the Spec's types give way to the plan's. `renamed`: the event that a track call is about to become, by
// which it then answers to the plan; empty: it stays what it is.
Listing planned_member(const CompiledPlan& plan, const Batch& batch, const Event& event,
                       std::string_view renamed, uint32_t node);

}  // namespace specgate
