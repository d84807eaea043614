// The flags that `specgate plan diff` and `specgate plan breaking` share.
#include <CLI/CLI.hpp>

#include "lint/commands/plan_command.h"
#include "lint/commands/plan_compare.h"

namespace specgate {

void add_plan_compare_options(CLI::App& command, PlanCompareArguments& arguments) {
  arguments.command = "plan-" + command.get_name();
  command
      .add_option("--format,-f", arguments.formats,
                  "text (default), json, or a format of lint: github, sarif=FILE, junit=FILE ...")
      ->delimiter(',')
      ->allow_extra_args(false);
  command.add_option("--output,-o", arguments.output, "Write the report to this file")
      ->type_name("FILE");
  command
      .add_option("--allow", arguments.allow,
                  "A change that is all right, and all such below its place")
      ->type_name("RULE:PLACE")
      ->allow_extra_args(false);
  command
      .add_option("--traffic", arguments.traffic,
                  "Captured events: how many of those that passed would fail now")
      ->type_name("FILE")
      ->allow_extra_args(false);
  command.add_option("--config,-c", arguments.config, "This specgate.yaml, none other")
      ->type_name("FILE");
  command.add_flag("--strict-plan", arguments.strict_plan,
                   "Refuse plans that ask what is not held: a pattern, a $ref, a keyword");
  add_partial_plan_flag(command, arguments.partial_plan);
  command.add_flag("--isolated", arguments.isolated, "No specgate.yaml at all");
  command.add_option("--spec", arguments.spec, "A Spec (spec/data/*.yaml) in place of the built-in")
      ->type_name("DIR");
}

}  // namespace specgate
