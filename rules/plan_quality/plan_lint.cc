#include "rules/plan_quality/plan_lint.h"

#include <algorithm>

#include "rules/config/scope.h"
#include "rules/report/render.h"

namespace specgate {
namespace {

constexpr size_t kLongestName = 80;  // bytes of a name in a message

// "~1" is "/", "~0" is "~" (RFC 6901).
bool is_key(std::string_view step, std::string_view key) {
  std::string plain;
  for (size_t i = 0; i < step.size(); ++i) {
    const bool escape = step[i] == '~' && i + 1 < step.size();
    plain += !escape ? step[i] : step[++i] == '1' ? '/' : '~';
  }
  return plain == key;
}

bool is_step(std::string_view step, const CallPlace& place) {
  if (step == "*") return true;
  if (!place.key.empty()) return is_key(step, place.key);
  return !step.empty() && step.find_first_not_of("0123456789") == std::string_view::npos;
}

// The last step goes with the place, the one before with the one above, and so on.
bool steps_match(std::string_view pattern, std::span<const CallPlace> places, uint32_t at) {
  while (at != 0) {
    const size_t slash = pattern.rfind('/');
    if (slash == std::string_view::npos || !is_step(pattern.substr(slash + 1), places[at])) {
      return false;
    }
    pattern = pattern.substr(0, slash);
    at = places[at].parent;
  }
  return pattern.empty();
}

// As pointer_matches() does for a payload; items match any number.
bool pointer_matches(std::string_view pattern, std::span<const CallPlace> places, uint32_t at) {
  constexpr std::string_view kAllBelow = "/**";
  if (pattern.empty()) return true;
  if (!pattern.ends_with(kAllBelow)) return steps_match(pattern, places, at);
  pattern.remove_suffix(kAllBelow.size());
  const auto wanted = static_cast<uint32_t>(std::count(pattern.begin(), pattern.end(), '/'));
  if (places[at].level <= wanted) return false;
  while (places[at].level > wanted) at = places[at].parent;
  return steps_match(pattern, places, at);
}

// Does an override switch the rule on, somewhere?
bool is_overridden(const RuleConfig& config, const Rule& rule) {
  return std::any_of(config.overrides.begin(), config.overrides.end(), [&](const Override& one) {
    return std::any_of(one.rules.begin(), one.rules.end(), [&](const auto& level) {
      return level.first == &rule && level.second != Severity::kOff;
    });
  });
}

Whereabouts whereabouts(const RuleConfig& config, const PlanAt& at) {
  Whereabouts out{config.file, {}, {}, Call::kUnknown};
  if (at.rule == nullptr) return out;
  out.event = at.rule->key;
  out.call = call_of(at.rule->kind);
  return out;
}

}  // namespace

PlanAt at(const PlanNode& node) {
  const JsonMember* const member = node.role == PlanRole::kMember ? node.member : nullptr;
  if (member != nullptr && member->line != 0) {
    return {node.rule, &node, member->line, member->column};
  }
  return {node.rule, &node, node.schema->line, node.schema->column};
}

PlanAt at(const PlanNode& node, std::string_view keyword) {
  const Json* const value = node.schema->find(keyword);
  return value == nullptr ? at(node) : at(node, *value);
}

PlanFindings::PlanFindings(const PlanSite& site, const RuleConfig& config,
                           const PlanIgnores& ignores)
    : site_(site), config_(config), ignores_(ignores) {
  for (const Rule* rule : all_rules()) {
    if (rule->check_plan != nullptr) levels_[rule].base = severity_in(config.profile, *rule);
  }
  for (const auto& [rule, severity] : config.levels) {
    const auto found = levels_.find(rule);
    if (found != levels_.end()) found->second.base = severity;
  }
}

bool PlanFindings::wants(const Rule& rule) const {
  const auto found = levels_.find(&rule);
  return found != levels_.end() &&
         (found->second.base != Severity::kOff || is_overridden(config_, rule));
}

Severity PlanFindings::severity_of(const Rule& rule, const PlanAt& at) const {
  const auto level = levels_.find(&rule);
  Severity out = level == levels_.end() ? Severity::kOff : level->second.base;
  const Whereabouts here = whereabouts(config_, at);
  for (const Override& one : config_.overrides) {
    if (!in_scope(one.scope, here)) continue;
    for (const auto& [other, severity] : one.rules) {
      if (other == &rule) out = severity;
    }
  }
  if (out == Severity::kOff || at.rule == nullptr) return out;
  const uint32_t place = at.node == nullptr ? 0 : at.node->place;
  for (const Ignore& one : config_.ignores) {
    if (one.rule != &rule || expired(one, config_.today) || !in_scope(one.scope, here)) continue;
    if (pointer_matches(one.pointer, site_.plan.places(), place)) return Severity::kOff;
  }
  const bool covered =
      at.node == nullptr ? ignores_.covers(rule, *at.rule) : ignores_.covers(rule, *at.node);
  return covered ? Severity::kOff : out;
}

void PlanFindings::place(const PlanAt& at, Finding& out) const {
  out.line = std::max(1U, at.line);
  out.column = std::max(1U, at.column);
  if (at.rule == nullptr) return;
  out.type = name_of(at.rule->kind);
  out.event_name = at.rule->key;
  out.pointer = title_of(*at.rule);
  if (at.node != nullptr) {
    const std::string& path = site_.plan.place_of(*at.node).path;
    if (!path.empty()) out.pointer.append(" ").append(path);
  }
  PlanAt known = at;
  for (const PlanNode* node = at.node; known.line == 0 && node != nullptr;) {
    known = specgate::at(*node);
    node = node->role == PlanRole::kCall ? nullptr : &site_.plan.parent_of(*node);
  }
  if (known.line == 0) known = {at.rule, nullptr, at.rule->key_line, at.rule->key_column};
  if (known.line == 0) known = {at.rule, nullptr, at.rule->line, at.rule->column};
  if (known.line == 0) return;
  out.line = known.line;
  out.column = std::max(1U, known.column);
}

PlanFindings& PlanFindings::add(const Rule& rule, const PlanAt& at,
                                std::initializer_list<std::string_view> args) {
  const Severity severity = severity_of(rule, at);
  dropped_ = true;
  if (severity == Severity::kOff) return *this;
  Level& level = levels_[&rule];
  dropped_ = ++level.count > kMostOfOneRule;
  if (dropped_) {
    if (level.worst_left == Severity::kOff) level.first_left = at;
    level.worst_left = std::max(level.worst_left, severity);
    return *this;
  }
  Finding& out = findings_.emplace_back();
  out.rule = &rule;
  out.severity = severity;
  append_message(rule.message, {args.begin(), args.size()}, out.message);
  place(at, out);
  return *this;
}

PlanFindings& PlanFindings::suggest(std::string_view text) {
  if (!dropped_) findings_.back().suggestions.emplace_back(text);
  return *this;
}

void PlanFindings::tell_rest(const Rule& rule, const Level& level) {
  Finding& out = findings_.emplace_back();
  out.rule = &rule;
  out.severity = level.worst_left;
  out.message = "and " + std::to_string(level.count - kMostOfOneRule) +
                " more of this rule are not listed: the first " + std::to_string(kMostOfOneRule) +
                " of a rule are";
  place(level.first_left, out);
}

std::vector<Finding> PlanFindings::take() {
  for (const Rule* rule : all_rules()) {
    const auto level = levels_.find(rule);
    if (level != levels_.end() && level->second.count > kMostOfOneRule) tell_rest(*rule, level->second);
  }
  std::stable_sort(findings_.begin(), findings_.end(), [](const Finding& a, const Finding& b) {
    return a.line != b.line ? a.line < b.line : a.column < b.column;
  });
  return std::move(findings_);
}

std::vector<Finding> lint_plan(const TrackingPlan& plan, const Spec& spec,
                               const RuleConfig& config) {
  const PlanView view(plan, spec);
  const PlanIgnores ignores(view);
  const PlanSite site{spec, config.settings, view};
  PlanFindings findings(site, config, ignores);
  for (const Rule* rule : all_rules()) {
    if (findings.wants(*rule)) rule->check_plan(site, findings);
  }
  return findings.take();
}

std::string quoted_key(std::string_view name) {
  std::string out = "\"";
  if (name.size() <= kLongestName) return out.append(name).append("\"");
  size_t end = kLongestName;
  while (end > 0 && (static_cast<unsigned char>(name[end]) & 0xC0U) == 0x80U) --end;
  return out.append(name.substr(0, end)).append("...\"");
}

std::string kinds_text(KindMask kinds) {
  if ((kinds & kAnyKind) == kAnyKind) return "any type";
  if (kinds == 0) return "nothing";
  std::vector<std::string_view> words;
  constexpr Kind kKinds[] = {Kind::kString, Kind::kBoolean, Kind::kObject, Kind::kArray};
  for (const Kind kind : kKinds) {
    if (admits(kinds, kind)) words.push_back(name_of(kind));
  }
  if (admits(kinds, Kind::kReal)) words.push_back("number");
  if ((kinds & kNumber) == mask(Kind::kInteger)) words.push_back("integer");
  if (admits(kinds, Kind::kNull)) words.push_back("null");
  std::string out;
  for (size_t i = 0; i < words.size(); ++i) {
    out += i == 0 ? "" : i + 1 == words.size() ? " or " : ", ";
    out += words[i];
  }
  return out;
}

}  // namespace specgate
