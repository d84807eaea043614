// `events`: names a team has settled for all its events. They become two custom rules,
// event-renamed and event-forbidden, so that severities, overrides and ignore entries hold for them
// as for any rule.
#include <algorithm>
#include <map>

#include "rules/config/config_reader.h"

namespace specgate {
namespace {

using Check = CustomRule::Kind;

constexpr std::string_view kRenamed = "event-renamed";
constexpr std::string_view kForbidden = "event-forbidden";

CustomRule& rule_called(std::string_view name, Check kind, Reading& reading) {
  for (const auto& custom : reading.customs) {
    if (custom->name == name) return *custom;
  }
  auto custom = std::make_shared<CustomRule>();
  custom->kind = kind;
  custom->name = name;
  custom->scope.types = only(Call::kTrack);
  custom->rule.severity = Severity::kWarning;
  reading.customs.push_back(custom);
  return *custom;
}

// A later file's word on the same name replaces the earlier one.
void put(CustomRule& custom, NameRule name) {
  const auto less = [](const NameRule& a, const NameRule& b) { return a.from < b.from; };
  const auto at = std::lower_bound(custom.names.begin(), custom.names.end(), name, less);
  if (at != custom.names.end() && at->from == name.from) {
    *at = std::move(name);
  } else {
    custom.names.insert(at, std::move(name));
  }
}

void read_renames(const ConfigFile& file, const YamlNode& renames, Reading& reading) {
  if (renames.members.empty()) return;
  CustomRule& custom = rule_called(kRenamed, Check::kRenamedEvent, reading);
  custom.file = file.path;
  custom.line = renames.line;
  for (const YamlMember& member : renames.members) {
    const YamlNode& to = member.value;
    if (!to.is_scalar() || to.text.empty()) {
      reading.problem(file, to, quoted_name(member.key) + " has no new name, wanted text");
      continue;
    }
    put(custom, {member.key, to.text});
    reading.note(file, to, "events.rename." + member.key, to.text);
  }
}

void read_forbidden(const ConfigFile& file, const YamlNode& item, CustomRule& custom,
                    Reading& reading) {
  NameRule name;
  if (item.is_scalar()) {
    name.from = item.text;
  } else {
    YamlFields fields(file.path, item, reading.problems);
    name.from = fields.required_text("name");
    name.to = fields.text("message");
    fields.finish();
  }
  const std::string why = glob_problem(name.from);
  if (!why.empty()) reading.problem(file, item, "glob " + why);
  if (!name.to.empty()) name.to = ": " + name.to;
  reading.note(file, item, "events.forbid." + name.from, "forbidden");
  put(custom, std::move(name));
}

// Where following the renames from `start` comes back to it: "A -> B -> A"; else empty.
std::string circle(const std::map<std::string, std::string>& renames, const std::string& start) {
  std::string way = quoted_name(start);
  std::string at = start;
  for (size_t steps = 0; steps <= renames.size(); ++steps) {
    const auto next = renames.find(at);
    if (next == renames.end()) return {};
    at = next->second;
    way += " -> " + quoted_name(at);
    if (at == start) return way;
  }
  return {};
}

void check_circles(const CustomRule& custom, const std::map<std::string, std::string>& renames,
                   Reading& reading) {
  const auto check = [&](const std::string& from) {
    const std::string way = circle(renames, from);
    if (way.empty()) return;
    reading.problems.push_back({custom.file, custom.line, 0, "renames go in a circle: " + way});
  };
  if (custom.kind == Check::kRenamedProperty) return check(custom.field);
  for (const NameRule& name : custom.names) check(name.from);
}

// "properties.orderId" and "order_id" -> "properties.order_id".
std::string renamed(const std::string& field, const std::string& to) {
  return field.substr(0, field.rfind('.') + 1) + to;
}

}  // namespace

bool is_reserved_name(std::string_view name) { return name == kRenamed || name == kForbidden; }

void read_events(const ConfigFile& file, const YamlNode& events, Reading& reading) {
  YamlFields fields(file.path, events, reading.problems);
  if (const YamlNode* renames = fields.mapping("rename")) read_renames(file, *renames, reading);
  if (const YamlNode* list = fields.sequence("forbid"); list != nullptr && !list->items.empty()) {
    CustomRule& custom = rule_called(kForbidden, Check::kForbiddenEvent, reading);
    custom.file = file.path;
    custom.line = list->line;
    for (const YamlNode& item : list->items) read_forbidden(file, item, custom, reading);
  }
  fields.finish();
}

void check_renames(Reading& reading) {
  std::map<std::string, std::string> events, properties;
  for (const auto& custom : reading.customs) {
    if (custom->kind == Check::kRenamedEvent) {
      for (const NameRule& name : custom->names) events[name.from] = name.to;
    } else if (custom->kind == Check::kRenamedProperty) {
      properties[custom->field] = renamed(custom->field, custom->to);
    }
  }
  for (const auto& custom : reading.customs) {
    if (custom->kind == Check::kRenamedEvent) check_circles(*custom, events, reading);
    if (custom->kind == Check::kRenamedProperty) check_circles(*custom, properties, reading);
  }
}

}  // namespace specgate
