// load_settings: the file, the stage, the flags and the sources, one laid over the other.
#include <cstdio>

#include "proxy/settings/reader.h"
#include "rules/config/config_reader.h"

namespace specgate::proxy {
namespace {

// Empty where it cannot be read: whoever must have it has said so.
std::string text_of(const std::string& path) {
  std::string text;
  read_file(path, {}, text);
  return text;
}

// FNV-1a: tells configurations apart, hides nothing.
class Hash {
 public:
  void add(std::string_view text) {
    for (const char c : text) step(static_cast<unsigned char>(c));
    step(0xff);  // in no UTF-8 text: "ab" "c" is not "a" "bc"
  }
  std::string hexadecimal() const {
    char out[17] = {};
    std::snprintf(out, sizeof out, "%016llx", static_cast<unsigned long long>(state_));
    return out;
  }

 private:
  void step(unsigned char byte) { state_ = (state_ ^ byte) * 0x100000001b3ULL; }
  uint64_t state_ = 0xcbf29ce484222325ULL;
};

std::string hash_of(const std::vector<std::string>& files, const std::vector<GivenFlag>& given) {
  Hash hash;
  for (const std::string& file : files) hash.add(text_of(file));
  for (const GivenFlag& flag : given) {
    hash.add(flag.path);
    hash.add(flag.value);
  }
  return hash.hexadecimal();
}

// The sections of a file whose other keys are wrong: its proxy's mistakes are told all the same.
std::optional<Config> sections_only(const std::string& path) {
  const auto root = parse_yaml(path, text_of(path));
  if (!root || !root->is_mapping()) return std::nullopt;
  Config out;
  for (const YamlMember& member : root->members) {
    out.sections.push_back({member.key, path, member.value});
  }
  return out;
}

class Loader {
 public:
  Loader(const Config& config, const std::vector<GivenFlag>& given, Problems& problems)
      : config_(config), given_(given), problems_(problems) {}

  ProxySettings load() {
    settings_.policy.region = config_.rules.settings.region;
    read_section();
    choose_stage();
    read_stages();
    read_flags(given_, settings_, problems_);
    settings_.sources =
        read_sources(settings_.policy, origin_.of_proxy, origin_.of_stage, problems_);
    choose_upstream(settings_.policy);
    for (SourceSettings& source : settings_.sources) choose_upstream(source.policy);
    if (settings_.offline) cut_off();
    check_settings(settings_, origin_, problems_);
    return std::move(settings_);
  }

 private:
  const Section* section(std::string_view key) const {
    for (const Section& each : config_.sections) {
      if (each.key == key) return &each;
    }
    return nullptr;
  }

  void read_section() {
    const Section* const proxy = section("proxy");
    if (proxy == nullptr) return;
    const SettingsPlace place{.file = proxy->file};
    origin_.file = proxy->file;
    origin_.proxy = &proxy->value;
    settings_.has_section = !proxy->value.members.empty();
    SettingsFields fields(place, proxy->value, problems_);
    read_proxy(fields, settings_);
    origin_.of_proxy = {fields.mapping("sources"), place};
    fields.finish();
  }

  // A flag may name another stage than the file does.
  void choose_stage() {
    Problem at{origin_.file, 0, 0, {}};
    if (const YamlNode* node = origin_.proxy == nullptr ? nullptr : origin_.proxy->find("stage")) {
      at.line = node->line;
      at.column = node->column;
    }
    for (const GivenFlag& flag : given_) {
      if (flag.path != "stage" || flag.value.empty()) continue;
      settings_.stage = flag.value;
      at = {flag.name, 0, 0, {}};
    }
    if (settings_.stage.empty()) return;
    std::vector<std::string_view> names;
    if (const Section* const stages = section("stages")) {
      for (const YamlMember& member : stages->value.members) names.push_back(member.key);
    }
    for (const std::string_view name : names) {
      if (name == settings_.stage) return;
    }
    at.message = "no stage is called " + quoted_name(settings_.stage) + " under \"stages\"" +
                 did_you_mean(settings_.stage, names);
    problems_.push_back(std::move(at));
  }

  void read_stages() {
    const Section* const stages = section("stages");
    if (stages == nullptr) return;
    YamlFields(stages->file, stages->value, problems_);  // must be a mapping
    for (const YamlMember& member : stages->value.members) read_stage(*stages, member);
  }

  void read_stage(const Section& stages, const YamlMember& member) {
    const SettingsPlace place{.file = stages.file, .in_force = member.key == settings_.stage};
    SettingsFields fields(place, member.value, problems_);
    Policy idle;
    read_policy(fields, place.in_force ? settings_.policy : idle);
    const SourcesSection sources{fields.mapping("sources"), place};
    fields.finish();
    if (place.in_force) {
      origin_.of_stage = sources;
    } else {
      read_idle_sources(sources, problems_);
    }
  }

  void cut_off() {
    Origin none;
    none.none = true;
    settings_.policy.upstream = none;
    for (SourceSettings& source : settings_.sources) source.policy.upstream = none;
  }

  static void choose_upstream(Policy& policy) {
    if (!policy.upstream.empty() || policy.region.empty()) return;
    policy.upstream = {std::string(host_of_region(policy.region)), 443, true, {}};
  }

  const Config& config_;
  const std::vector<GivenFlag>& given_;
  Problems& problems_;
  ProxySettings settings_;
  SettingsOrigin origin_;
};

}  // namespace

Result<LoadedSettings> load_settings(const std::string& config_file, const Flags& flags) {
  const std::string path = config_file.empty() ? discover_config(".") : config_file;
  const std::vector<GivenFlag> given = given_flags(flags);
  const auto config = path.empty() ? Result<Config>(default_config())
                                     // A pipe can be read once only, and a reload reads again.
                                     : load_config(path, Streams::kRefused);
  const auto known = config ? *config : sections_only(path);
  Problems problems = config.problems();
  if (!known) return problems;
  LoadedSettings out;
  out.config = *known;
  out.proxy = Loader(out.config, given, problems).load();
  if (!problems.empty()) return problems;
  out.hash = hash_of(out.config.files, given);
  return out;
}

}  // namespace specgate::proxy
