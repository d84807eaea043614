// The steps of reading a configuration, and what they share. Internal to rules/config/config_*.cc.
//
//   gather     a file and all that it extends -> ConfigFiles, outermost first
//   customs    the rules they define, later files replacing earlier ones of the same name
//   the rest   key by key, file by file; by then every rule has its final name
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rules/config/config.h"
#include "spec/text/pattern.h"
#include "spec/text/text_file.h"
#include "spec/text/yaml.h"

namespace specgate {

// One document of the chain, or a built-in profile that stands in its place.
struct ConfigFile {
  std::string path;    // as the user would write it
  std::string folder;  // absolute, ends in "/": what globs are relative to
  YamlNode root;
  std::optional<Profile> profile;  // "specgate:partner"; `path` and `line` say who extends it
  uint32_t line = 0;
};

// load_config() for those who will not have a configuration out of a pipe.
Result<Config> load_config(const std::string& path, Streams streams);

// Reads what `text` extends, then itself; empty where problems leave nothing to go on with.
std::vector<ConfigFile> gather(const std::string& path, std::string_view text, Problems& problems);

struct Reading {
  Config config;
  Problems problems;
  std::vector<std::shared_ptr<CustomRule>> customs;  // not const yet: codes come last

  void problem(const ConfigFile& file, const YamlNode& at, std::string message);
  // Records a setting, in place of an earlier value of the same key.
  void note(std::string key, std::string value, std::string from);
  void note(const ConfigFile& file, const YamlNode& at, std::string key, std::string value);
};

// One item of `custom` while it is read.
struct CustomItem {
  const ConfigFile& file;
  Reading& reading;
  CustomRule& rule;

  void problem(const YamlNode& at, std::string message) const;
};

// config_custom.cc, config_checks.cc and config_names.cc
void read_customs(const ConfigFile& file, const YamlNode& list, Reading& reading);
void read_events(const ConfigFile& file, const YamlNode& events, Reading& reading);
void read_check(const CustomItem& item, const YamlNode& value);  // by item.rule.kind
bool is_reserved_name(std::string_view name);                    // of the rules that `events` makes
void check_renames(Reading& reading);                            // no name may come back to itself
void finish_customs(Reading& reading);  // codes, views, and into the RuleConfig

// config_rules.cc
void read_levels(const ConfigFile& file, const YamlNode& rules, Reading& reading);
void read_overrides(const ConfigFile& file, const YamlNode& list, Reading& reading);
void read_ignores(const ConfigFile& file, const YamlNode& list, Reading& reading);

// config_settings.cc
void note_defaults(Reading& reading);
void read_settings(const ConfigFile& file, const YamlNode& settings, Reading& reading);
void read_sources(const ConfigFile& file, const YamlNode& sources, Reading& reading);
std::optional<int64_t> duration_ms(std::string_view text);  // "10m", "1500ms"

// config_plan.cc
void read_plan(const ConfigFile& file, const YamlNode& plan, Reading& reading);

// config_scope.cc
std::string quoted_name(std::string_view text);
std::string joined(const std::vector<std::string>& words, std::string_view between = ", ");
const std::vector<std::string_view>& severity_words();
const std::vector<std::string_view>& style_words();
const std::vector<std::string_view>& profile_words();
std::optional<Pattern> read_pattern(const ConfigFile& file, const YamlNode& at, Reading& reading);

// Scope keys are `events` in an override and `event` in an ignore entry.
struct ScopeKeys {
  std::string_view files, events, types, sources;
};
Scope read_scope(const ConfigFile& file, const ScopeKeys& keys, YamlFields& fields);

}  // namespace specgate
