// The steps of reading the settings, and what they share. Internal to proxy/settings/*.cc.
//
//   proxy     the section of that name, over the defaults
//   stage     the one in force, over that; the others are read for their mistakes only
//   flags     and variables: each is read as a `proxy` section of one key, in the file "--mode"
//   sources   each over what came out, first as `proxy` has it, then as the stage has it
//   checks    what only the whole can show
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "proxy/settings/settings.h"
#include "spec/text/yaml.h"

namespace specgate::proxy {

// Where a mapping comes from.
struct SettingsPlace {
  std::string file;        // paths in it are relative to its folder
  bool from_flag = false;  // a bare number is a time in seconds
  bool in_force = true;    // false: no secret is fetched and no file looked for
};

struct Bounds {
  int64_t least, most;
};

// One mapping, read by known keys. Every getter leaves its target as it was where the key is absent
// or, after a problem, wrong: so one reader serves the defaults and all that is laid over them.
class SettingsFields {
 public:
  SettingsFields(const SettingsPlace& place, const YamlNode& mapping, Problems& problems)
      : place_(place),
        mapping_(mapping),
        problems_(problems),
        fields_(place.file, mapping, problems) {}

  const SettingsPlace& place() const { return place_; }
  Problems& problems() const { return problems_; }
  bool has(std::string_view key) const { return mapping_.find(key) != nullptr; }

  void text(std::string_view key, std::string& out);
  void flag(std::string_view key, bool& out);
  void path(std::string_view key, std::string& out);      // in the folder of the file
  void readable(std::string_view key, std::string& out);  // the same, and it must be there
  void time(std::string_view key, int64_t& out);          // "15s" -> milliseconds, above 0
  void number(std::string_view key, double& out);         // 0 or more
  void origin(std::string_view key, Origin& out);         // to connect to
  void upstream(std::string_view key, Origin& out);       // the same, or the word "none"
  void listen(std::string_view key, Origin& out);         // to listen at
  void networks(std::string_view key, std::vector<Cidr>& out);
  void secret(std::string_view key, Secret& out);
  void unused_secret(std::string_view key);  // its form only
  // The word's index; `second` for two words: is it the second?
  void second(std::string_view key, const std::vector<std::string_view>& words, bool& out);
  std::optional<size_t> choice(std::string_view key, const std::vector<std::string_view>& words) {
    return fields_.choice(key, words);
  }
  template <typename T>
  void whole(std::string_view key, Bounds bounds, T& out) {
    if (const auto number = whole_in(key, bounds)) out = static_cast<T>(*number);
  }
  template <typename T>
  void size(std::string_view key, Bounds bounds, T& out) {  // "4MB" -> bytes
    if (const auto bytes = size_in(key, bounds)) out = static_cast<T>(*bytes);
  }

  const YamlNode* node(std::string_view key) { return fields_.node(key); }
  const YamlNode* mapping(std::string_view key);  // null also where the key has no value
  void problem(const YamlNode& at, std::string message) { fields_.problem(at, std::move(message)); }
  void finish() { fields_.finish(); }

 private:
  std::optional<int64_t> whole_in(std::string_view key, Bounds bounds);
  std::optional<int64_t> size_in(std::string_view key, Bounds bounds);
  const YamlNode* scalar(std::string_view key, std::string_view wanted);
  void is_not(std::string_view key, const YamlNode& value, std::string_view wanted);
  std::string secret_in(const YamlNode& value, Secret& out) const;  // why not, or empty

  const SettingsPlace& place_;
  const YamlNode& mapping_;
  Problems& problems_;
  YamlFields fields_;
};

// values.cc
std::string in_folder_of(const std::string& file, const std::string& path);
std::optional<int64_t> size_bytes(std::string_view text);  // "512KB": K, M, G are powers of 1024

// policy.cc: the keys that proxy, stages and sources share.
void read_policy(SettingsFields& fields, Policy& policy);
std::string_view host_of_region(std::string_view region);  // empty: no such region
std::string_view region_of_host(std::string_view host);    // empty: not Segment's own

// source.cc: `sources` of proxy and of the stage, either may be null.
struct SourcesSection {
  const YamlNode* node = nullptr;
  SettingsPlace place;
};
std::vector<SourceSettings> read_sources(const Policy& base, const SourcesSection& of_proxy,
                                         const SourcesSection& of_stage, Problems& problems);
void read_idle_sources(const SourcesSection& section, Problems& problems);  // of other stages

// proxy.cc: all but `sources`, which is left to the caller.
void read_proxy(SettingsFields& fields, ProxySettings& proxy);

// flags.cc
struct GivenFlag {
  std::string name;   // "--mode" or "SPECGATE_MODE", for problems
  std::string path;   // "timeouts.upstream": where it stands below `proxy`
  std::string value;  // of a secret: none
  bool secret = false;
};
std::vector<GivenFlag> given_flags(const Flags& flags);  // and variables; a flag wins
void read_flags(const std::vector<GivenFlag>& given, ProxySettings& proxy, Problems& problems);

// checks.cc: what only the whole can show.
struct SettingsOrigin {
  std::string file;
  const YamlNode* proxy = nullptr;  // may be null, as may be the sections
  SourcesSection of_proxy, of_stage;
};
void check_settings(const ProxySettings& proxy, const SettingsOrigin& origin, Problems& problems);

}  // namespace specgate::proxy
