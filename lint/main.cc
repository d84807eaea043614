// specgate: flags and exit codes only; the work is in lint/commands/.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "lint/commands/as_typed.h"
#include "lint/commands/command.h"
#include "lint/commands/completion.h"
#include "lint/commands/lint_command.h"
#include "lint/commands/name_command.h"
#include "lint/commands/numbers.h"
#include "lint/commands/plan_command.h"
#include "lint/commands/proxy_command.h"
#include "lint/commands/rules_command.h"
#include "lint/report/reporter.h"
#include "spec/text/yaml.h"

namespace specgate {
namespace {

constexpr const char* kAbout =
    "Checks analytics events against the Twilio Segment Spec, explains what is wrong, and fixes "
    "it.";

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

constexpr const char* kNotes = R"(
Examples:
  specgate lint events.jsonl          what is wrong, where, and what to do
  specgate lint --fix events.jsonl    do what is safe
  specgate name sign_up               what the Spec calls it
  specgate explain NAM103             why a rule is there
  specgate proxy --upstream URL       judge live traffic (specgate-proxy --help)
"specgate COMMAND --help", or "specgate help COMMAND", tells all about a command.
)";

// An option that the environment may give too.
struct FromEnvironment {
  CLI::Option* option;
  const char* variable;
};

std::string given_value(const CLI::Option& option) {
  std::string value;
  for (const std::string& part : option.results()) value += (value.empty() ? "" : ",") + part;
  return value;
}

// "--fail-on" -> "fail_on": as the configuration spells it.
std::string key_of(const CLI::Option& option) {
  std::string key = option.get_lnames().empty() ? option.get_name() : option.get_lnames()[0];
  std::replace(key.begin(), key.end(), '-', '_');
  return key;
}

// The environment fills in what no flag gave.
void read_environment(const std::vector<FromEnvironment>& options, std::vector<Setting>& given) {
  for (const FromEnvironment& each : options) {
    const std::string value = environment(each.variable);
    if (each.option->count() != 0 || value.empty()) continue;
    each.option->add_result(value);
    each.option->run_callback();
    given.push_back({key_of(*each.option), value, each.variable});
  }
}

// Every flag that was given, but for the paths.
void note_flags(const CLI::App& command, std::vector<Setting>& given) {
  for (const CLI::Option* option : command.get_options()) {
    if (option->count() == 0 || option->get_lnames().empty()) continue;
    given.push_back({key_of(*option), given_value(*option), "--" + option->get_lnames()[0]});
  }
}

bool names_command(const CLI::App& app, const std::vector<std::string>& words) {
  const CLI::App* at = &app;
  try {
    for (const std::string& word : words) at = at->get_subcommand(word);
  } catch (const CLI::OptionNotFound&) {
    return false;
  }
  return true;
}

// "help plan diff" and "version" are what people try first, and mean the flags.
std::vector<std::string> as_flags(const CLI::App& app, std::vector<std::string> words) {
  if (words.empty()) return words;
  if (words[0] == "version") words[0] = "--version";
  if (words[0] != "help") return words;
  words.erase(words.begin());
  if (names_command(app, words)) words.emplace_back("--help");  // else it is said what they name
  return words;
}

class Program {
 public:
  Program() : app_(kAbout, "specgate") {
    app_.set_version_flag("--version,-V", "specgate " SPECGATE_VERSION);
    app_.footer(kNotes);
    app_.require_subcommand(0, 1);
    add_lint();
    add_rules();
    add_explain();
    add_name();
    add_plan();
    add_completion();
    take_marks_away(app_);
  }

  int run(std::vector<std::string> words) {
    words = as_flags(app_, std::move(words));
    mark_brackets(words);
    std::reverse(words.begin(), words.end());  // as CLI11 wants them
    try {
      app_.parse(std::move(words));
      note_flags(*app_.get_subcommand("lint"), lint_.given);
      read_environment(from_environment_, lint_.given);
    } catch (const CLI::Success& success) {  // --help, --version
      return app_.exit(success);
    } catch (const CLI::ExtrasError&) {
      return unknown_words();
    } catch (const CLI::ParseError& error) {
      complain(error.what());
      return hint();
    }
    return dispatch();
  }

