#include "rules/config/config.h"

#include <algorithm>
#include <filesystem>

#include "rules/config/config_reader.h"
#include "spec/text/pattern.h"

namespace specgate {
namespace {

constexpr int64_t kRulesVersion = 1;
constexpr std::string_view kSections[] = {"proxy", "stages"};  // read by others
const std::vector<std::string_view> kFailOn = {"none", "info", "warning", "error"};

// One file's keys, each into its place. Custom rules have been read from every file before.
class FileReader {
 public:
  FileReader(const ConfigFile& file, Reading& reading)
      : file_(file), reading_(reading), top_(file.path, file.root, reading.problems) {}

  void read_customs_only() {
    if (const YamlNode* list = top_.sequence("custom")) read_customs(file_, *list, reading_);
    if (const YamlNode* events = top_.mapping("events")) read_events(file_, *events, reading_);
  }

  void read() {
    top_.node("extends");
    top_.node("custom");
    top_.node("events");
    read_version();
    read_profile();
    read_verticals();
    if (const YamlNode* node = top_.mapping("rules")) read_levels(file_, *node, reading_);
    if (const YamlNode* node = top_.mapping("settings")) read_settings(file_, *node, reading_);
    if (const YamlNode* node = top_.sequence("overrides")) read_overrides(file_, *node, reading_);
    if (const YamlNode* node = top_.sequence("ignore")) read_ignores(file_, *node, reading_);
    if (const YamlNode* node = top_.mapping("sources")) read_sources(file_, *node, reading_);
    read_exclude();
    read_thresholds();
    if (const YamlNode* node = top_.node("plan")) read_plan(file_, *node, reading_);
    for (const std::string_view key : kSections) keep(key);
    top_.finish();
  }

 private:
  Config& config() { return reading_.config; }

  void note(std::string_view key, std::string value) {
    const YamlNode* node = file_.root.find(key);
    if (node != nullptr) reading_.note(file_, *node, std::string(key), std::move(value));
  }

  void read_version() {
    const auto version = top_.integer("rules_version");
    if (version && *version != kRulesVersion) {
      top_.problem(*file_.root.find("rules_version"),
                   "\"rules_version\" is " + std::to_string(*version) + ", this specgate knows 1");
    }
  }

  void read_profile() {
    const auto profile = top_.choice("profile", profile_words());
    if (!profile) return;
    config().rules.profile = static_cast<Profile>(*profile);
    note("profile", std::string(profile_words()[*profile]));
  }

  void read_verticals() {
    const std::vector<std::string> verticals = top_.texts("verticals");
    const YamlNode* node = file_.root.find("verticals");
    if (node == nullptr) return;
    if (verticals.empty()) top_.problem(*node, "\"verticals\" is empty, wanted at least one");
    config().rules.spec.verticals = verticals;
    note("verticals", joined(verticals));
  }

  void read_exclude() {
    constexpr ScopeKeys kKeys = {"exclude", {}, {}, {}};
    const std::vector<std::string> globs = read_scope(file_, kKeys, top_).files;
    std::vector<std::string>& all = config().exclude;
    all.insert(all.end(), globs.begin(), globs.end());
    if (!globs.empty()) note("exclude", joined(all));
  }

  void read_thresholds() {
    if (const auto fail_on = top_.choice("fail_on", kFailOn)) {
      config().fail_on = static_cast<Severity>(*fail_on);
      note("fail_on", std::string(kFailOn[*fail_on]));
    }
    if (const auto most = top_.integer("max_warnings")) {
      const YamlNode& at = *file_.root.find("max_warnings");
      if (*most < 0) top_.problem(at, "\"max_warnings\" is " + at.text + ", wanted 0 or more");
      config().max_warnings = *most;
      note("max_warnings", std::to_string(*most));
    }
    const std::vector<std::string> formats = top_.texts("format");
    if (formats.empty()) return;
    config().formats = formats;
    note("format", joined(formats));
  }

  void keep(std::string_view key) {
    const YamlNode* node = top_.node(key);
    if (node == nullptr) return;
    auto& all = config().sections;
    std::erase_if(all, [&](const Section& other) { return other.key == key; });
    all.push_back({std::string(key), file_.path, *node});
    note(key, "as it stands");
  }

  const ConfigFile& file_;
  Reading& reading_;
  YamlFields top_;
};

std::string place_of(const ConfigFile& file, uint32_t line) {
  return file.path + ":" + std::to_string(line);
}

void read_file(const ConfigFile& file, Reading& reading) {
  if (!file.profile) {
    reading.config.files.push_back(file.path);
    return FileReader(file, reading).read();
  }
  reading.config.rules.profile = *file.profile;
  reading.note("profile", std::string(name_of(*file.profile)), place_of(file, file.line));
}

}  // namespace

void Reading::problem(const ConfigFile& file, const YamlNode& at, std::string message) {
  problems.push_back({file.path, at.line, at.column, std::move(message)});
}

void Reading::note(std::string key, std::string value, std::string from) {
  const auto found = std::find_if(config.settings.begin(), config.settings.end(),
                                  [&](const Setting& setting) { return setting.key == key; });
  Setting setting{std::move(key), std::move(value), std::move(from)};
  if (found != config.settings.end()) {
    *found = std::move(setting);
  } else {
    config.settings.push_back(std::move(setting));
  }
}

void Reading::note(const ConfigFile& file, const YamlNode& at, std::string key, std::string value) {
  note(std::move(key), std::move(value), place_of(file, at.line));
}

Result<Config> parse_config(const std::string& path, std::string_view text) {
  Reading reading;
  note_defaults(reading);
  const std::vector<ConfigFile> files = gather(path, text, reading.problems);
  for (const ConfigFile& file : files) {
    if (file.root.is_mapping()) FileReader(file, reading).read_customs_only();
  }
  check_renames(reading);
  for (const ConfigFile& file : files) read_file(file, reading);
  if (!reading.problems.empty()) return std::move(reading.problems);
  finish_customs(reading);
  return std::move(reading.config);
}

Config default_config() {
  Reading reading;
  note_defaults(reading);
  return std::move(reading.config);
}

}  // namespace specgate
