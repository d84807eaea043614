// specgate plan COMMAND: each command is one file, lint/commands/plan_<name>_command.cc, that has its
// flags and what to run. A new one is that file, its line in lint/CMakeLists.txt and its line here.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "lint/commands/command.h"
#include "spec/plan/read_plan.h"
#include "spec/plan/tracking_plan.h"

namespace specgate {

class Command;

#define SPECGATE_PLAN_COMMANDS(X) \
  X(breaking)                     \
  X(convert)                      \
  X(diff)                         \
  X(docs)                         \
  X(infer)                        \
  X(lint)

void add_plan(Command& program);

#define X(name) void add_plan_##name(Command& plan);
SPECGATE_PLAN_COMMANDS(X)
#undef X

// The plan of a file ("-": standard input). Its problems, notes and unknown keys are on stderr; none
// after a problem.
std::optional<TrackingPlan> plan_of_file(const std::string& path, PartialPlan partial);

// --allow-partial-plan, of every command that takes a plan.
void add_partial_plan_flag(Command& command, PartialPlan& partial);

// To standard output where `path` is empty or "-", else to the file, at once. The exit code.
int put_text(const std::string& path, std::string_view text);

}  // namespace specgate