 private:
  int dispatch() {
    if (app_.got_subcommand("lint")) return lint_command(lint_);
    if (app_.got_subcommand("rules")) return rules_command(rules_);
    if (app_.got_subcommand("explain")) return explain_command(explained_);
    if (app_.got_subcommand("name")) return name_command(name_);
    if (app_.got_subcommand("completion")) return complete();
    for (const PlanCommand& each : plan_) {
      if (each.app->parsed()) return each.run();
    }
    const CLI::App& app = *used();
    const bool below = app.get_parent() != nullptr;  // its usage line begins with the program, too
    std::fputs(app.help(below ? name_of(*app.get_parent()) : "").c_str(), stderr);
    return kCannot;
  }

  // The command that was named, as deep as it goes: `plan convert`.
  CLI::App* used() {
    CLI::App* app = &app_;
    while (!app->get_subcommands().empty()) app = app->get_subcommands()[0];
    return app;
  }

  // "specgate plan convert"
  static std::string name_of(const CLI::App& command) {
    std::string name;
    for (const CLI::App* app = &command; app != nullptr; app = app->get_parent()) {
      name = app->get_name() + (name.empty() ? "" : " ") + name;
    }
    return name;
  }

  int hint() {
    std::fprintf(stderr, "See \"%s --help\".\n", name_of(*used()).c_str());
    return kCannot;
  }

  // "unknown option --profle, did you mean --profile?"
  int unknown_words() {
    std::vector<std::string> known = words_of_command(*used());
    const std::vector<std::string_view> views(known.begin(), known.end());
    for (const std::string& marked : app_.remaining(true)) {
      const std::string word = as_typed(marked);
      const std::string flag = word.substr(0, word.find('='));
      std::string message = (word[0] == '-' ? "unknown option " : "unknown command ") + flag;
      const std::string_view near = nearest(flag, views);
      if (!near.empty()) message.append(", did you mean ").append(near).append("?");
      complain(message);
    }
    return hint();
  }

  static std::vector<std::string> words_of_command(const CLI::App& command) {
    std::vector<std::string> words;
    for (const CLI::App* each : command.get_subcommands(nullptr)) words.push_back(each->get_name());
    for (const CLI::Option* option : command.get_options()) {
      for (const std::string& name : option->get_lnames()) words.push_back("--" + name);
    }
    return words;
  }

  int complete() {
    std::vector<CommandWords> commands;
    for (const PlanCommand& each : plan_) {
      commands.push_back({"plan " + each.app->get_name(), each.app->get_description(),
                          words_of_command(*each.app)});
    }
    for (const CLI::App* each : app_.get_subcommands(nullptr)) {
      commands.push_back({each->get_name(), each->get_description(), words_of_command(*each)});
    }
    commands.push_back({"", kAbout, words_of_command(app_)});
    const std::vector<std::string_view> formats = report_formats();
    for (CommandWords& command : commands) {
      if (command.name != "lint") continue;
      command.flags.push_back({"--format", "-f", {formats.begin(), formats.end()}});
    }
    const std::string script = completion_script(shell_, commands);
    if (script.empty()) {
      complain(no_such("completion", "shell", shell_, completion_shells()));
      return kCannot;
    }
    std::fwrite(script.data(), 1, script.size(), stdout);
    return kClean;
  }

  void add_lint() {
    CLI::App& lint =
        *app_.add_subcommand("lint", "Check event files, report what is wrong, fix it");
    lint.footer("\nFormats:\n" + report_formats_text() + kLintNotes);
    lint.add_option("PATH", lint_.paths, "Files, directories, globs, or - for standard input");
    add_report_options(lint);
    add_rule_options(lint);
    add_fix_options(lint);
    add_coverage_options(lint);
    add_run_options(lint);
  }

  // The option, with its environment variable.
  void also_from(CLI::Option* option, const char* variable) {
    from_environment_.push_back({option, variable});
  }

