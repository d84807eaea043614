// The rules about what changed between two versions of a tracking plan: one for each kind of
// change, so that reports, docs and exceptions name it as they name all others. They look at plans,
// never at events, and so stand in no profile and have no check.
#pragma once

#include <span>
#include <string_view>

#include "rules/rule.h"
#include "spec/plan/diff/plan_change.h"

namespace specgate {

const Rule& rule_of(PlanChangeKind kind);
std::span<const Rule> plan_change_rules();  // in the order of SPECGATE_PLAN_CHANGES
const Rule* find_plan_change_rule(std::string_view id_or_name);

}  // namespace specgate
