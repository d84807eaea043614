#include "lint/report/summary.h"

#include <algorithm>

#include "rules/report/json_members.h"
#include "rules/report/reported.h"
#include "rules/rules.h"

namespace specgate {

uint64_t Summary::at_least(Severity severity) const {
  switch (severity) {
    case Severity::kOff:
      return 0;
    case Severity::kInfo:
      return problems();
    case Severity::kWarning:
      return errors + warnings;
    case Severity::kError:
      return errors;
  }
  return 0;
}

void Summary::count(const Finding& finding) {
  if (finding.rule == &rules::too_many_findings) return;
  count(Facts{finding.rule, finding.severity, finding.has_fix, finding.fix_safe});
}

void Summary::count(const Verdict& verdict, const Violation& violation, bool fixable_here) {
  count(Facts{violation.rule, violation.severity, fixable_here && violation.edits.count != 0,
              is_repaired(verdict, violation, FixMode::kSafeOnly)});
}

void Summary::count(const Facts& facts) {
  errors += facts.severity == Severity::kError ? 1 : 0;
  warnings += facts.severity == Severity::kWarning ? 1 : 0;
  infos += facts.severity == Severity::kInfo ? 1 : 0;
  if (facts.has_fix) ++(facts.fix_safe ? fixable : unsafe_fixable);
  const auto same = [&](const auto& entry) { return entry.first == facts.rule; };
  const auto found = std::find_if(by_rule.begin(), by_rule.end(), same);
  if (found == by_rule.end()) {
    by_rule.emplace_back(facts.rule, 1);
  } else {
    ++found->second;
  }
}

void Summary::add(const Summary& other) {
  files += other.files;
  events += other.events;
  bodies += other.bodies;
  bytes += other.bytes;
  errors += other.errors;
  warnings += other.warnings;
  infos += other.infos;
  fixable += other.fixable;
  unsafe_fixable += other.unsafe_fixable;
  fixed += other.fixed;
  left_alone += other.left_alone;
  for (const auto& [rule, times] : other.by_rule) {
    const auto same = [rule = rule](const auto& entry) { return entry.first == rule; };
    const auto found = std::find_if(by_rule.begin(), by_rule.end(), same);
    if (found == by_rule.end()) {
      by_rule.emplace_back(rule, times);
    } else {
      found->second += times;
    }
  }
}

void Summary::sort() {
  std::stable_sort(by_rule.begin(), by_rule.end(), [](const auto& a, const auto& b) {
    if (a.first->consequence != b.first->consequence) return a.first->consequence < b.first->consequence;
    return a.second != b.second ? a.second > b.second : a.first->id < b.first->id;
  });
}

ByConsequence Summary::by_consequence() const {
  ByConsequence out{};
  for (const auto& [rule, times] : by_rule) out[static_cast<size_t>(rule->consequence)] += times;
  return out;
}

void Summary::want_integration() {
  static constexpr WantedSetting kIntegration = {&rules::partner_missing_integration, "settings.integration",
                                                 "settings: {integration: {name: your-slug, version: 1.0.0}}"};
  const bool found = std::any_of(by_rule.begin(), by_rule.end(),
                                 [](const auto& entry) { return entry.first == kIntegration.rule; });
  if (found) wanted_setting = &kIntegration;
}

namespace {

void append_consequences(const ByConsequence& counts, std::string& out) {
  JsonMembers object(out);
  for (size_t i = 0; i < counts.size(); ++i) object.number(name_of(static_cast<Consequence>(i)), counts[i]);
}

}  // namespace

void append_summary(const Summary& summary, std::string& out) {
  JsonMembers object(out);
  object.number("files", summary.files);
  object.number("bytes", summary.bytes);
  object.number("payloads", summary.bodies);
  object.number("events", summary.events);
  object.number("problems", summary.problems());
  object.number("errors", summary.errors);
  object.number("warnings", summary.warnings);
  object.number("infos", summary.infos);
  append_consequences(summary.by_consequence(), object.key("consequences"));
  object.number("fixable", summary.fixable);
  object.number("unsafe_fixable", summary.unsafe_fixable);
  object.number("fixed", summary.fixed);
  if (summary.left_alone != 0) object.number("left_alone", summary.left_alone);
  if (summary.failed) object.flag("failed", true);
  if (!summary.skipped.empty()) object.number("skipped", summary.skipped.size());
  if (summary.wanted_setting != nullptr) {
    JsonMembers wanted(object.key("wanted_setting"));
    wanted.text("rule", summary.wanted_setting->rule->id);
    wanted.text("key", summary.wanted_setting->key);
  }
  if (summary.unheld.ids != 0) object.number("forgotten_ids", summary.unheld.ids);
  if (summary.unheld.event_names) object.flag("event_names_cut", true);
}

void append_statistics(const Summary& summary, std::string& out) {
  JsonMembers object(out);
  for (const auto& [rule, times] : summary.by_rule) {
    JsonMembers entry(object.key(rule->id));
    entry.text("name", rule->name);
    entry.text("consequence", name_of(rule->consequence));
    entry.number("count", times);
  }
}

}  // namespace specgate