  void add_report_options(CLI::App& lint) {
    auto* format = lint.add_option(
        "--format,-f", lint_.formats,
        "A format of those below, stylish by default; again, with =FILE, for one more report");
    also_from(list_of(format)->type_name("FORMAT[=FILE]"), "SPECGATE_FORMAT");
    lint.add_option("--output,-o", lint_.output, "Write the report to this file")
        ->type_name("FILE");
    lint.add_flag("--quiet,-q", lint_.quiet,
                  "Findings only, no summary (ESLint's means errors only)");
    lint.add_flag("--display-only-failures,-D", lint_.only_failures,
                  "Print only findings at or above --fail-on");
    lint.add_flag("--statistics", lint_.statistics, "Count findings by rule");
    auto* colour = lint.add_option("--color", lint_.colour, "auto (default), always or never");
    also_from(colour, "SPECGATE_COLOR");
    lint.add_flag("--no-progress", lint_.no_progress, "No progress on a terminal");
    auto* fail =
        lint.add_option("--fail-on,--fail-severity", lint_.fail_on,
                        "Exit 1 from this severity on: error (default), warning, info or none");
    also_from(fail, "SPECGATE_FAIL_ON");
    auto* most =
        lint.add_option("--max-warnings", lint_.max_warnings, "Exit 1 if there are more warnings");
    also_from(most->check(whole_number(0)), "SPECGATE_MAX_WARNINGS");
    lint.add_flag("--exit-zero", lint_.exit_zero, "Exit 0 whatever is found");
    lint.add_flag("--allow-empty", lint_.allow_empty, "Exit 0 although no event was read");
  }

  void add_rule_options(CLI::App& lint) {
    LintOptions& options = lint_.options;
    auto* profile = lint.add_option("--profile", options.profile,
                                    "minimal, recommended (default), partner or strict");
    also_from(profile, "SPECGATE_PROFILE");
    auto* config = lint.add_option("--config,-c", options.config, "This specgate.yaml, none other");
    also_from(config->type_name("FILE"), "SPECGATE_CONFIG");
    auto* plan = lint.add_option("--plan", options.plan, "Hold events against this tracking plan");
    also_from(plan->type_name("FILE"), "SPECGATE_PLAN");
    lint.add_flag("--strict-plan", lint_.strict_plan,
                  "Refuse a plan that asks what is not held: a pattern, a $ref, a keyword");
    add_partial_plan_flag(lint, options.partial_plan);
    lint.add_flag("--isolated", options.isolated, "No specgate.yaml at all");
    lint.add_flag("--show-settings", lint_.show_settings,
                  "Print each setting and where it comes from");
    auto* spec =
        lint.add_option("--spec", options.spec, "A Spec (spec/data/*.yaml) in place of the built-in");
    also_from(spec->type_name("DIR"), "SPECGATE_SPEC");
    auto* source =
        lint.add_option("--source", options.source, "Name of the source the events come from");
    also_from(source, "SPECGATE_SOURCE");
    auto* select =
        lint.add_option("--select", options.select, "Only these rules: ids, prefixes, names, ALL");
    also_from(list_of_rules(select), "SPECGATE_SELECT");
    list_of_rules(lint.add_option("--extend-select", options.extend_select, "These rules as well"));
    auto* ignore = lint.add_option("--ignore", options.ignore, "All but these rules");
    also_from(list_of_rules(ignore), "SPECGATE_IGNORE");
  }

  // "--select NAM,EVT" and "--select NAM --select EVT"; a PATH after it is not taken for a rule.
  static CLI::Option* list_of_rules(CLI::Option* option) {
    return list_of(option)->type_name("RULE,...");
  }

  static CLI::Option* list_of(CLI::Option* option) {
    return option->delimiter(',')->expected(1)->take_all()->allow_extra_args(false);
  }

  void add_fix_options(CLI::App& lint) {
    lint.add_flag("--fix", lint_.fix,
                  "Do the safe fixes; files are replaced at once, - goes to standard output");
    lint.add_flag(
        "--diff", lint_.diff,
        "Print what --fix would change, change nothing; other findings go to standard error");
    lint.add_flag("--unsafe-fixes", lint_.unsafe_fixes,
                  "With --fix or --diff: the unsafe fixes too");
  }

