#include "proxy/session/snapshot.h"

#include <algorithm>
#include <map>

#include "proxy/session/tell_events.h"
#include "rules/config/day.h"
#include "rules/rules.h"
#include "spec/catalogue/open_spec.h"
#include "spec/plan/compiled_plan.h"
#include "spec/plan/read_plan.h"

namespace specgate::proxy {
namespace {

// In these modes nothing that has two readings goes on (tell_events.h).
bool stops_two_readings(Mode mode) { return mode == Mode::kEnforce || mode == Mode::kDryRun; }

// What has two readings is told, though the profile is silent on it. What the configuration says of such a
// rule by name, in `rules`, `overrides` or `ignore`, stands.
void tell_two_readings(RuleConfig& config) {
  for (const Rule* const rule : all_rules()) {
    if (!has(*rule, kTwoReadings) || severity_in(config.profile, *rule) != Severity::kOff) continue;
    config.levels.insert(config.levels.begin(), {rule, rule->severity});
  }
}

// Gates by what their rules depend on.
class Gates {
 public:
  Gates(const Config& config, PartialPlan partial, std::shared_ptr<const Spec> spec)
      : config_(config), spec_(std::move(spec)) {
    terms_.partial = partial;
    terms_.streams = Streams::kRefused;
  }

  std::shared_ptr<const Gate> of(const Policy& policy, Problems& problems) {
    RuleConfig config = config_.rules;
    config.today = today();
    if (!policy.region.empty()) config.settings.region = policy.region;
    for (size_t i = 0; i < kProfileCount; ++i) {
      if (policy.profile == name_of(static_cast<Profile>(i))) config.profile = static_cast<Profile>(i);
    }
    const bool stops = stops_two_readings(policy.mode);
    if (stops) tell_two_readings(config);
    const std::string& plan = policy.plan.empty() ? config_.plan : policy.plan;
    const std::string key = std::string(name_of(config.profile)) + (stops ? "! " : " ") +
                            config.settings.region + ' ' + plan;
    std::shared_ptr<const Gate>& gate = gates_[key];
    if (gate != nullptr) return gate;
    config.tracking_plan = plan_at(plan, problems);
    Result<std::shared_ptr<const Gate>> loaded = Gate::load(spec_, config);
    if (loaded) return gate = *loaded;
    problems.insert(problems.end(), loaded.problems().begin(), loaded.problems().end());
    return nullptr;
  }

  // What the plans ask and nobody holds, or is read as not everybody would; unheld(): the former.
  Problems plan_gaps() const {
    Problems out;
    for (const auto& [path, plan] : plans_) {
      const std::vector<Problem> gaps = plan == nullptr ? Problems() : plan->gaps();
      out.insert(out.end(), gaps.begin(), gaps.end());
    }
    return out;
  }
  Problems unheld() const {
    Problems out;
    for (const auto& [path, plan] : plans_) {
      const std::vector<Problem> gaps = plan == nullptr ? Problems() : plan->unheld();
      out.insert(out.end(), gaps.begin(), gaps.end());
    }
    return out;
  }

  // The files that were read on the way.
  std::vector<std::string> plan_files() const {
    std::vector<std::string> out;
    for (const auto& [path, plan] : plans_) out.push_back(path);
    return out;
  }

 private:
  // Read once, however many sources have it; null where there is none, or it has problems.
  std::shared_ptr<const CompiledPlan> plan_at(const std::string& path, Problems& problems) {
    if (path.empty()) return nullptr;
    const auto [entry, fresh] = plans_.try_emplace(path);
    if (!fresh) return entry->second;
    auto plan = open_plan(path, *spec_, terms_);
    if (plan) plan->formats = config_.plan_formats;
    auto compiled = plan ? CompiledPlan::compile(*std::move(plan)) : plan.problems();
    if (compiled) return entry->second = *std::move(compiled);
    problems.insert(problems.end(), compiled.problems().begin(), compiled.problems().end());
    return nullptr;
  }

  const Config& config_;
  PlanReadTerms terms_;
  std::shared_ptr<const Spec> spec_;
  std::map<std::string, std::shared_ptr<const Gate>> gates_;
  std::map<std::string, std::shared_ptr<const CompiledPlan>> plans_;
};

}  // namespace

Result<std::shared_ptr<const Snapshot>> Snapshot::make(LoadedSettings loaded) {
  std::shared_ptr<Snapshot> out(new Snapshot);
  out->loaded_ = std::move(loaded);
  const LoadedSettings& from = out->loaded_;
  auto spec = open_spec({}, from.config.rules.spec);
  if (!spec) return spec.problems();
  out->spec_ = *std::move(spec);
  out->path_words_ = PathWords(*out->spec_);
  const PartialPlan partial =
      from.proxy.allow_partial_plan ? PartialPlan::kAllowed : from.config.partial_plan;
  Gates gates(from.config, partial, out->spec_);
  Problems problems;
  std::vector<std::string> keys;
  const Policy& policy = from.proxy.policy;
  out->entries_.push_back({{}, policy, gates.of(policy, problems), nullptr});
  for (const SourceSettings& source : from.proxy.sources) {
    if (!source.write_key.empty()) {
      out->by_key_.emplace(source.write_key.reveal(), out->entries_.size());
      keys.emplace_back(source.write_key.reveal());
    }
    out->entries_.push_back({source.name, source.policy, gates.of(source.policy, problems), &source});
  }
  if (from.proxy.strict_plan && problems.empty()) problems = gates.unheld();
  if (!problems.empty()) return problems;
  out->keys_ = KnownKeys(std::move(keys));
  out->plan_gaps_ = gates.plan_gaps();
  out->files_ = from.config.files;
  for (std::string& file : gates.plan_files()) out->files_.push_back(std::move(file));
  return std::shared_ptr<const Snapshot>(std::move(out));
}

const SourceEntry& Snapshot::source_of(std::string_view write_key) const {
  const auto found = by_key_.find(write_key);
  return entries_[found == by_key_.end() ? 0 : found->second];
}

const SourceEntry& Snapshot::strictest() const {
  const SourceEntry* out = &entries_[0];
  for (const SourceEntry& entry : entries_) {
    if (entry.policy.mode > out->policy.mode) out = &entry;  // Mode is in the order of strictness
  }
  return *out;
}

const SourceEntry* Snapshot::source_called(std::string_view name) const {
  for (const SourceEntry& entry : entries_) {
    if (entry.settings != nullptr && entry.name == name) return &entry;
  }
  return nullptr;
}

bool Snapshot::rejects() const {
  for (const SourceEntry& entry : entries_) {
    if (acts(entry.policy.mode)) return true;
  }
  return false;
}

void Snapshots::swap(std::shared_ptr<const Snapshot> next) {
  const std::lock_guard lock(mutex_);
  std::erase_if(before_, [](const auto& one) { return one.expired(); });
  before_.push_back(current_.load());
  current_.store(std::move(next));
  version_.fetch_add(1, std::memory_order_release);
  if (tell_) tell_();
}

void Snapshots::on_swap(std::function<void()> tell) {
  const std::lock_guard lock(mutex_);
  tell_ = std::move(tell);
}

size_t Snapshots::alive() const {
  const std::lock_guard lock(mutex_);
  const auto gone = std::count_if(before_.begin(), before_.end(),
                                  [](const auto& one) { return one.expired(); });
  return 1 + before_.size() - static_cast<size_t>(gone);
}

}  // namespace specgate::proxy
