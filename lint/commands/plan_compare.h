// What `plan diff` and `plan breaking` share: their flags, reading two plans, telling the changes.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lint/commands/command.h"
#include "lint/plan/plan_ref.h"
#include "lint/plan/plan_report.h"
#include "rules/config/plan_allow.h"

namespace specgate {

class Command;

struct PlanCompareArguments {
  std::string before, after;
  std::vector<std::string> formats, allow, traffic;
  std::string output, colour, spec;
  PlanSide side = PlanSide::kBoth;
  std::string config;                    // a specgate.yaml; empty: discovered
  bool strict_plan = false;              // refuse plans that ask what nobody holds
  PartialPlan partial_plan = PartialPlan::kRefused;  // allowed: here or in the configuration
  bool isolated = false;                 // no configuration file at all
  std::string command;                   // "plan-diff", "plan-breaking": for reports
};

void add_plan_compare_options(Command& command, PlanCompareArguments& arguments);

// Nothing where it could not be done: that has been complained about. The report has been printed.
std::optional<PlanReport> compare_plans(const PlanCompareArguments& arguments);

}  // namespace specgate
