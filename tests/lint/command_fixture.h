// Runs the built program in a folder of its own and reads what it says.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidjson/document.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace specgate {

namespace fs = std::filesystem;

struct Ran {
  int code;
  std::string out, err;
};

// An event without a finding worth an error; one that breaks two rules, one of them fixable.
inline const std::string kGood =
    R"({"type":"track","event":"Order Completed","userId":"u1","messageId":"g1","timestamp":"2026-01-01T00:00:00Z"})";
inline const std::string kNoId = R"({"type":"track","event":"Order Completed","messageId":"n1"})";
inline const std::string kVariant =
    R"({ "type":"track", "event":"order_completed","userId" : "u1","messageId":"v1","n":1.500e3 })";
inline const std::string kVariantFixed =
    R"({ "type":"track", "event":"Order Completed","userId" : "u1","messageId":"v1","n":1.500e3 })";

class CommandTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto* info = ::testing::UnitTest::GetInstance()->current_test_info();
    std::string name = std::string("specgate_") + info->name() + std::to_string(getpid());
    for (char& c : name) {
      if (c == '/') c = '_';
    }
    folder_ = fs::path(::testing::TempDir()) / name;
    fs::remove_all(folder_);
    fs::create_directories(folder_ / "work");
  }
  void TearDown() override { fs::remove_all(folder_); }

  fs::path path(const std::string& name) const { return folder_ / "work" / name; }

  void write(const std::string& name, const std::string& text) const {
    fs::create_directories(path(name).parent_path());
    std::ofstream(path(name), std::ios::binary) << text;
  }

  static std::string slurp(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::stringstream text;
    text << in.rdbuf();
    return text.str();
  }
  std::string read(const std::string& name) const { return slurp(path(name)); }

  Ran run(const std::string& arguments, const std::string& input = "") const {
    std::ofstream(folder_ / "in", std::ios::binary) << input;
    const std::string command = "cd '" + (folder_ / "work").string() + "' && " + environment_ +
                                " '" + SPECGATE_BINARY "' " + arguments +
                                " <../in >../out 2>../err";
    const int status = std::system(command.c_str());
    return {WEXITSTATUS(status), slurp(folder_ / "out"), slurp(folder_ / "err")};
  }

  // The findings of a jsonl report as "line:column rule path"; every line must parse.
  static std::vector<std::string> findings(const std::string& report) {
    std::vector<std::string> out;
    std::istringstream lines(report);
    bool summary = false;
    for (std::string line; std::getline(lines, line);) {
      rapidjson::Document document;
      document.Parse<rapidjson::kParseValidateEncodingFlag>(line.data(), line.size());
      EXPECT_FALSE(document.HasParseError()) << line;
      EXPECT_FALSE(summary) << "the summary is the last line";
      if (document.HasParseError()) continue;
      summary = document.HasMember("summary");
      if (summary) continue;
      for (const char* key :
           {"file", "line", "column", "byte", "rule", "name", "severity", "path", "message"}) {
        EXPECT_TRUE(document.HasMember(key)) << key;
      }
      out.push_back(std::to_string(document["line"].GetUint()) + ":" +
                    std::to_string(document["column"].GetUint()) + " " +
                    document["rule"].GetString() + " " + document["path"].GetString());
    }
    EXPECT_TRUE(summary);
    return out;
  }

  std::vector<std::string> lint_as_lines(const std::string& arguments,
                                         const std::string& input = "") const {
    return findings(run("lint --format jsonl " + arguments, input).out);
  }

  // A sanitizer that speaks up must not look like findings.
  std::string environment_ =
      "NO_COLOR= ASAN_OPTIONS=exitcode=99 UBSAN_OPTIONS=exitcode=99 TSAN_OPTIONS=exitcode=99";
  fs::path folder_;
};

using Found = std::vector<std::string>;

}  // namespace specgate
