// specgate plan COMMAND: each command is one file, lint/commands/plan_NAME_command.cc, that tells
// CLI11 its flags and yields what to run. A new one is that file, its line in lint/CMakeLists.txt and
// its line here.
#pragma once

#include <functional>

#include "lint/commands/command.h"

namespace CLI {
class App;
}

namespace specgate {

#define SPECGATE_PLAN_COMMANDS(X) \
  X(breaking)                      \
  X(diff)

struct PlanCommand {
  CLI::App* app;              // the subcommand, owned by the program
  std::function<int()> run;   // after the flags were read; the exit code
};

#define X(name) PlanCommand add_plan_##name(CLI::App& plan);
SPECGATE_PLAN_COMMANDS(X)
#undef X

}  // namespace specgate
