// The shipped examples and their golden reports: examples/expected/<example>.<profile>.txt holds what
// `specgate lint` prints, byte for byte. SPECGATE_UPDATE=1 writes them anew.
#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

#include "tests/support/files.h"

namespace {

namespace fs = std::filesystem;

const fs::path kExamples = fs::path(SPECGATE_SOURCE) / "examples";

std::string printed_by(const std::string& command) {
  std::string out;
  std::FILE* const pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return out;
  std::array<char, 4096> buffer;
  for (size_t n; (n = fread(buffer.data(), 1, buffer.size(), pipe)) > 0;) out.append(buffer.data(), n);
  pclose(pipe);
  return out;
}

std::vector<std::string> examples() {
  std::vector<std::string> out;
  for (const auto& entry : fs::recursive_directory_iterator(kExamples)) {
    const std::string extension = entry.path().extension();
    if (extension != ".json" && extension != ".jsonl") continue;
    out.push_back(fs::relative(entry.path(), kExamples).string());
  }
  std::sort(out.begin(), out.end());
  return out;
}

class GoldenTest : public testing::TestWithParam<std::tuple<std::string, std::string>> {};

TEST_P(GoldenTest, ReportIsWhatItWas) {
  const auto& [example, profile] = GetParam();
  const std::string command = "cd '" + kExamples.string() + "' && '" SPECGATE_BINARY
                              "' lint --isolated --no-progress --profile " + profile + " '" + example +
                              "' 2>&1";
  const std::string report = printed_by(command);
  const fs::path golden = kExamples / "expected" / (example + "." + profile + ".txt");
  specgate::expect_golden(report, golden);
}

std::string test_name(const testing::TestParamInfo<std::tuple<std::string, std::string>>& info) {
  std::string out = std::get<0>(info.param) + "_" + std::get<1>(info.param);
  for (char& c : out) {
    if (!isalnum(static_cast<unsigned char>(c))) c = '_';
  }
  return out;
}

INSTANTIATE_TEST_SUITE_P(Examples, GoldenTest,
                         testing::Combine(testing::ValuesIn(examples()),
                                          testing::Values("recommended", "partner")),
                         test_name);

TEST(Examples, AreAllHere) { EXPECT_GE(examples().size(), 10U); }

}  // namespace
