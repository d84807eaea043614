// What people see on a terminal: lines of its width, whole words, colours; and none of it elsewhere.
#include <pty.h>

#include "lint/report/reporters/wrap.h"
#include "tests/support/command.h"

namespace specgate {
namespace {

using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::Le;
using ::testing::Not;
using ::testing::ResultOf;
using ::testing::StartsWith;

std::string wrapped(std::string_view text, size_t width, size_t indent) {
  std::string out;
  append_wrapped(text, width, indent, out);
  return out;
}

TEST(Wrap, BreaksBetweenWordsOnly) {
  EXPECT_EQ(wrapped("one two three\n", 7, 2), "one two\n  three\n");
  EXPECT_EQ(wrapped("  1:1  error  what is  wrong", 14, 4), "  1:1  error\n    what is\n    wrong");
  EXPECT_EQ(wrapped("a unbreakable b", 5, 2), "a\n  unbreakable\n  b");
  EXPECT_EQ(wrapped("fits\n\nso\n", 80, 2), "fits\n\nso\n");
  EXPECT_EQ(wrapped("one two three\n", 0, 2), "one two three\n");
  EXPECT_EQ(wrapped("", 10, 2), "");
  EXPECT_EQ(wrapped("ab cd e        f", 6, 1), "ab cd\n e  f") << "no columns behind a break";
}

TEST(Wrap, CountsCharactersAndNoColours) {
  EXPECT_EQ(wrapped("\xC3\xA4\xC3\xA4 \xC3\xB6\xC3\xB6 x", 5, 1), "\xC3\xA4\xC3\xA4 \xC3\xB6\xC3\xB6\n x");
  EXPECT_EQ(wrapped("\x1b[31mab cd\x1b[0m ef", 5, 0), "\x1b[31mab cd\x1b[0m\nef");
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> out;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) out.push_back(line);
  return out;
}

// Without what a terminal adds.
std::string plain(const std::string& text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\x1b') {
      i = std::min(text.find('m', i), text.size());
    } else if (text[i] != '\r') {
      out += text[i];
    }
  }
  return out;
}

size_t columns(const std::string& line) {
  size_t count = 0;
  for (const char c : line) count += (static_cast<unsigned char>(c) & 0xC0U) != 0x80U ? 1 : 0;
  return count;
}

class TerminalCommand : public CommandTest {
 protected:
  void SetUp() override {
    environment_ += " TERM=xterm COLUMNS=";
  }

  // What the program prints on a terminal of so many columns.
  std::string on_terminal(unsigned short width, const std::string& arguments) const {
    winsize size{24, width, 0, 0};
    int terminal = -1;
    const std::string command = "cd '" + (folder_ / "work").string() + "' && " + environment_ + " '" +
                                SPECGATE_BINARY "' " + arguments;
    const pid_t child = forkpty(&terminal, nullptr, nullptr, &size);
    if (child == 0) {
      execl("/bin/sh", "sh", "-c", command.c_str(), nullptr);
      _exit(127);
    }
    std::string out;
    char buffer[4096];
    for (ssize_t n; (n = ::read(terminal, buffer, sizeof buffer)) > 0;) {
      out.append(buffer, static_cast<size_t>(n));
    }
    close(terminal);
    int status = 0;
    waitpid(child, &status, 0);
    return out;
  }

  const std::string lint_ = "lint --isolated --no-progress --select ID101,EVT105,NAM101 in.jsonl";
};

TEST_F(TerminalCommand, LinesFitTheTerminalAndWordsStayWhole) {
  write("in.jsonl", kNoId + "\n" + kVariant + "\n");
  const Ran piped = run(lint_);
  std::istringstream in(piped.out);
  std::vector<std::string> words;
  for (std::string word; in >> word;) words.push_back(word);
  for (const unsigned short width : std::initializer_list<unsigned short>{60, 90, 120}) {
    const std::string out = plain(on_terminal(width, lint_));
    EXPECT_THAT(lines_of(out), Each(ResultOf(columns, Le(width)))) << out;
    EXPECT_GT(lines_of(out).size(), lines_of(piped.out).size()) << out;
    std::istringstream told(out);
    std::vector<std::string> same;
    for (std::string word; told >> word;) same.push_back(word);
    EXPECT_EQ(same, words) << "not a word is lost or broken";
  }
  EXPECT_EQ(plain(on_terminal(500, lint_)), piped.out);
  EXPECT_EQ(plain(on_terminal(0, lint_)), piped.out) << "a width that is not known";
}

TEST_F(TerminalCommand, ColumnsWinsAndATerminalIsNeeded) {
  write("in.jsonl", kNoId + "\n");
  environment_ += " COLUMNS=50";
  EXPECT_THAT(lines_of(plain(on_terminal(200, lint_))), Each(ResultOf(columns, Le(50U))));
  const std::string one_line = run(lint_).out;
  EXPECT_THAT(lines_of(one_line), ::testing::Contains(ResultOf(columns, ::testing::Gt(50U))));
  environment_ += " COLUMNS=wide";
  EXPECT_THAT(lines_of(plain(on_terminal(70, lint_))), Each(ResultOf(columns, Le(70U))));
}

TEST_F(TerminalCommand, ProgramsGetWholeLines) {
  write("in.jsonl", kNoId + "\n");
  for (const std::string format : {"text", "jsonl", "github"}) {
    EXPECT_EQ(plain(on_terminal(40, lint_ + " -f " + format)), run(lint_ + " -f " + format).out);
  }
}

TEST_F(TerminalCommand, ColoursAreForTerminals) {
  write("in.jsonl", kNoId + "\n");
  EXPECT_THAT(on_terminal(100, lint_), HasSubstr("\x1b[31m"));
  EXPECT_THAT(on_terminal(100, lint_ + " --color never"), Not(HasSubstr("\x1b[")));
  EXPECT_THAT(run(lint_).out, Not(HasSubstr("\x1b[")));
  EXPECT_THAT(run(lint_ + " --color always").out, HasSubstr("\x1b[31m"));
  environment_ += " NO_COLOR=1";
  EXPECT_THAT(on_terminal(100, lint_), Not(HasSubstr("\x1b[")));
  environment_ += " TERM=dumb NO_COLOR=";
  EXPECT_THAT(on_terminal(100, lint_), Not(HasSubstr("\x1b[")));
}

// "help", "version" and --help of every command there is.
TEST_F(TerminalCommand, EveryCommandHasItsHelp) {
  for (const std::string command : {"lint", "rules", "explain", "name", "plan", "completion", "plan lint", "plan diff",
                                    "plan breaking", "plan convert", "plan docs", "plan infer"}) {
    const Ran help = run(command + " --help");
    EXPECT_EQ(help.code, 0) << command;
    EXPECT_THAT(help.out, HasSubstr("Usage: specgate " + command)) << command;
    EXPECT_EQ(run("help " + command).out, help.out) << command;
  }
  EXPECT_THAT(run("plan").err, HasSubstr("Usage: specgate plan"));
  EXPECT_THAT(run("").err, HasSubstr("Usage: specgate "));
  EXPECT_THAT(run("version").out, StartsWith("specgate "));
}

}  // namespace
}  // namespace specgate
