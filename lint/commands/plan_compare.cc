#include "lint/commands/plan_compare.h"

#include <algorithm>
#include <filesystem>
#include <set>
#include <tuple>

#include "lint/commands/command_line.h"
#include "lint/commands/plan_command.h"
#include "lint/commands/plan_gaps.h"
#include "lint/commands/report_choice.h"
#include "lint/input/byte_source.h"
#include "lint/input/chunk_stream.h"
#include "lint/input/paths.h"
#include "rules/config/config.h"
#include "rules/config/day.h"
#include "spec/catalogue/open_spec.h"
#include "spec/plan/diff/plan_diff.h"

namespace specgate {
namespace {

constexpr std::string_view kText = "text", kJson = "json";

// Formats of our own, and those of the linter: text and json say both verdicts.
struct Formats {
  std::vector<std::string> own;  // "text", "json"
  std::vector<ReportChoice> others;
  ReportRequest request;
};

bool is_own(const std::string& word) { return word == kText || word == kJson; }

std::optional<Formats> choose_formats(const PlanCompareArguments& arguments) {
  Formats out;
  for (const std::string& word : arguments.formats)
    (is_own(word) ? out.own : out.request.formats).push_back(word);
  if (arguments.formats.empty()) out.own.emplace_back(kText);
  if (out.own.size() > 1) {
    complain("--format: text and json would both go to standard output");
    return std::nullopt;
  }
  if (out.request.formats.empty()) return out;
  out.request.stdout_taken = !out.own.empty();
  out.request.output = arguments.output;
  out.request.options.command = arguments.command;
  Result<std::vector<ReportChoice>> others = choose_reports(out.request);
  if (!others) {
    complain(others.problems());
    return std::nullopt;
  }
  out.others = *std::move(others);
  return out;
}

// The configuration in force; the defaults where there is none.
std::optional<Config> read_config(const PlanCompareArguments& arguments) {
  std::string path = arguments.config;
  if (path.empty() && !arguments.isolated) {
    path = discover_config(std::filesystem::current_path().string());
  }
  if (path.empty()) return default_config();
  Result<Config> config = load_config(path);
  if (config) return *std::move(config);
  complain(config.problems());
  return std::nullopt;
}

// Those of the configuration, and --allow.
std::optional<std::vector<PlanAllow>> read_allows(const PlanCompareArguments& arguments,
                                                  const Config& config) {
  std::vector<PlanAllow> out = config.plan_allow;
  bool good = true;
  for (const std::string& word : arguments.allow) {
    Result<PlanAllow> one = parse_plan_allow(word);
    if (one) {
      out.push_back(*std::move(one));
    } else {
      complain("--allow: " + one.problems()[0].message);
      good = false;
    }
  }
  if (!good) return std::nullopt;
  return out;
}

// Changes with what allows them; entries that are over or speak of nothing are mentioned.
std::vector<ToldChange> told(std::vector<PlanChange> changes,
                             const std::vector<PlanAllow>& allows) {
  const std::string day = today();
  std::vector<ToldChange> out;
  std::vector<bool> used(allows.size());
  for (PlanChange& change : changes) {
    ToldChange one{std::move(change), {}};
    for (size_t i = 0; i < allows.size(); ++i) {
      if (!specgate::allows(allows[i], one.change, day)) continue;
      used[i] = true;
      if (one.allowed.empty()) one.allowed = allows[i].reason;
    }
    out.push_back(std::move(one));
  }
  for (size_t i = 0; i < allows.size(); ++i) {
    const PlanAllow& allow = allows[i];
    const std::string where =
        allow.file.empty() ? "--allow " + allow.place : "the entry of plan.allow";
    Problem problem{allow.file, allow.line, 0, where + " allows nothing: there is no such change"};
    if (expired(allow, day)) problem.message = where + " expired on " + allow.expires;
    if (!used[i]) complain(problem.text());
  }
  return out;
}

// The source that the configuration has for a file, else the file itself.
std::string source_or_file(const Config& config, const std::string& file) {
  const std::string path = std::filesystem::absolute(file).lexically_normal().string();
  const std::string_view source = source_of(config, path);
  return source.empty() ? file : std::string(source);
}

// What a comparison is made with.
struct Means {
  const PlanCompareArguments& arguments;
  const Config& config;
  const Spec& spec;
};

// Drops the rules that `plan` has and the other, a part, does not list: they may stand on another page.
void drop_unlisted(TrackingPlan& plan, const TrackingPlan& other) {
  if (!other.partial) return;
  const size_t before = plan.rules.size();
  std::set<std::tuple<PlanRuleKind, std::string_view, int64_t>> listed;
  for (const PlanRule& rule : other.rules) listed.emplace(rule.kind, rule.key, rule.version);
  std::erase_if(plan.rules, [&](const PlanRule& rule) {
    return !listed.contains({rule.kind, rule.key, rule.version});
  });
  const size_t dropped = before - plan.rules.size();
  if (dropped == 0) return;
  complain("warning: " + plan.file + ": " + std::to_string(dropped) +
           (dropped == 1 ? " rule is" : " rules are") + " not compared: " + other.file +
           " is a part of a plan and does not list " + (dropped == 1 ? "it" : "them"));
}

void keep_what_both_tell(TrackingPlan& before, TrackingPlan& after) {
  drop_unlisted(before, after);
  drop_unlisted(after, before);
}

bool replay_traffic(const Means& means, const NamedPlan& before, const NamedPlan& after,
                    PlanReport& report) {
  const auto old_plan = CompiledPlan::compile(before.plan);
  const auto new_plan = CompiledPlan::compile(after.plan);
  if (!old_plan) complain(old_plan.problems());
  if (!new_plan) complain(new_plan.problems());
  if (!old_plan || !new_plan) return false;
  if (means.arguments.traffic.empty()) return true;
  report.traffic.emplace();
  const FoundPaths found = expand_paths(means.arguments.traffic, {});
  complain(found.problems);
  for (const std::string& line : skipped_lines(found)) complain(line);
  bool good = found.problems.empty();
  for (const std::string& file : found.files) {
    constexpr size_t kChunkBytes = size_t{256} << 10;
    const auto bytes = ByteSource::open(file);
    if (!bytes) complain(bytes.problems());
    good &= static_cast<bool>(bytes);
    if (!bytes) continue;
    const auto read = [&](std::string& out, size_t most) { return (*bytes)->read(out, most); };
    ChunkStream text(read, kChunkBytes);
    const std::string source = source_or_file(means.config, file);
    std::string wrong = replay({**old_plan, **new_plan}, source, text, means.spec, *report.traffic);
    if (!(*bytes)->wrong().empty()) wrong = (*bytes)->wrong();
    if (!wrong.empty()) complain(Problem{file, 0, 0, wrong}.text());
    good &= wrong.empty();
  }
  if (good && report.traffic->events == 0) {
    complain("--traffic: no event was read");
    good = false;
  }
  return good;
}

bool print(const Formats& formats, const PlanCompareArguments& arguments, const PlanReport& report,
           const NamedPlan& before, const NamedPlan& after) {
  std::optional<Reports> reports;
  if (!formats.others.empty()) {
    reports = open_reports(formats.request, formats.others);
    if (!reports) return false;
    Summary summary;
    summary.unit = "change";
    summary.events = report.changes.size();
    summary.closing = closing_words(report);
    reports->head();
    for (const NamedPlan* plan : {&before, &after}) {
      const std::string& file = plan == &before ? arguments.before : arguments.after;
      std::vector<Finding> findings = findings_of(report, file);
      ++summary.files;
      for (const Finding& finding : findings) summary.count(finding);
      reports->whole_file(file, plan->text, findings);
    }
    summary.sort();
    reports->tail(summary);
    complain(reports->take_problems());
  }
  if (formats.own.empty()) return true;
  const std::string text =
      formats.own[0] == kJson ? plan_report_json(report) : plan_report_text(report);
  if (arguments.output.empty() || arguments.output == "-") {
    std::fwrite(text.data(), 1, text.size(), stdout);
    return true;
  }
  Result<ReportSink> sink = ReportSink::open(arguments.output, ReportSink::Mode::kReplace);
  if (!sink) complain(sink.problems());
  return sink && sink->put(text) && sink->finish();
}

}  // namespace

void add_plan_compare_options(Command& command, PlanCompareArguments& arguments) {
  arguments.command = "plan-" + command.name();
  command.option("--format,-f", arguments.formats,
                 "text (default), json, or a format of lint: github, sarif=FILE, junit=FILE ...")
      .split_at(',')
      .one_word(Option::Dots::kShown);
  command.option("--output,-o", arguments.output, "Write the report to this file")
      .type_name("FILE");
  command.option("--allow", arguments.allow,
                 "A change that is all right, and all such below its place")
      .type_name("RULE:PLACE")
      .one_word(Option::Dots::kShown);
  command.option("--traffic", arguments.traffic,
                 "Captured events: how many of those that passed would fail now")
      .type_name("FILE")
      .one_word(Option::Dots::kShown);
  command.option("--config,-c", arguments.config, "This specgate.yaml, none other")
      .type_name("FILE");
  command.flag("--strict-plan", arguments.strict_plan,
               "Refuse plans that ask what is not held: a pattern, a $ref, a keyword");
  add_partial_plan_flag(command, arguments.partial_plan);
  command.flag("--isolated", arguments.isolated, "No specgate.yaml at all");
  command.option("--spec", arguments.spec, "A Spec (spec/data/*.yaml) in place of the built-in")
      .type_name("DIR");
}

std::optional<PlanReport> compare_plans(const PlanCompareArguments& given) {
  PlanCompareArguments arguments = given;
  arguments.before = ref_beside(given.before, given.after);
  const std::optional<Formats> formats = choose_formats(arguments);
  const std::optional<Config> config = read_config(arguments);
  if (!formats || !config) return std::nullopt;
  const auto allows = read_allows(arguments, *config);
  if (!allows) return std::nullopt;
  const auto spec = open_spec(arguments.spec, {});
  if (!spec) {
    complain(spec.problems());
    return std::nullopt;
  }
  PlanReadTerms terms;
  terms.partial = std::max(arguments.partial_plan, config->partial_plan);
  Result<NamedPlan> before = open_plan_ref(arguments.before, **spec, terms);
  Result<NamedPlan> after = open_plan_ref(arguments.after, **spec, terms);
  if (!before) complain(before.problems());
  if (!after) complain(after.problems());
  if (!before || !after) return std::nullopt;
  before->plan.formats = after->plan.formats = config->plan_formats;
  keep_what_both_tell(before->plan, after->plan);
  const PlanHold hold = arguments.strict_plan ? PlanHold::kStrict : PlanHold::kLoose;
  const bool held_before = tell_gaps(before->plan, hold);
  if (!tell_gaps(after->plan, hold) || !held_before) return std::nullopt;
  PlanReport report{arguments.before, arguments.after, arguments.side, {}, {}};
  if (!replay_traffic({arguments, *config, **spec}, *before, *after, report)) return std::nullopt;
  report.changes = told(diff_plans(before->plan, after->plan, **spec), *allows);
  if (!print(*formats, arguments, report, *before, *after)) return std::nullopt;
  return report;
}

}  // namespace specgate
