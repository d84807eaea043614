#include "spec/plan/compiled_plan.h"

#include <algorithm>

#include "spec/catalogue/spec.h"
#include "spec/names/normalized_name.h"
#include "spec/plan/read_plan.h"
#include "spec/text/edit_distance.h"

namespace specgate {
namespace {

constexpr size_t kKinds = static_cast<size_t>(PlanRuleKind::kCommon) + 1;
constexpr size_t kMostSlips = 2;
constexpr size_t kLettersPerSlip = 4;  // a short word is soon another one

std::string folded(std::string_view name) {
  Phrase phrase;
  return split_words(name, phrase) ? std::string(phrase.folded()) : std::string(name);
}

std::string_view viewed_name(Call call) {
  return call == Call::kPage ? "Page Viewed" : "Screen Viewed";
}

}  // namespace

Result<std::shared_ptr<const CompiledPlan>> CompiledPlan::compile(TrackingPlan plan) {
  std::shared_ptr<CompiledPlan> out(new CompiledPlan(std::move(plan)));
  out->rules_.reserve(out->plan_.rules.size());
  for (PlanRule& rule : out->plan_.rules) {
    Result<JsonSchema> schema = JsonSchema::compile(out->plan_.file, rule.schema, out->plan_.formats);
    if (!schema) {
      out->leave_out(rule, schema.problems());
      schema = JsonSchema::compile(out->plan_.file, Json::boolean(true));
    }
    out->rules_.push_back({std::move(rule), *std::move(schema)});
  }
  out->plan_.rules.clear();
  out->index();
  return std::shared_ptr<const CompiledPlan>(std::move(out));
}

Result<std::shared_ptr<const CompiledPlan>> CompiledPlan::open(const std::string& path,
                                                               const Spec& spec, FormatReading formats,
                                                               PlanReadTerms terms) {
  Result<TrackingPlan> plan = open_plan(path, spec, terms);
  if (!plan) return plan.problems();
  plan->formats = formats;
  return compile(*std::move(plan));
}

void CompiledPlan::leave_out(const PlanRule& rule, const Problems& problems) {
  for (const Problem& problem : problems) {
    unusable_.push_back(problem);
    unusable_.back().message += "; no call is held against the rule of " + title_of(rule);
  }
}

void CompiledPlan::index() {
  by_kind_.resize(kKinds);
  for (const PlannedRule& one : rules_) {
    by_kind_[static_cast<size_t>(one.rule.kind)][one.rule.key].push_back(&one);
    const bool first = by_kind_[static_cast<size_t>(one.rule.kind)][one.rule.key].size() == 1;
    if (first && one.rule.kind == PlanRuleKind::kTrack) by_folded_[folded(one.rule.key)].push_back(&one);
  }
  for (const auto& [letters, rules] : by_folded_) {
    if (letters.size() > kMostNameBytes) continue;  // nobody's slip of the pen
    near_folded_.add(letters, static_cast<uint32_t>(folded_.size()));
    folded_.emplace_back(letters, rules.front());
  }
  for (ByKey& kind : by_kind_) {
    for (auto& [key, versions] : kind) {
      has_versions_ = has_versions_ || versions.size() > 1 || partial();
      std::stable_sort(versions.begin(), versions.end(), [](const auto* a, const auto* b) {
        return a->rule.version < b->rule.version;
      });
    }
  }
}

const PlannedRule* CompiledPlan::find(PlanRuleKind kind, std::string_view key,
                                      std::optional<int64_t> version) const {
  const ByKey& by_key = by_kind_[static_cast<size_t>(kind)];
  const auto found = by_key.find(key);
  if (found == by_key.end()) return nullptr;
  for (const PlannedRule* one : found->second) {
    if (version && one->rule.version == *version) return one;
  }
  return partial() && version ? nullptr : found->second.front();
}

// The rule of its kind without a name; of a part, only for calls that have none: theirs may be elsewhere.
const PlannedRule* CompiledPlan::nameless(PlanRuleKind kind, std::string_view name,
                                          std::optional<int64_t> version) const {
  const bool viewed = kind == PlanRuleKind::kPage || kind == PlanRuleKind::kScreen;
  return partial() && viewed && !name.empty() ? nullptr : find(kind, {}, version);
}

PlanAnswer CompiledPlan::answer(Call call, std::string_view name,
                                std::optional<int64_t> version) const {
  PlanAnswer out;
  out.common = find(PlanRuleKind::kCommon, {}, version);
  const std::optional<PlanRuleKind> known = kind_of(call);
  if (!known) return out;
  const PlanRuleKind kind = *known;
  const bool viewed = call == Call::kPage || call == Call::kScreen;
  if (call == Call::kTrack || viewed) out.own = find(kind, name, version);
  if (call == Call::kTrack) out.unplanned = out.own == nullptr && !partial();
  if (out.own == nullptr && call != Call::kTrack) out.own = nameless(kind, name, version);
  if (!viewed) return out;
  if (out.own == nullptr && !partial()) out.own = find(kind, viewed_name(call), version);
  out.viewed = find(PlanRuleKind::kTrack, viewed_name(call), version);
  return out;
}

bool CompiledPlan::plans(std::string_view event) const {
  const ByKey& track = by_kind_[static_cast<size_t>(PlanRuleKind::kTrack)];
  return track.find(event) != track.end();
}

std::span<const PlannedRule* const> CompiledPlan::alike(std::string_view event) const {
  Phrase phrase;  // nothing is allocated: traffic asks
  const auto same = by_folded_.find(split_words(event, phrase) ? phrase.folded() : event);
  return same == by_folded_.end() ? std::span<const PlannedRule* const>() : same->second;
}

const PlannedRule* CompiledPlan::nearest(std::string_view event, const Spec& spec,
                                         SearchBudget& budget) const {
  const std::string letters = folded(event);
  if (const auto same = by_folded_.find(letters); same != by_folded_.end()) return same->second.front();
  const NameMatch meant = spec.event_names().find(event);
  for (size_t i = 0; i < meant.count; ++i) {
    const std::string target = folded(spec.event_names().text(meant.targets[i]));
    if (const auto it = by_folded_.find(target); it != by_folded_.end()) return it->second.front();
  }
  const PlannedRule* best = nullptr;
  size_t least = std::min(kMostSlips, letters.size() / kLettersPerSlip);
  const EditMeter meter(letters);
  budget.passed_over(folded_.size());
  near_folded_.each(letters, least, [&](uint32_t number) {
    const auto& [other, rule] = folded_[number];
    budget.measured(1);
    const size_t distance = meter.to(other, least);
    if (distance > least) return;
    // Of equals the first by name, so that the answer does not hang on the table's order.
    const bool nearer = best == nullptr || distance < least || rule->rule.key < best->rule.key;
    if (nearer) best = rule;
    least = distance;
  });
  return best;
}

namespace {

// What is told in the same words is told once, with the number of other places.
void tell_once(std::vector<Problem>& told) {
  std::unordered_map<std::string, std::pair<size_t, size_t>> seen;  // index, how many
  std::vector<Problem> out;
  for (Problem& one : told) {
    const auto [at, fresh] = seen.try_emplace(one.message, out.size(), 0);
    if (fresh)
      out.push_back(std::move(one));
    else
      ++at->second.second;
  }
  for (Problem& one : out) {
    const size_t more = seen.at(one.message).second;
    if (more == 0) continue;
    one.message += " (and in " + std::to_string(more) + (more == 1 ? " more place)" : " more places)");
  }
  told = std::move(out);
}

}  // namespace

std::vector<Problem> CompiledPlan::unheld() const {
  std::vector<Problem> out = unusable_;
  for (const PlannedRule& one : rules_) {
    for (const SchemaGap& gap : one.schema.gaps()) {
      if (!gap.held()) out.push_back({plan_.file, gap.line, gap.column, gap.message});
    }
  }
  tell_once(out);
  return out;
}

std::vector<Problem> CompiledPlan::gaps() const {
  std::vector<Problem> out = plan_.notes;
  out.insert(out.end(), plan_.unknown_keys.begin(), plan_.unknown_keys.end());
  out.insert(out.end(), unusable_.begin(), unusable_.end());
  for (const PlannedRule& one : rules_) {
    for (const SchemaGap& gap : one.schema.gaps())
      out.push_back({plan_.file, gap.line, gap.column, gap.message});
  }
  tell_once(out);
  return out;
}

}  // namespace specgate
