#include "lint/commands/lint_command.h"

#include <signal.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <thread>

#include "lint/commands/plan_gaps.h"
#include "lint/commands/progress.h"
#include "lint/commands/report_choice.h"
#include "lint/commands/settings_text.h"
#include "lint/commands/tell_coverage.h"
#include "lint/input/paths.h"
#include "lint/report/reporters/human.h"
#include "lint/run/linters.h"
#include "lint/run/run.h"
#include "rules/rules.h"
#include "spec/plan/compiled_plan.h"

namespace specgate {
namespace {

std::atomic<bool> interrupted{false};

// The first Ctrl-C ends the run between two chunks, so that no half-written file is left behind;
// the second ends the program.
void catch_interrupts() {
  struct sigaction action {};
  action.sa_handler = [](int) { interrupted = true; };
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
}

// The words that were given, understood.
struct Choices {
  ReportRequest request;
  std::vector<ReportChoice> reports;
  Severity fail_on = Severity::kError;  // kOff: none
  int64_t max_warnings = -1;
  Colour colour = Colour::kAuto;
};

// "specgate.yaml:7", "default"
std::string origin_of(const Config& config, std::string_view key) {
  const auto found = std::find_if(config.settings.begin(), config.settings.end(),
                                  [&](const Setting& setting) { return setting.key == key; });
  return found == config.settings.end() ? std::string() : found->from;
}

bool choose_formats(const LintArguments& arguments, const Config& config, Choices& out) {
  const bool reads_stdin =
      std::find(arguments.paths.begin(), arguments.paths.end(), "-") != arguments.paths.end();
  ReportRequest& request = out.request;
  request.formats = arguments.formats;
  if (request.formats.empty()) {
    request.formats = config.formats;
    request.from = origin_of(config, "format");
  }
  request.output = arguments.output;
  request.stdout_taken = arguments.diff || (arguments.fix && reads_stdin);
  request.colour = out.colour;
  request.options = {.quiet = arguments.quiet,
                     .statistics = arguments.statistics,
                     .fixing = arguments.fix,
                     .fail_on = out.fail_on};
  Result<std::vector<ReportChoice>> reports = choose_reports(request);
  if (!reports) {
    complain(reports.problems());
    return false;
  }
  out.reports = *std::move(reports);
  return true;
}

bool choose(const LintArguments& arguments, const Config& config, Choices& out) {
  out.fail_on = config.fail_on.value_or(Severity::kError);
  if (!arguments.fail_on.empty()) {
    const std::optional<Severity> fail_on = read_fail_on(arguments.fail_on);
    if (!fail_on) return false;
    out.fail_on = *fail_on;
  }
  out.max_warnings = arguments.max_warnings.value_or(config.max_warnings.value_or(-1));
  const std::optional<Colour> colour = read_colour(arguments.colour);
  if (!colour) return false;
  out.colour = *colour;
  return choose_formats(arguments, config, out);
}

bool sensible(const LintArguments& arguments) {
  if (arguments.fix && arguments.diff) {
    complain("--fix writes and --diff only shows: give one of them");
    return false;
  }
  if (!arguments.options.config.empty() && arguments.options.isolated) {
    complain("--config and --isolated contradict each other");
    return false;
  }
  if (arguments.jobs == 0U) {
    complain("--jobs: 0 workers get nothing done, 1 or more are wanted");
    return false;
  }
  const auto& paths = arguments.paths;
  if (std::count(paths.begin(), paths.end(), "-") > 1) {
    complain("\"-\": standard input can be read once only");
    return false;
  }
  return true;
}

FixMode fix_mode(const LintArguments& arguments) {
  if (!arguments.fix && !arguments.diff) return FixMode::kNone;
  return arguments.unsafe_fixes ? FixMode::kAll : FixMode::kSafeOnly;
}

uint64_t total_size(const std::vector<std::string>& files) {
  uint64_t total = 0;
  for (const std::string& file : files) {
    std::error_code error;
    const uintmax_t size = std::filesystem::file_size(file, error);
    if (!error) total += size;
  }
  return total;
}

struct Outcome {
  RunResult result;
  bool short_of_terms = false;  // of coverage
};

// Was all that was found something else than events?
bool is_of_none(const Summary& summary) {
  return std::ranges::all_of(summary.by_rule, [](const auto& entry) {
    return entry.first == &rules::not_events || entry.first == &rules::body_not_recorded;
  });
}

// What was read but could not be understood is a finding, not nothing.
bool read_nothing(const LintArguments& arguments, const Summary& summary) {
  if (summary.events != 0 || arguments.allow_empty) return false;
  return summary.errors == 0 || is_of_none(summary);
}

int exit_code(const LintArguments& arguments, const Choices& choices, const Outcome& outcome) {
  const RunResult& result = outcome.result;
  const Summary& summary = result.summary;
  if (interrupted) return kInterrupted;
  if (result.failed) return kCannot;
  if (read_nothing(arguments, summary)) {
    complain("no event was read (--allow-empty if that is all right)");
    return kCannot;
  }
  if (arguments.exit_zero) return kClean;
  if (arguments.diff && result.changed) return kFindings;
  if (summary.at_least(choices.fail_on) != 0 || outcome.short_of_terms) return kFindings;
  const bool too_many =
      choices.max_warnings >= 0 && summary.warnings > static_cast<uint64_t>(choices.max_warnings);
  if (too_many) {
    complain(count_of(summary.warnings, "warning") + (summary.warnings == 1 ? " is" : " are") +
             " more than --max-warnings " + std::to_string(choices.max_warnings));
  }
  return too_many ? kFindings : kClean;
}

RunOptions run_options(const LintArguments& arguments, const Choices& choices, FoundPaths found) {
  RunOptions options;
  options.files = std::move(found.files);
  options.named = std::move(found.named);
  options.skipped = std::move(found.skipped);
  options.allow_empty = arguments.allow_empty;
  options.stdin_name = arguments.stdin_name;
  options.jobs = arguments.jobs.value_or(std::max(1U, std::thread::hardware_concurrency()));
  options.fix = fix_mode(arguments);
  options.cover = arguments.coverage.wanted();
  options.diff = arguments.diff;
  if (arguments.only_failures && choices.fail_on != Severity::kOff) options.least = choices.fail_on;
  return options;
}

// Where a table for people may go without spoiling a report for programs.
std::FILE* table_stream(const Choices& choices) {
  const auto for_programs = [](const ReportChoice& report) {
    return report.where == ReportChoice::Where::kMain && report.format != "stylish" &&
           report.format != "text";
  };
  const bool taken = choices.request.stdout_taken ||
                     std::any_of(choices.reports.begin(), choices.reports.end(), for_programs);
  return taken ? stderr : stdout;
}

int run(const LintArguments& arguments, const Choices& choices, Linters& linters,
        const Linter& first, FoundPaths found) {
  std::optional<Reports> reports = open_reports(choices.request, choices.reports);
  if (!reports) return kCannot;
  Progress progress(!arguments.no_progress, total_size(found.files));
  for (const std::string& folder : found.empty) {
    if (!arguments.allow_empty) found.problems.push_back({folder, 0, 0, "no event was read: no file in it holds any"});
  }
  const bool all_found = found.problems.empty();
  const CompiledPlan* const plan = first.config().rules.tracking_plan.get();
  const auto problem = [&](const Problem& each) {
    progress.erase();
    complain(each.text());
  };
  for (const Problem& each : found.problems) problem(each);
  catch_interrupts();
  const RunPorts ports{[&](const std::string& file) { return linters.for_file(file); },
                       *reports,
                       stdout,
                       problem,
                       [&] { progress.erase(); },
                       [&](uint64_t done) { progress.show(done); },
                       interrupted,
                       [&](const RunResult& result) {
                         return all_found && !interrupted && !read_nothing(arguments, result.summary) &&
                                unmet(result.coverage, plan, arguments.coverage.terms).empty();
                       }};
  Outcome outcome;
  RunOptions options = run_options(arguments, choices, std::move(found));
  options.integration_set = !first.config().rules.settings.integration_name.empty();
  outcome.result = run_lint(options, ports);
  progress.erase();
  const Coverage& coverage = outcome.result.coverage;
  outcome.result.failed |= !all_found;
  outcome.result.failed |= !tell_coverage(arguments.coverage, coverage, plan, table_stream(choices));
  outcome.short_of_terms = falls_short(arguments.coverage, coverage, plan);
  return exit_code(arguments, choices, outcome);
}

void mention_expired(const Config& config) {
  for (const Ignore* ignore : expired_ignores(config.rules)) {
    complain(
        Problem{ignore->file, ignore->line, 0, "this ignore entry expired on " + ignore->expires}
            .text());
  }
}

// What the tracking plan says that nobody can check. `specgate plan lint` tells the same.
bool holds_plan(const LintArguments& arguments, const Config& config) {
  if (config.rules.tracking_plan == nullptr) return true;
  return tell_gaps(*config.rules.tracking_plan,
                   arguments.strict_plan ? PlanHold::kStrict : PlanHold::kLoose);
}

bool lacks_plan(const CoverageRequest& request, const Config& config) {
  if (!request.needs_plan() || config.rules.tracking_plan != nullptr) return false;
  complain("coverage is that of a tracking plan: give one with --plan, or `plan` in specgate.yaml");
  return true;
}

}  // namespace

int lint_command(const LintArguments& arguments) {
  if (!sensible(arguments)) return kCannot;
  Linters linters(arguments.options);
  std::vector<std::string> paths = arguments.paths;
  if (paths.empty()) paths.push_back(".");
  const std::string first = paths[0] == "-" ? arguments.stdin_name : paths[0];
  const Result<const Linter*> linter = linters.for_file(first.empty() ? "." : first);
  if (!linter) {
    complain(linter.problems());
    return kCannot;
  }
  const Config& config = (*linter)->config();
  Choices choices;
  if (!choose(arguments, config, choices)) return kCannot;
  if (arguments.show_settings) {
    const std::string text = settings_text(config, arguments.given);
    std::fwrite(text.data(), 1, text.size(), stdout);
    return kClean;
  }
  if (lacks_plan(arguments.coverage, config)) return kCannot;
  mention_expired(config);
  if (!holds_plan(arguments, config)) return kCannot;
  return run(arguments, choices, linters, **linter, expand_paths(paths, config.exclude));
}

}  // namespace specgate
