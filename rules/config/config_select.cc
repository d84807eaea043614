// What is asked of a RuleConfig once it is read: --select, expiry, renames.
#include <algorithm>
#include <set>

#include "rules/config/config.h"
#include "rules/rules.h"

namespace specgate {
namespace {

using Rules = std::set<const Rule*>;

struct Flag {
  std::string_view name;
  const std::vector<std::string>& selectors;
};

Rules rules_of(const Flag& flag, const RuleConfig& config, Problems& problems) {
  Rules out;
  for (const std::string& selector : flag.selectors) {
    const auto meant = rules_meant(selector, config);
    out.insert(meant.begin(), meant.end());
    if (!meant.empty()) continue;
    problems.push_back({{}, 0, 0, std::string(flag.name) + ": " + unknown_rule(selector, config)});
  }
  return out;
}

std::vector<const Rule*> every_rule(const RuleConfig& config) {
  std::vector<const Rule*> out(all_rules().begin(), all_rules().end());
  for (const auto& custom : config.custom) out.push_back(&custom->rule);
  return out;
}

Severity level_of(const RuleConfig& config, const Rule& rule) {
  for (auto level = config.levels.rbegin(); level != config.levels.rend(); ++level) {
    if (level->first == &rule) return level->second;
  }
  return severity_in(config.profile, rule);
}

// What a rule counts that is asked for although it is off: its own severity, or where it has none
// outside the strictest profile, that one.
Severity own_severity(const Rule& rule) {
  return rule.severity != Severity::kOff ? rule.severity : severity_in(Profile::kStrict, rule);
}

void silence(const Rule& rule, RuleConfig& config) {
  config.levels.emplace_back(&rule, Severity::kOff);
  for (Override& one : config.overrides) {
    std::erase_if(one.rules, [&](const auto& level) { return level.first == &rule; });
  }
}

}  // namespace

void select_rules(RuleConfig& config, const Selection& selection, Problems& problems) {
  const Rules chosen = rules_of({"--select", selection.select}, config, problems);
  const Rules added = rules_of({"--extend-select", selection.extend}, config, problems);
  const Rules dropped = rules_of({"--ignore", selection.ignore}, config, problems);
  for (const Rule* rule : every_rule(config)) {
    const bool asked = chosen.contains(rule) || added.contains(rule);
    const bool left_out = !selection.select.empty() && !asked && !has(*rule, kTellsUnjudged);
    if (dropped.contains(rule) || left_out) {
      silence(*rule, config);
    } else if (asked && level_of(config, *rule) == Severity::kOff) {
      config.levels.emplace_back(rule, own_severity(*rule));
    }
  }
}

bool expired(const Ignore& ignore, std::string_view today) {
  return !today.empty() && !ignore.expires.empty() && today >= ignore.expires;
}

std::vector<const Ignore*> expired_ignores(const RuleConfig& config) {
  std::vector<const Ignore*> out;
  for (const Ignore& one : config.ignores) {
    const bool seen = !out.empty() && out.back()->entry == one.entry;
    if (!seen && expired(one, config.today)) out.push_back(&one);
  }
  return out;
}

bool renames(const RuleConfig& config, std::string_view event) {
  return std::any_of(config.event_renames.begin(), config.event_renames.end(),
                     [&](const auto& one) { return one.first == event || one.second == event; });
}

bool renames_property(const RuleConfig& config, std::string_view key) {
  return std::any_of(config.custom.begin(), config.custom.end(), [&](const auto& custom) {
    return custom->kind == CustomRule::Kind::kRenamedProperty &&
           (custom->to == key || custom->steps.back() == key);
  });
}

std::string_view source_of(const Config& config, std::string_view file) {
  for (const Source& source : config.sources) {
    if (file_in_scope(source.scope, file)) return source.name;
  }
  return {};
}

}  // namespace specgate
