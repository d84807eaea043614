// `rules`, `overrides` and `ignore`: who counts how much, where.
#include <algorithm>
#include <charconv>

#include "rules/config/config_reader.h"

namespace specgate {
namespace {

std::string_view family(std::string_view id) {
  return id.substr(0, std::min(id.find_first_of("0123456789"), id.size()));
}

// A whole family ("EVT") or a run of codes ("EVT1"), never half a family's letters.
bool is_prefix(std::string_view selector, std::string_view id) {
  return id.starts_with(selector) && selector.size() >= family(id).size();
}

bool is_meant(std::string_view selector, const Rule& rule) {
  return selector == "ALL" || selector == rule.name || selector == rule.id ||
         is_prefix(selector, rule.id);
}

// Custom rules have no codes while the file is still being read: names only.
template <typename Customs>
std::vector<const Rule*> meant(std::string_view selector, const Customs& customs) {
  std::vector<const Rule*> out = rules_meant(selector);
  for (const auto& custom : customs) {
    const bool family_meant = selector == "ALL" || selector == "CUSTOM";
    const bool code_meant = !custom->id.empty() && is_prefix(selector, custom->id);
    if (family_meant || code_meant || selector == custom->name) out.push_back(&custom->rule);
  }
  return out;
}

template <typename Customs>
std::string no_such_rule(std::string_view selector, const Customs& customs) {
  std::vector<std::string_view> known = {"ALL"};
  for (const Rule* rule : all_rules()) {
    known.push_back(rule->name);
    known.push_back(rule->id);
    known.push_back(family(rule->id));
  }
  for (const auto& custom : customs) known.push_back(custom->name);
  return "no rule is called " + quoted_name(selector) + did_you_mean(selector, known);
}

// ALL gives way to a family, a family to a rule, whatever their order in the file.
size_t exactness(std::string_view selector) {
  if (selector == "ALL") return 0;
  return find_rule(selector) != nullptr ? 1000 : selector.size();
}

std::vector<const YamlMember*> by_exactness(const YamlNode& rules) {
  std::vector<const YamlMember*> out;
  for (const YamlMember& member : rules.members) out.push_back(&member);
  std::stable_sort(out.begin(), out.end(), [](const YamlMember* a, const YamlMember* b) {
    return exactness(a->key) < exactness(b->key);
  });
  return out;
}

std::optional<Severity> severity_of(const YamlNode& value) {
  const auto& words = severity_words();
  const auto found = std::find(words.begin(), words.end(), value.text);
  if (!value.is_scalar() || found == words.end()) return std::nullopt;
  return static_cast<Severity>(found - words.begin());
}

struct LevelsAt {
  const ConfigFile& file;
  const YamlNode& rules;
  std::string key;  // in --show-settings: "rules."
};

RuleLevels levels_in(const LevelsAt& at, Reading& reading) {
  RuleLevels out;
  for (const YamlMember* member : by_exactness(at.rules)) {
    YamlNode key;
    key.line = member->line;
    key.column = member->column;
    const auto rules = meant(member->key, reading.customs);
    if (rules.empty()) reading.problem(at.file, key, no_such_rule(member->key, reading.customs));
    const auto severity = severity_of(member->value);
    if (!severity) {
      reading.problem(at.file, member->value,
                      quoted_name(member->key) + " is " + quoted_name(member->value.text) +
                          ", wanted one of off, info, warning, error" +
                          did_you_mean(member->value.text, severity_words()));
      continue;
    }
    for (const Rule* rule : rules) out.emplace_back(rule, *severity);
    reading.note(at.file, key, at.key + member->key, std::string(name_of(*severity)));
  }
  return out;
}

bool is_date(std::string_view text) {
  constexpr std::string_view kShape = "0000-00-00";
  if (text.size() != kShape.size()) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool digit = text[i] >= '0' && text[i] <= '9';
    if (kShape[i] == '-' ? text[i] != '-' : !digit) return false;
  }
  const auto number = [&](size_t at, size_t size) {
    int value = 0;
    std::from_chars(text.data() + at, text.data() + at + size, value);
    return value;
  };
  const int year = number(0, 4), month = number(5, 2), day = number(8, 2);
  if (month < 1 || month > 12) return false;
  constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return day >= 1 && day <= kDays[month - 1] + (leap && month == 2 ? 1 : 0);
}

void read_ignore(const ConfigFile& file, const YamlNode& item, Reading& reading) {
  constexpr ScopeKeys kKeys = {"files", "event", "type", "source"};
  YamlFields fields(file.path, item, reading.problems);
  if (!item.is_mapping()) return;
  const std::string selector = fields.required_text("rule");
  const auto rules = meant(selector, reading.customs);
  if (rules.empty() && !selector.empty()) {
    fields.problem(*item.find("rule"), no_such_rule(selector, reading.customs));
  }
  Ignore ignore;
  ignore.scope = read_scope(file, kKeys, fields);
  ignore.pointer = fields.text("pointer");
  if (!ignore.pointer.empty() && !ignore.pointer.starts_with('/')) {
    fields.problem(*item.find("pointer"), "\"pointer\" is " + quoted_name(ignore.pointer) +
                                              ", wanted one such as /properties/email");
  }
  ignore.reason = fields.required_text("reason");
  ignore.owner = fields.text("owner");
  ignore.expires = fields.text("expires");
  if (!ignore.expires.empty() && !is_date(ignore.expires)) {
    fields.problem(*item.find("expires"), "\"expires\" is " + quoted_name(ignore.expires) +
                                              ", wanted a date such as 2027-01-31");
  }
  ignore.file = file.path;
  ignore.line = item.line;
  auto& ignores = reading.config.rules.ignores;
  ignore.entry = ignores.empty() ? 0 : ignores.back().entry + 1;
  const std::string number = std::to_string(ignore.entry);
  reading.note(file, item, "ignore[" + number + "]", selector + ": " + ignore.reason);
  for (const Rule* rule : rules) {
    ignore.rule = rule;
    ignores.push_back(ignore);
  }
  fields.finish();
}

void read_override(const ConfigFile& file, const YamlNode& item, Reading& reading) {
  constexpr ScopeKeys kKeys = {"files", "events", "types", "sources"};
  YamlFields fields(file.path, item, reading.problems);
  if (!item.is_mapping()) return;
  Override one;
  one.scope = read_scope(file, kKeys, fields);
  const bool anywhere = one.scope.files.empty() && one.scope.events.empty() &&
                        one.scope.sources.empty() && one.scope.types == 0;
  if (anywhere) {
    fields.problem(item,
                   "an override without files, events, types and sources holds everywhere, "
                   "wanted its rules under \"rules\" of the file");
  }
  auto& overrides = reading.config.rules.overrides;
  const YamlNode* rules = fields.mapping("rules");
  if (rules != nullptr) {
    const std::string key = "overrides[" + std::to_string(overrides.size()) + "].rules.";
    one.rules = levels_in({file, *rules, key}, reading);
  } else if (item.find("rules") == nullptr) {
    fields.problem(item, "\"rules\" is missing");
  }
  overrides.push_back(std::move(one));
  fields.finish();
}

}  // namespace

void read_levels(const ConfigFile& file, const YamlNode& rules, Reading& reading) {
  const RuleLevels levels = levels_in({file, rules, "rules."}, reading);
  auto& all = reading.config.rules.levels;
  all.insert(all.end(), levels.begin(), levels.end());
}

void read_overrides(const ConfigFile& file, const YamlNode& list, Reading& reading) {
  for (const YamlNode& item : list.items) read_override(file, item, reading);
}

void read_ignores(const ConfigFile& file, const YamlNode& list, Reading& reading) {
  for (const YamlNode& item : list.items) read_ignore(file, item, reading);
}

std::vector<const Rule*> rules_meant(std::string_view selector) {
  std::vector<const Rule*> out;
  for (const Rule* rule : all_rules()) {
    if (is_meant(selector, *rule)) out.push_back(rule);
  }
  return out;
}

std::vector<const Rule*> rules_meant(std::string_view selector, const RuleConfig& config) {
  return meant(selector, config.custom);
}

std::string unknown_rule(std::string_view selector, const RuleConfig& config) {
  return no_such_rule(selector, config.custom);
}

}  // namespace specgate
