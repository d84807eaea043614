#include "lint/commands/settings_text.h"

#include <algorithm>

#include "rules/report/escape.h"

namespace specgate {
namespace {

// Later wins, at the place where the key stood first.
std::vector<Setting> resolved(const Config& config, const std::vector<Setting>& given) {
  std::vector<Setting> all = config.settings;
  for (const Setting& setting : given) {
    const auto same = [&](const Setting& other) { return other.key == setting.key; };
    std::erase_if(all, same);
    all.push_back(setting);
  }
  std::vector<Setting> out;
  for (const Setting& setting : all) {
    const auto same = [&](const Setting& other) { return other.key == setting.key; };
    const auto found = std::find_if(out.begin(), out.end(), same);
    if (found == out.end()) {
      out.push_back(setting);
    } else {
      *found = setting;
    }
  }
  return out;
}

}  // namespace

std::string settings_text(const Config& config, const std::vector<Setting>& given) {
  const std::vector<Setting> settings = resolved(config, given);
  size_t key_width = 0, value_width = 0;
  for (const Setting& setting : settings) {
    key_width = std::max(key_width, setting.key.size());
    value_width = std::min<size_t>(40, std::max(value_width, setting.value.size()));
  }
  std::string out;
  for (const std::string& file : config.files) out += "# read " + file + "\n";
  if (config.files.empty()) out += "# no configuration file\n";
  for (const Setting& setting : settings) {
    std::string line = setting.key;
    line.append(key_width + 2 - setting.key.size(), ' ');
    append_plain(setting.value, 0, line);
    const size_t wanted = key_width + 2 + value_width + 2;
    line.append(wanted > line.size() ? wanted - line.size() : 2, ' ');
    line += setting.from;
    out += line + "\n";
  }
  return out;
}

}  // namespace specgate
