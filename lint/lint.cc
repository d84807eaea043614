#include "lint/lint.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <map>
#include <mutex>

#include "lint/run/event_tables.h"
#include "lint/run/message_id_fold.h"
#include "lint/run/worker.h"
#include "rules/config/day.h"
#include "spec/catalogue/open_spec.h"
#include "spec/plan/compiled_plan.h"
#include "spec/text/yaml.h"

namespace specgate {
namespace {

int64_t clock_ms() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(since).count();
}

std::string absolute(std::string_view file) {
  std::error_code error;
  const std::filesystem::path path = std::filesystem::absolute(file, error);
  return error ? std::string(file) : path.lexically_normal().string();
}

Result<Config> read_config(const LintOptions& options) {
  if (!options.config.empty()) return load_config(options.config);
  if (options.isolated) return default_config();
  std::string folder = options.folder;
  if (folder.empty()) folder = std::filesystem::current_path().string();
  const std::string found = discover_config(folder);
  return found.empty() ? Result<Config>(default_config()) : load_config(found);
}

// With those that there are.
std::string no_profile(std::string_view name) {
  std::vector<std::string_view> known;
  for (size_t i = 0; i < kProfileCount; ++i) known.push_back(name_of(static_cast<Profile>(i)));
  std::string message = "no profile is called \"" + std::string(name) + "\"";
  if (const std::string_view near = nearest(name, known); !near.empty()) {
    return message.append(", did you mean \"").append(near).append("\"?");
  }
  std::string_view separator = ", there are ";
  for (const std::string_view each : known) {
    message.append(separator).append(each);
    separator = ", ";
  }
  return message;
}

std::optional<Profile> profile_of(std::string_view name) {
  for (size_t i = 0; i < kProfileCount; ++i) {
    if (name_of(static_cast<Profile>(i)) == name) return static_cast<Profile>(i);
  }
  return std::nullopt;
}

JudgeJob job_of(const Gate& gate, const Arrival& arrival, std::string_view text) {
  JudgeJob out{gate, arrival};
  out.kind = text_kind(text);
  out.layout = out.kind ? Layout::kSkipped : layout_of(text);
  return out;
}

// Which of the configuration's file scopes hold a file: files that agree share a gate.
std::string scopes_of(const RuleConfig& config, const std::string& file) {
  std::string key;
  const auto note = [&](const Scope& scope) {
    if (!scope.files.empty()) key += file_in_scope(scope, file) ? '1' : '0';
  };
  for (const Override& override : config.overrides) note(override.scope);
  for (const Ignore& ignore : config.ignores) note(ignore.scope);
  for (const auto& custom : config.custom) note(custom->scope);
  return key;
}

}  // namespace

struct Linter::State {
  LintOptions options;
  Config config;
  std::shared_ptr<const Spec> spec;
  int64_t now_ms = 0;
  mutable std::mutex mutex;
  mutable std::map<std::string, std::shared_ptr<const Gate>> gates;  // by scopes_of
};

Linter::Linter(std::shared_ptr<const State> state) : state_(std::move(state)) {}

Result<Linter> Linter::create(const LintOptions& options) {
  auto state = std::make_shared<State>();
  state->options = options;
  state->now_ms = options.now_ms < 0 ? clock_ms() : options.now_ms;
  Result<Config> config = read_config(options);
  if (!config) return config.problems();
  state->config = *std::move(config);
  RuleConfig& rules = state->config.rules;
  rules.today = day_of(state->now_ms);
  rules.most_findings = kMostJudged;
  Problems problems;
  if (!options.profile.empty()) {
    const std::optional<Profile> profile = profile_of(options.profile);
    if (!profile) return Problem{{}, 0, 0, no_profile(options.profile)};
    rules.profile = *profile;
  }
  select_rules(rules, {options.select, options.extend_select, options.ignore}, problems);
  if (!problems.empty()) return problems;
  auto spec = open_spec(options.spec, rules.spec);
  if (!spec) return spec.problems();
  state->spec = *std::move(spec);
  const std::string plan = options.plan.empty() ? state->config.plan : options.plan;
  if (!plan.empty() && !options.without_plan) {
    PlanReadTerms terms;
    terms.partial = std::max(options.partial_plan, state->config.partial_plan);
    auto compiled = CompiledPlan::open(plan, *state->spec, state->config.plan_formats, terms);
    if (!compiled) return compiled.problems();
    rules.tracking_plan = *std::move(compiled);
  }
  Linter linter(std::move(state));
  if (auto gate = linter.gate_for(""); !gate)
    return gate.problems();  // whatever is wrong, say it now
  return linter;
}

const Config& Linter::config() const { return state_->config; }
const Spec& Linter::spec() const { return *state_->spec; }

Arrival Linter::arrival(std::string_view file) const {
  Arrival arrival;
  arrival.at_ms = state_->now_ms;
  arrival.source = state_->options.source;
  if (arrival.source.empty()) arrival.source = source_of(state_->config, absolute(file));
  return arrival;
}

Result<std::shared_ptr<const Gate>> Linter::gate_for(std::string_view file) const {
  RuleConfig config = state_->config.rules;
  config.file = file.empty() ? std::string() : absolute(file);
  const std::string key = scopes_of(config, config.file);
  const std::lock_guard lock(state_->mutex);
  std::shared_ptr<const Gate>& gate = state_->gates[key];
  if (gate != nullptr) return gate;
  Result<std::shared_ptr<const Gate>> loaded = Gate::load(state_->spec, config);
  if (loaded) gate = *loaded;
  return loaded;
}

LintReport Linter::lint(std::string_view name, std::string_view text) const {
  LintReport out;
  const auto gate = gate_for(name);
  if (!gate) return out;
  JudgeJob job = job_of(**gate, arrival(name), text);
  const RunFacts facts = run_facts(**gate);
  job.ids = facts.ids;
  job.event_names = facts.event_names;
  Worker worker;
  ChunkReport report;
  worker.judge(job, text, {0, text.size()}, report);
  MessageIdFold ids;
  EventTableFold tables;
  tables.take(job, {name, 0, 0}, worker, report);
  ids.take(job, {name, 0, 0}, worker, report);
  out.summary.unheld = {ids.forgotten(), tables.cut()};
  out.summary.files = 1;
  out.summary.bytes = text.size();
  out.summary.events = report.events;
  out.summary.bodies = report.payloads;
  out.summary.add(report.untold);
  for (Finding& finding : report.findings) {
    out.summary.count(finding);
    out.findings.push_back(std::move(finding));
  }
  out.summary.sort();
  return out;
}

std::string Linter::fix(std::string_view name, std::string_view text, FixMode mode) const {
  const auto gate = gate_for(name);
  if (!gate) return std::string(text);
  JudgeJob job = job_of(**gate, arrival(name), text);
  job.fix = mode;
  Worker worker;
  ChunkReport report;
  worker.judge(job, text, {0, text.size()}, report);
  return report.changed ? report.fixed : std::string(text);
}

}  // namespace specgate
