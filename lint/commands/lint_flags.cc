// The flags of `specgate lint`, and its help.
#include <memory>

#include "lint/commands/command_line.h"
#include "lint/commands/lint_command.h"
#include "lint/commands/numbers.h"
#include "lint/commands/plan_command.h"
#include "lint/report/reporter.h"
#include "rules/config/config.h"

namespace specgate {
namespace {

constexpr const char* kLintNotes = R"(
What it reads:
  JSON documents (a call, an array, {"batch": [...]}, a captured request
  {method, path, headers, body}), JSON Lines, and gzip of these; HAR, journals of
  WireMock and mitmproxy, messages of SQS, Kinesis and EventBridge, {"events": [...]}.
  A directory means its *.json, *.jsonl, *.ndjson, *.har, their .gz and other gzip
  of JSON, without what .gitignore excludes; no PATH means the current directory.
  Columns and bytes count bytes: columns and lines from 1, bytes and events from 0.

Exit status:
  0  no finding at or above --fail-on (default: error)
  1  there is one, or more warnings than --max-warnings, or --diff would change something
  2  could not do the job: usage, configuration, unreadable file, no event read
     (in all, or in a file that was named) and no mistake found in it: broken JSON
     is a finding, so 1; a run of nothing but RUN103 and RUN104 (no calls) is 2
  130  interrupted

Environment (a flag wins over it, it wins over the file):
  SPECGATE_CONFIG, SPECGATE_PROFILE, SPECGATE_FORMAT, SPECGATE_SELECT, SPECGATE_IGNORE,
  SPECGATE_FAIL_ON, SPECGATE_MAX_WARNINGS, SPECGATE_JOBS, SPECGATE_SOURCE, SPECGATE_SPEC,
  SPECGATE_COLOR; NO_COLOR, FORCE_COLOR, COLUMNS

Examples:
  specgate lint events.jsonl
  specgate lint --profile partner --format jsonl captured/ > findings.jsonl
  specgate lint --diff events.jsonl | patch -p0
  specgate lint --fix events.jsonl
  curl -s localhost/events | specgate lint --stdin-filename events.json -
  specgate lint --select NAM,EVT --ignore NAM106 --statistics --quiet logs/*.jsonl.gz
)";

using Dots = Option::Dots;

void add_report_options(Command& lint, LintArguments& out) {
  lint.option("--format,-f", out.formats,
              "A format of those below, stylish by default; again, with =FILE, for one more report")
      .split_at(',')
      .one_word(Dots::kHidden)
      .type_name("FORMAT[=FILE]")
      .also_from("SPECGATE_FORMAT");
  lint.option("--output,-o", out.output, "Write the report to this file").type_name("FILE");
  lint.flag("--quiet,-q", out.quiet, "Findings only, no summary (ESLint's means errors only)");
  lint.flag("--display-only-failures,-D", out.only_failures,
            "Print only findings at or above --fail-on");
  lint.flag("--statistics", out.statistics, "Count findings by rule");
  lint.option("--color", out.colour, "auto (default), always or never").also_from("SPECGATE_COLOR");
  lint.flag("--no-progress", out.no_progress, "No progress on a terminal");
  lint.option("--fail-on,--fail-severity", out.fail_on,
              "Exit 1 from this severity on: error (default), warning, info or none")
      .also_from("SPECGATE_FAIL_ON");
  lint.option("--max-warnings", out.max_warnings, "Exit 1 if there are more warnings")
      .check(whole_number(0))
      .also_from("SPECGATE_MAX_WARNINGS");
  lint.flag("--exit-zero", out.exit_zero, "Exit 0 whatever is found");
  lint.flag("--allow-empty", out.allow_empty, "Exit 0 although no event was read");
}

// "--select NAM,EVT" and "--select NAM --select EVT"; a PATH after it is not taken for a rule.
Option list_of_rules(Option option) {
  return option.split_at(',').one_word(Dots::kHidden).type_name("RULE,...");
}

void add_rule_options(Command& lint, LintArguments& out) {
  LintOptions& options = out.options;
  lint.option("--profile", options.profile, "minimal, recommended (default), partner or strict")
      .also_from("SPECGATE_PROFILE");
  lint.option("--config,-c", options.config, "This specgate.yaml, none other")
      .type_name("FILE")
      .also_from("SPECGATE_CONFIG");
  lint.option("--plan", options.plan, "Hold events against this tracking plan")
      .type_name("FILE")
      .also_from("SPECGATE_PLAN");
  lint.flag("--strict-plan", out.strict_plan,
            "Refuse a plan that asks what is not held: a pattern, a $ref, a keyword");
  add_partial_plan_flag(lint, options.partial_plan);
  lint.flag("--isolated", options.isolated, "No specgate.yaml at all");
  lint.flag("--show-settings", out.show_settings, "Print each setting and where it comes from");
  lint.option("--spec", options.spec, "A Spec (spec/data/*.yaml) in place of the built-in")
      .type_name("DIR")
      .also_from("SPECGATE_SPEC");
  lint.option("--source", options.source, "Name of the source the events come from")
      .also_from("SPECGATE_SOURCE");
  list_of_rules(lint.option("--select", options.select, "Only these rules: ids, prefixes, names, ALL"))
      .also_from("SPECGATE_SELECT");
  list_of_rules(lint.option("--extend-select", options.extend_select, "These rules as well"));
  list_of_rules(lint.option("--ignore", options.ignore, "All but these rules"))
      .also_from("SPECGATE_IGNORE");
}

void add_fix_options(Command& lint, LintArguments& out) {
  lint.flag("--fix", out.fix,
            "Do the safe fixes; files are replaced at once, - goes to standard output");
  lint.flag("--diff", out.diff,
            "Print what --fix would change, change nothing; other findings go to standard error");
  lint.flag("--unsafe-fixes", out.unsafe_fixes, "With --fix or --diff: the unsafe fixes too");
}

void add_coverage_options(Command& lint, CoverageRequest& out) {
  lint.flag("--coverage", out.table,
            "Print which of the tracking plan was seen, and which never");
  lint.option("--coverage-output", out.output, "The same as JSON, into this file").type_name("FILE");
  lint.option("--require-event", out.terms.required_events, "Exit 1 if this event was not seen")
      .one_word(Dots::kHidden)
      .type_name("NAME");
  lint.option("--min-events", out.terms.least_events, "Exit 1 if fewer events were read")
      .check(whole_number(0))
      .type_name("N");
  lint.option("--fail-on-coverage-below", out.terms.least_share,
              "Exit 1 if less of the planned events was seen")
      .check(number_between(0, 100))
      .type_name("PERCENT");
}

void add_run_options(Command& lint, LintArguments& out) {
  lint.option("--jobs,-j", out.jobs, "Workers, at most 5 (default: one a core)")
      .check(whole_number(0))
      .also_from("SPECGATE_JOBS");
  lint.option("--stdin-filename", out.stdin_name, "What to call standard input").type_name("NAME");
}

}  // namespace

void add_lint(Command& program) {
  Command& lint = program.command("lint", "Check event files, report what is wrong, fix it");
  const auto arguments = std::make_shared<LintArguments>();
  lint.footer("\nFormats:\n" + report_formats_text() + kLintNotes);
  lint.option("PATH", arguments->paths, "Files, directories, globs, or - for standard input");
  add_report_options(lint, *arguments);
  add_rule_options(lint, *arguments);
  add_fix_options(lint, *arguments);
  add_coverage_options(lint, arguments->coverage);
  add_run_options(lint, *arguments);
  lint.run([arguments, &lint] {
    arguments->given = lint.given();
    return lint_command(*arguments);
  });
}

}  // namespace specgate
