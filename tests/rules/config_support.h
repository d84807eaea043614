// What the tests of the configuration share.
#pragma once

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rules/config/config.h"

namespace specgate {

// A folder that lives as long as the test.
class Folder {
 public:
  Folder() {
    const auto* info = testing::UnitTest::GetInstance()->current_test_info();
    path_ = std::filesystem::temp_directory_path() / (std::string("specgate_") + info->name());
    std::filesystem::remove_all(path_);
    std::filesystem::create_directories(path_);
  }
  ~Folder() { std::filesystem::remove_all(path_); }

  std::string write(const std::string& name, std::string_view text) const {
    const std::filesystem::path file = path_ / name;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file) << text;
    return file.string();
  }
  std::string operator/(const std::string& name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

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
