// Flags and SPECGATE_* variables: each is a `proxy` section of one key, read as the file is.
#include <algorithm>
#include <cstdlib>

#include "proxy/settings/reader.h"

namespace specgate::proxy {
namespace {

// The flag's key, and where its value stands below `proxy`. The variable is SPECGATE_ and the key.
struct FlagKey {
  std::string_view key, path;
  bool secret = false;  // only a variable: others see a program's arguments
};
constexpr FlagKey kFlags[] = {
    {"listen", "listen"},
    {"upstream", "upstream"},
    {"cdn", "cdn"},
    {"offline", "offline"},
    {"admin", "admin"},
    {"mode", "mode"},
    {"profile", "profile"},
    {"plan", "plan"},
    {"strict-plan", "strict_plan"},
    {"allow-partial-plan", "allow_partial_plan"},
    {"region", "region"},
    {"stage", "stage"},
    {"threads", "threads"},
    {"store", "store.file"},
    {"access-log", "access_log.file"},
    {"upstream-timeout", "timeouts.upstream"},
    {"header-timeout", "timeouts.head"},
    {"admin-token", "admin_token", true},
    {"hash-key", "hash_key", true},
};

std::string variable_of(std::string_view key) {
  std::string out = "SPECGATE_";
  for (const char c : key) {
    const bool small = c >= 'a' && c <= 'z';
    out += c == '-' ? '_' : small ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return out;
}

YamlNode mapping_of(std::string key, YamlNode value) {
  YamlNode out;
  out.kind = YamlNode::Kind::kMapping;
  out.members.push_back({std::move(key), 0, 0, std::move(value)});
  return out;
}

YamlNode scalar_of(std::string text) {
  YamlNode out;
  out.kind = YamlNode::Kind::kScalar;
  out.text = std::move(text);
  return out;
}

// "timeouts.upstream" and "15s" -> {timeouts: {upstream: 15s}}
YamlNode section_of(const GivenFlag& flag) {
  YamlNode value = scalar_of(flag.value);
  if (flag.secret) value = mapping_of("env", scalar_of(flag.name));
  const size_t dot = flag.path.find('.');
  if (dot == std::string::npos) return mapping_of(flag.path, std::move(value));
  return mapping_of(flag.path.substr(0, dot),
                    mapping_of(flag.path.substr(dot + 1), std::move(value)));
}

}  // namespace

std::vector<GivenFlag> given_flags(const Flags& flags) {
  std::vector<GivenFlag> out;
  for (const FlagKey& each : kFlags) {
    const auto flag = flags.find(each.key);
    const std::string variable = variable_of(each.key);
    const char* const text = std::getenv(variable.c_str());
    const bool set = text != nullptr && *text != '\0';
    std::string path(each.path);
    if (!each.secret && flag != flags.end()) {
      out.push_back({"--" + flag->first, std::move(path), flag->second, false});
    } else if (set) {  // the value of a secret stays where it is
      out.push_back({variable, std::move(path), each.secret ? "" : text, each.secret});
    }
  }
  return out;
}

void read_flags(const std::vector<GivenFlag>& given, ProxySettings& proxy, Problems& problems) {
  for (const GivenFlag& flag : given) {
    const SettingsPlace place{.file = flag.name, .from_flag = true};
    const YamlNode section = section_of(flag);
    SettingsFields fields(place, section, problems);
    read_proxy(fields, proxy);
  }
}

}  // namespace specgate::proxy
