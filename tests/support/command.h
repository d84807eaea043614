// Runs the built program in a folder of its own and reads what it says.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "tests/support/files.h"
#include "tests/support/folder.h"

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
  CommandTest();

  // Files of the folder that it runs in.
  fs::path path(const std::string& name) const { return folder_ / "work" / name; }
  void write(const std::string& name, const std::string& text) const;
  std::string read(const std::string& name) const { return file_text(path(name)); }

  Ran run(const std::string& arguments, const std::string& input = "") const;

  // The findings of a jsonl report as "line:column rule path"; every line must parse.
  static std::vector<std::string> findings(const std::string& report);
  std::vector<std::string> lint_as_lines(const std::string& arguments,
                                         const std::string& input = "") const;

 private:
  const Folder own_;

 protected:
  // A sanitizer that speaks up must not look like findings.
  std::string environment_ =
      "NO_COLOR= ASAN_OPTIONS=exitcode=99 UBSAN_OPTIONS=exitcode=99 TSAN_OPTIONS=exitcode=99";
  const fs::path folder_ = own_.path();
};

using Found = std::vector<std::string>;

}  // namespace specgate
