// `settings`, `sources`, and what holds where a file says nothing.
#include <algorithm>
#include <charconv>

#include "rules/config/config_reader.h"

namespace specgate {
namespace {

struct Unit {
  std::string_view name;
  int64_t ms;
};
constexpr Unit kUnits[] = {
    {"ms", 1}, {"s", 1000}, {"m", 60'000}, {"h", 3'600'000}, {"d", 86'400'000}};
constexpr int64_t kLongest = 366LL * 86'400'000;

const std::vector<std::string_view> kRegions = {"us", "eu"};
constexpr std::string_view kFirstVersion = "1.0.0";

// Partners name themselves by their slug: lower-case letters, digits, single hyphens.
bool is_slug(std::string_view text) {
  if (text.empty() || text.starts_with('-') || text.ends_with('-')) return false;
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

void read_integration(const ConfigFile& file, const YamlNode& node, Reading& reading) {
  YamlFields fields(file.path, node, reading.problems);
  const std::string name = fields.required_text("name");
  const std::string version = fields.text("version", kFirstVersion);
  fields.finish();
  if (!name.empty() && !is_slug(name)) {
    fields.problem(*node.find("name"),
                   "\"name\" is " + quoted_name(name) + ", wanted a slug such as my-integration");
  }
  reading.config.rules.settings.integration_name = name;
  reading.config.rules.settings.integration_version = version;
  reading.note(file, node, "settings.integration.name", name);
  reading.note(file, node, "settings.integration.version", version);
}

void read_tolerance(const ConfigFile& file, const YamlNode& node, Reading& reading) {
  const auto ms = duration_ms(node.text);
  if (!ms) {
    return reading.problem(file, node,
                           "\"future_tolerance\" is " + quoted_name(node.text) +
                               ", wanted a time such as 10m, 90s or 1h, at most 366d");
  }
  reading.config.rules.settings.future_tolerance_ms = *ms;
  reading.note(file, node, "settings.future_tolerance", node.text);
}

}  // namespace

std::optional<int64_t> duration_ms(std::string_view text) {
  int64_t number = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || number < 0 || number > kLongest) return std::nullopt;
  const std::string_view rest(stop, static_cast<size_t>(end - stop));
  for (const Unit& unit : kUnits) {
    if (rest == unit.name && number <= kLongest / unit.ms) return number * unit.ms;
  }
  return std::nullopt;
}

void note_defaults(Reading& reading) {
  const auto note = [&](std::string_view key, std::string_view value) {
    reading.note(std::string(key), std::string(value), "default");
  };
  note("profile", name_of(reading.config.rules.profile));
  note("verticals", "all but ai-copilot");
  note("settings.integration.name", "none");
  note("settings.integration.version", "none");
  note("settings.region", "none");
  note("settings.property_style",
       style_words()[static_cast<size_t>(reading.config.rules.settings.property_style)]);
  note("settings.future_tolerance", "10m");
  note("settings.remove_red_keys", "false");
  note("fail_on", "error");
  note("max_warnings", "none");
  note("format", "stylish");
  note("exclude", "nothing");
}

void read_settings(const ConfigFile& file, const YamlNode& settings, Reading& reading) {
  YamlFields fields(file.path, settings, reading.problems);
  RuleConfig& rules = reading.config.rules;
  const auto note = [&](std::string_view key, std::string value) {
    reading.note(file, *settings.find(key), "settings." + std::string(key), std::move(value));
  };
  if (const YamlNode* node = fields.mapping("integration")) read_integration(file, *node, reading);
  if (const auto region = fields.choice("region", kRegions)) {
    rules.settings.region = kRegions[*region];
    note("region", rules.settings.region);
  }
  if (const auto style = fields.choice("property_style", style_words())) {
    rules.settings.property_style = rules.spec.property_style = static_cast<Style>(*style);
    note("property_style", std::string(style_words()[*style]));
  }
  if (const YamlNode* node = fields.node("future_tolerance")) read_tolerance(file, *node, reading);
  const bool was = rules.settings.remove_red_keys;
  rules.settings.remove_red_keys = fields.flag("remove_red_keys", was);
  if (settings.find("remove_red_keys") != nullptr) {
    note("remove_red_keys", rules.settings.remove_red_keys ? "true" : "false");
  }
  fields.finish();
}

void read_sources(const ConfigFile& file, const YamlNode& sources, Reading& reading) {
  constexpr ScopeKeys kKeys = {"files", {}, {}, {}};
  for (const YamlMember& member : sources.members) {
    YamlFields fields(file.path, member.value, reading.problems);
    Source source;
    source.name = member.key;
    source.scope = read_scope(file, kKeys, fields);
    fields.finish();
    if (member.value.is_mapping() && source.scope.files.empty()) {
      reading.problem(
          file, member.value,
          "source " + quoted_name(member.key) + " has no \"files\", wanted globs of its files");
    }
    reading.note(file, member.value, "sources." + member.key, joined(source.scope.files));
    auto& all = reading.config.sources;
    std::erase_if(all, [&](const Source& other) { return other.name == source.name; });
    all.push_back(std::move(source));
  }
}

}  // namespace specgate
