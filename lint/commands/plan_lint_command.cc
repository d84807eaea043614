// specgate plan lint FILE...: what is wrong with a tracking plan itself.
#include <algorithm>
#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "lint/commands/command_line.h"
#include "lint/commands/numbers.h"
#include "lint/commands/plan_command.h"
#include "lint/commands/plan_gaps.h"
#include "lint/commands/report_choice.h"
#include "lint/report/reporters/human.h"
#include "lint/run/linters.h"
#include "rules/plan_quality/plan_lint.h"
#include "spec/plan/read_plan.h"

namespace specgate {
namespace {

constexpr const char* kNotes = R"(
What it reads:
  Segment's Public API and Config API, Typewriter's plan.json, the CSV of Segment's app, Terraform,
  RudderStack and the short YAML, told apart by what they hold; - is standard input. No FILE means
  the `plan` of specgate.yaml. Rules are TPL101 and up ("specgate explain TPL"); "x-specgate-ignore"
  beside a schema, and `ignore` in specgate.yaml, silence them.

Exit status:
  0  no finding at or above --fail-on (default: error)
  1  there is one, or more warnings than --max-warnings
  2  could not do the job: usage, configuration, a file that is no plan

Environment (a flag wins over it, it wins over the file):
  SPECGATE_CONFIG, SPECGATE_PROFILE, SPECGATE_FORMAT, SPECGATE_SELECT, SPECGATE_IGNORE,
  SPECGATE_FAIL_ON, SPECGATE_MAX_WARNINGS, SPECGATE_SPEC, SPECGATE_COLOR; NO_COLOR, FORCE_COLOR

Examples:
  specgate plan lint plan.json
  specgate plan lint --profile strict --format sarif=plan.sarif plan.csv
  specgate plan lint --select TPL3 --fail-on warning plans/*.json
)";

struct Arguments {
  LintOptions options;
  std::vector<std::string> paths, formats;
  std::string output, fail_on, colour, stdin_name;
  std::optional<int64_t> max_warnings;
  bool strict_plan = false;
  bool quiet = false, statistics = false, exit_zero = false, only_failures = false;
};

Option list_of(Option option) { return option.split_at(',').one_word(Option::Dots::kHidden); }

void add_report_options(Command& command, Arguments& out) {
  list_of(command.option("--format,-f", out.formats,
                         "A format of `lint`, stylish by default; again, with =FILE, for one more"))
      .type_name("FORMAT[=FILE]")
      .environment("SPECGATE_FORMAT");
  command.option("--output,-o", out.output, "Write the report to this file").type_name("FILE");
  command.flag("--quiet,-q", out.quiet, "Findings only, no summary");
  command.flag("--display-only-failures,-D", out.only_failures,
               "Print only findings at or above --fail-on");
  command.flag("--statistics", out.statistics, "Count findings by rule");
  command.option("--color", out.colour, "auto (default), always or never")
      .environment("SPECGATE_COLOR");
  command.option("--fail-on,--fail-severity", out.fail_on,
                 "Exit 1 from this severity on: error (default), warning, info or none")
      .environment("SPECGATE_FAIL_ON");
  command.option("--max-warnings", out.max_warnings, "Exit 1 if there are more warnings")
      .check(whole_number(0))
      .environment("SPECGATE_MAX_WARNINGS");
  command.flag("--exit-zero", out.exit_zero, "Exit 0 whatever is found");
  command.option("--stdin-filename", out.stdin_name, "What to call standard input")
      .type_name("NAME");
}

void add_rule_options(Command& command, LintOptions& out) {
  command.option("--profile", out.profile, "minimal, recommended (default), partner or strict")
      .environment("SPECGATE_PROFILE");
  command.option("--config,-c", out.config, "This specgate.yaml, none other")
      .type_name("FILE")
      .environment("SPECGATE_CONFIG");
  command.flag("--isolated", out.isolated, "No specgate.yaml at all");
  command.option("--spec", out.spec, "A Spec (spec/data/*.yaml) in place of the built-in")
      .type_name("DIR")
      .environment("SPECGATE_SPEC");
  const auto rules = [&](const char* flag, std::vector<std::string>& list, const char* about) {
    return list_of(command.option(flag, list, about)).type_name("RULE,...");
  };
  rules("--select", out.select, "Only these rules: ids, prefixes, names, ALL")
      .environment("SPECGATE_SELECT");
  rules("--extend-select", out.extend_select, "These rules as well");
  rules("--ignore", out.ignore, "All but these rules").environment("SPECGATE_IGNORE");
}

std::string name_of(const Arguments& arguments, const std::string& path) {
  if (path != "-") return path;
  return arguments.stdin_name.empty() ? "<stdin>" : arguments.stdin_name;
}

std::string format_origin(const Config& config) {
  for (const Setting& setting : config.settings) {
    if (setting.key == "format") return setting.from;
  }
  return {};
}

// One run over some plans.
class PlanLint {
 public:
  explicit PlanLint(Arguments arguments)
      : arguments_(std::move(arguments)), linters_(arguments_.options) {
    summary_.unit = "rule";
  }

  int run() {
    const auto start = std::chrono::steady_clock::now();
    if (!prepare()) return kCannot;
    std::optional<Reports> reports = open_reports(request_, choices_);
    if (!reports) return kCannot;
    reports->head();
    for (const std::string& path : arguments_.paths) failed_ |= !lint(path, *reports);
    summary_.seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    summary_.sort();
    summary_.failed = failed_ || !held_;
    reports->tail(summary_);
    const Problems problems = reports->take_problems();
    complain(problems);
    return failed_ || !problems.empty() ? kCannot : verdict();
  }

 private:
  // The configuration that settles the run: of the first file.
  bool prepare() {
    if (!arguments_.options.config.empty() && arguments_.options.isolated) {
      complain("--config and --isolated contradict each other");
      return false;
    }
    const bool none = arguments_.paths.empty();
    const std::string first = none || arguments_.paths[0] == "-" ? "." : arguments_.paths[0];
    const Result<const Linter*> linter = linters_.for_file(first);
    if (!linter) {
      complain(linter.problems());
      return false;
    }
    const Config& config = (*linter)->config();
    if (none && !config.plan.empty()) arguments_.paths.push_back(config.plan);
    if (arguments_.paths.empty()) {
      complain("which plan? Give a FILE, or `plan` in specgate.yaml");
      return false;
    }
    return choose(config);
  }

  bool choose(const Config& config) {
    fail_on_ = config.fail_on.value_or(Severity::kError);
    if (!arguments_.fail_on.empty()) {
      const std::optional<Severity> given = read_fail_on(arguments_.fail_on);
      if (!given) return false;
      fail_on_ = *given;
    }
    max_warnings_ = arguments_.max_warnings.value_or(config.max_warnings.value_or(-1));
    const std::optional<Colour> colour = read_colour(arguments_.colour);
    if (!colour) return false;
    request_.formats = arguments_.formats;
    if (request_.formats.empty()) {
      request_.formats = config.formats;
      request_.from = format_origin(config);
    }
    request_.output = arguments_.output;
    request_.colour = *colour;
    request_.options = {.quiet = arguments_.quiet,
                        .statistics = arguments_.statistics,
                        .fail_on = fail_on_,
                        .command = "plan-lint"};
    Result<std::vector<ReportChoice>> choices = choose_reports(request_);
    if (!choices) {
      complain(choices.problems());
      return false;
    }
    choices_ = *std::move(choices);
    return true;
  }

  // False where the file cannot be read as a plan; that has been complained about.
  bool lint(const std::string& path, Reports& reports) {
    const std::string name = name_of(arguments_, path);
    const Result<const Linter*> linter = linters_.for_file(path == "-" ? "." : path);
    const Result<std::string> text = read_plan_file(path);
    if (!linter || !text) {
      complain(linter ? text.problems() : linter.problems());
      return false;
    }
    PlanReadTerms terms;
    terms.partial =
        std::max(arguments_.options.partial_plan, (*linter)->config().partial_plan);
    const Result<TrackingPlan> plan = parse_plan(name, *text, (*linter)->spec(), terms);
    if (!plan) {
      complain(plan.problems());
      return false;
    }
    for (const Problem& note : plan->notes) complain("warning: " + note.text());
    if (plan->rules.empty()) {
      complain(Problem{name, 0, 0, "the plan has no rule, so that there is nothing to judge"}.text());
      return false;
    }
    if (arguments_.strict_plan) held_ = tell_gaps(*plan, PlanHold::kStrict) && held_;
    RuleConfig config = (*linter)->config().rules;
    std::error_code error;
    config.file = std::filesystem::absolute(name, error).lexically_normal().string();
    report(name, *text, lint_plan(*plan, (*linter)->spec(), config), reports);
    ++summary_.files;
    summary_.events += plan->rules.size();
    summary_.bytes += text->size();
    return true;
  }

  void report(const std::string& name, std::string_view text, std::vector<Finding> findings,
              Reports& reports) {
    for (const Finding& finding : findings) summary_.count(finding);
    if (arguments_.only_failures && fail_on_ != Severity::kOff) {
      std::erase_if(findings, [&](const Finding& each) { return each.severity < fail_on_; });
    }
    reports.whole_file(name, text, findings);
  }

  int verdict() const {
    if (arguments_.exit_zero) return kClean;
    if (!held_) return kFindings;
    if (summary_.at_least(fail_on_) != 0) return kFindings;
    const bool too_many =
        max_warnings_ >= 0 && summary_.warnings > static_cast<uint64_t>(max_warnings_);
    if (!too_many) return kClean;
    complain(count_of(summary_.warnings, "warning") + (summary_.warnings == 1 ? " is" : " are") +
             " more than --max-warnings " + std::to_string(max_warnings_));
    return kFindings;
  }

  Arguments arguments_;
  Linters linters_;
  Severity fail_on_ = Severity::kError;  // kOff: none
  int64_t max_warnings_ = -1;
  ReportRequest request_;
  std::vector<ReportChoice> choices_;
  Summary summary_;
  bool failed_ = false;
  bool held_ = true;  // --strict-plan: every plan is held whole
};

}  // namespace

void add_plan_lint(Command& plan) {
  Command& command = plan.command("lint", "Check tracking plans themselves");
  command.footer(kNotes);
  const auto arguments = std::make_shared<Arguments>();
  arguments->options.without_plan = true;  // plans are what is judged, not what judges
  command.option("FILE", arguments->paths, "Tracking plans, or - for standard input");
  command.flag("--strict-plan", arguments->strict_plan,
               "Exit 1 where a plan asks what is not held: a pattern, a $ref, a keyword");
  add_partial_plan_flag(command, arguments->options.partial_plan);
  add_report_options(command, *arguments);
  add_rule_options(command, arguments->options);
  command.run([arguments] { return PlanLint(*arguments).run(); });
}

}  // namespace specgate
