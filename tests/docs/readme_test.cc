// README shows what the program prints: each command of `specgate` in a block of the console is run in docs/first,
// and prints what stands below it.
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "tests/support/command.h"

namespace specgate {
namespace {

namespace fs = std::filesystem;

struct Shown {
  std::string arguments;  // behind "$ specgate "
  std::string output;
};

std::vector<Shown> shown_in(const fs::path& file) {
  constexpr std::string_view kPrompt = "$ ", kCommand = "$ specgate ";
  std::vector<Shown> out;
  bool console = false, ours = false;
  for (const std::string& line : file_lines(file)) {
    if (line.starts_with("```")) {
      console = line == "```console";
      ours = false;
    } else if (console && line.starts_with(kPrompt)) {
      ours = line.starts_with(kCommand);
      if (ours) out.push_back({line.substr(kCommand.size()), {}});
    } else if (console && ours) {
      out.back().output += line + '\n';
    }
  }
  return out;
}

class ReadmeTest : public CommandTest {};

TEST_F(ReadmeTest, ShowsWhatTheProgramPrints) {
  const fs::path root(SPECGATE_SOURCE);
  for (const auto& entry : fs::directory_iterator(root / "docs" / "first")) {
    write(entry.path().filename().string(), file_text(entry.path()));
  }
  const std::vector<Shown> all = shown_in(root / "README.md");
  EXPECT_GE(all.size(), 2u);
  for (const Shown& one : all) {
    const Ran ran = run(one.arguments);
    EXPECT_EQ(ran.out + ran.err, one.output) << one.arguments;
  }
}

}  // namespace
}  // namespace specgate
