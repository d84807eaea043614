// `custom`: rules without code. One item says who is meant (types, events, sources, files) and one
// thing to check.
#include <algorithm>

#include "rules/config/config_reader.h"
#include "rules/engine/custom_rule.h"

namespace specgate {
namespace {

const std::vector<std::string_view> kKeys = {
#define X(id, key, message) key,
    SPECGATE_CUSTOM_KINDS(X)
#undef X
};
constexpr std::string_view kMessages[] = {
#define X(id, key, message) message,
    SPECGATE_CUSTOM_KINDS(X)
#undef X
};
constexpr uint32_t kFirstCode = 101;

bool is_kebab(std::string_view name) {
  if (name.empty() || name.front() < 'a' || name.front() > 'z' || name.ends_with('-')) return false;
  return name.find("--") == std::string_view::npos &&
         std::all_of(name.begin(), name.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
         });
}

void check_name(const CustomItem& item, const YamlNode& at) {
  const std::string& name = item.rule.name;
  if (!is_kebab(name)) {
    item.problem(at, "name " + quoted_name(name) +
                         " is not kebab-case, wanted one such as order-id-required");
  } else if (find_rule(name) != nullptr || is_reserved_name(name)) {
    item.problem(at, "name " + quoted_name(name) + " is a rule of specgate's own, wanted another");
  }
  for (const auto& other : item.reading.customs) {
    if (other->name != name || other->file != item.file.path) continue;
    item.problem(at, "name " + quoted_name(name) + " is given twice, first in line " +
                         std::to_string(other->line));
  }
}

// Exactly one of the keys that say what to check.
void choose_check(const CustomItem& item, const YamlNode& node, YamlFields& fields) {
  const YamlNode* chosen = nullptr;
  std::string first;
  for (size_t i = 0; i < kKeys.size(); ++i) {
    const YamlNode* value = fields.node(kKeys[i]);
    if (value == nullptr) continue;
    if (chosen != nullptr) {
      item.problem(*value, "rule " + quoted_name(item.rule.name) + " has both " +
                               quoted_name(first) + " and " + quoted_name(kKeys[i]) +
                               ", wanted one rule for each");
      continue;
    }
    chosen = value;
    first = kKeys[i];
    item.rule.kind = static_cast<CustomRule::Kind>(i);
  }
  if (chosen != nullptr) return read_check(item, *chosen);
  item.problem(node, "rule " + quoted_name(item.rule.name) +
                         " has nothing to check, wanted one of " +
                         joined({kKeys.begin(), kKeys.end()}));
}

void read_custom(const ConfigFile& file, const YamlNode& node, Reading& reading) {
  constexpr ScopeKeys kScope = {"files", "events", "types", "sources"};
  auto rule = std::make_shared<CustomRule>();
  const CustomItem item{file, reading, *rule};
  YamlFields fields(file.path, node, reading.problems);
  if (!node.is_mapping()) return;
  rule->file = file.path;
  rule->line = node.line;
  rule->name = fields.required_text("name");
  if (!rule->name.empty()) check_name(item, *node.find("name"));
  const auto severity = fields.choice("severity", severity_words());
  rule->rule.severity = severity ? static_cast<Severity>(*severity) : Severity::kWarning;
  rule->message = fields.text("message");
  rule->doc = fields.text("doc");
  rule->scope = read_scope(file, kScope, fields);
  choose_check(item, node, fields);
  fields.finish();
  reading.note(file, node, "custom." + rule->name, std::string(name_of(rule->rule.severity)));
  auto& customs = reading.customs;
  const auto same = std::find_if(customs.begin(), customs.end(),
                                 [&](const auto& other) { return other->name == rule->name; });
  if (same != customs.end()) {
    *same = std::move(rule);
  } else {
    customs.push_back(std::move(rule));
  }
}

std::string page_of(const CustomRule& rule) {
  const std::string place = "`" + rule.file + "`, line " + std::to_string(rule.line);
  std::string out = "### What\n\nA rule of your own, from " + place;
  if (!rule.field.empty()) out += ", about `" + rule.field + "`";
  out += ".\n\n### Why\n\n";
  out += rule.doc.empty() ? "The configuration gives no reason; a `doc` key would." : rule.doc;
  const bool renamed = rule.kind == CustomRule::Kind::kRenamedEvent ||
                       rule.kind == CustomRule::Kind::kRenamedProperty;
  out += "\n\n### Fix\n\n";
  out += renamed ? "`specgate lint --fix` writes the new name."
                 : "Send what the rule asks for, or change the rule where it stands.";
  return out + "\n";
}

void add_event_renames(const CustomRule& rule, RuleConfig& config) {
  if (rule.kind != CustomRule::Kind::kRenamedEvent) return;
  for (const NameRule& name : rule.names) config.event_renames.emplace_back(name.from, name.to);
}

}  // namespace

void CustomItem::problem(const YamlNode& at, std::string message) const {
  reading.problem(file, at, std::move(message));
}

void read_customs(const ConfigFile& file, const YamlNode& list, Reading& reading) {
  for (const YamlNode& item : list.items) read_custom(file, item, reading);
}

void finish_customs(Reading& reading) {
  uint32_t code = kFirstCode;
  for (const auto& custom : reading.customs) {
    custom->id = "CUSTOM" + std::to_string(code++);
    if (custom->message.empty()) custom->message = kMessages[static_cast<size_t>(custom->kind)];
    custom->doc = page_of(*custom);
    Rule& rule = custom->rule;
    rule.id = custom->id;
    rule.name = custom->name;
    rule.message = custom->message;
    rule.doc = custom->doc;
    rule.profile = Profile::kMinimal;
    rule.calls = custom->scope.types;
    rule.check = check_custom;
    add_event_renames(*custom, reading.config.rules);
    reading.config.rules.custom.push_back(custom);
  }
}

}  // namespace specgate
