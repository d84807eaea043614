// What the tests of the configuration share.
#pragma once

#include <gmock/gmock.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rules/config/config.h"

namespace specgate {

inline Config config_of(std::string_view text) {
  auto config = parse_config("specgate.yaml", text);
  std::string problems;
  for (const Problem& problem : config.problems()) problems += problem.text() + "\n";
  EXPECT_TRUE(config) << problems << "in\n" << text;
  return config ? std::move(*config) : Config{};
}

inline std::vector<std::string> problems_of(std::string_view text) {
  std::vector<std::string> out;
  const auto config = parse_config("specgate.yaml", text);
  for (const Problem& problem : config.problems()) {
    out.push_back(problem.text());
  }
  return out;
}

inline std::optional<Severity> level_of(const RuleLevels& levels, const Rule& rule) {
  std::optional<Severity> out;
  for (const auto& [other, severity] : levels) {
    if (other == &rule) out = severity;
  }
  return out;
}

inline std::string value_of(const Config& config, std::string_view key) {
  for (const Setting& setting : config.settings) {
    if (setting.key == key) return setting.value + " (" + setting.from + ")";
  }
  return "not there";
}

inline const CustomRule& custom_called(const Config& config, std::string_view name) {
  for (const auto& custom : config.rules.custom) {
    if (custom->name == name) return *custom;
  }
  ADD_FAILURE() << "no custom rule is called " << name;
  static const CustomRule kNone;
  return kNone;
}

}  // namespace specgate