  void add_coverage_options(CLI::App& lint) {
    lint.add_flag("--coverage", lint_.coverage.table,
                  "Print which of the tracking plan was seen, and which never");
    lint.add_option("--coverage-output", lint_.coverage.output, "The same as JSON, into this file")
        ->type_name("FILE");
    CoverageTerms& terms = lint_.coverage.terms;
    lint.add_option("--require-event", terms.required_events, "Exit 1 if this event was not seen")
        ->expected(1)
        ->take_all()
        ->allow_extra_args(false)
        ->type_name("NAME");
    lint.add_option("--min-events", terms.least_events, "Exit 1 if fewer events were read")
        ->check(whole_number(0))
        ->type_name("N");
    lint.add_option("--fail-on-coverage-below", terms.least_share,
                    "Exit 1 if less of the planned events was seen")
        ->check(number_between(0, 100))
        ->type_name("PERCENT");
  }

  void add_run_options(CLI::App& lint) {
    auto* jobs = lint.add_option("--jobs,-j", lint_.jobs, "Workers, at most 5 (default: one a core)");
    also_from(jobs->check(whole_number(0)), "SPECGATE_JOBS");
    lint.add_option("--stdin-filename", lint_.stdin_name, "What to call standard input")
        ->type_name("NAME");
  }

  void add_rules() {
    CLI::App& rules = *app_.add_subcommand("rules", "List every rule");
    auto* format =
        rules.add_option("--format,-f", rules_.format, "text (default), json or markdown");
    rules
        .add_flag_callback(
            "--markdown", [this] { rules_.format = "markdown"; }, "The text of RULES.md")
        ->excludes(format);
  }

  void add_explain() {
    CLI::App& explain = *app_.add_subcommand("explain", "Explain rules: what, why, how to fix");
    explain
        .add_option("RULE", explained_, "Ids, names or prefixes: NAM103, known-event-alias, NAM")
        ->required();
  }

  void add_name() {
    CLI::App& name = *app_.add_subcommand("name", "Say what the Spec calls an event or a property");
    name.add_option("NAME", name_.names, "Names to look up")->required();
    name.add_flag("--property,-p", name_.property, "They are property names");
    name.add_option("--event,-e", name_.event, "Property names of this semantic event");
    name.add_option("--format,-f", name_.format, "text (default) or json");
    name.add_option("--config,-c", name_.options.config, "This specgate.yaml, none other");
    name.add_flag("--isolated", name_.options.isolated, "No specgate.yaml at all");
    name.add_option("--spec", name_.options.spec, "A Spec (spec/data/*.yaml) in place of the built-in");
  }

  void add_plan() {
    CLI::App& plan = *app_.add_subcommand("plan", "Work on tracking plans");
    plan.require_subcommand(0, 1);
    plan.footer("\"specgate plan COMMAND --help\" tells all about a command.");
#define X(name) plan_.push_back(add_plan_##name(plan));
    SPECGATE_PLAN_COMMANDS(X)
#undef X
  }

  void add_completion() {
    CLI::App& completion = *app_.add_subcommand("completion", "Print a completion script");
    completion.add_option("SHELL", shell_, "bash, zsh or fish")->required();
  }

  CLI::App app_;
  std::vector<FromEnvironment> from_environment_;
  LintArguments lint_;
  RulesArguments rules_;
  NameArguments name_;
  std::vector<PlanCommand> plan_;
  std::vector<std::string> explained_;
  std::string shell_;
};

// "proxy ..." and "help proxy" are the proxy's: its flags are its own, and whatever follows is handed over
// as it stands. Empty: they are ours.
std::vector<char*> words_for_proxy(int argc, char** argv) {
  static char help[] = "--help";
  constexpr std::string_view kProxy = "proxy";
  if (argc > 1 && argv[1] == kProxy) return {argv + 1, argv + argc + 1};
  if (argc < 3 || argv[1] != std::string_view("help") || argv[2] != kProxy) return {};
  std::vector<char*> words(argv + 2, argv + argc);
  words.insert(words.end(), {help, nullptr});
  return words;
}

}  // namespace
}  // namespace specgate

int main(int argc, char** argv) {
  try {
    std::vector<char*> proxy = specgate::words_for_proxy(argc, argv);
    if (!proxy.empty()) return specgate::start_proxy(proxy.data());
    specgate::give_back_giants();
    return specgate::Program().run({argv + std::min(argc, 1), argv + argc});
  } catch (const std::exception& error) {  // memory, or a bug: never a silent end
    specgate::complain(std::string("internal error: ") + error.what());
    return specgate::kCannot;
  }
}
