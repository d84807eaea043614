// specgate lint: files in, report out.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lint/commands/command.h"
#include "lint/commands/tell_coverage.h"
#include "lint/lint.h"

namespace specgate {

class Command;

// The command line and the environment, as given; empty where nothing was.
struct LintArguments {
  LintOptions options;
  std::vector<std::string> paths;
  std::vector<std::string> formats;  // "stylish", "sarif=out.sarif"
  std::string output, fail_on, colour, stdin_name;
  std::optional<int64_t> max_warnings;
  CoverageRequest coverage;
  std::optional<unsigned> jobs;
  bool quiet = false, statistics = false, exit_zero = false, show_settings = false;
  bool fix = false, diff = false, unsafe_fixes = false;
  bool strict_plan = false;  // what the tracking plan asks and nobody holds is an error
  bool allow_empty = false, only_failures = false, no_progress = false;
  std::vector<Setting> given;  // for --show-settings: "format", "json", "--format"
};

void add_lint(Command& program);  // lint/commands/lint_flags.cc
int lint_command(const LintArguments& arguments);

}  // namespace specgate
