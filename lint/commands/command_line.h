// The command line in our words: commands, flags, options. CLI11 stands behind command_line.cc and nowhere
// else in lint/: each file that sees it compiles for seconds.
//
//   CommandLine line("specgate", "Checks events.", "specgate 1.2.3");
//   Command& lint = line.program().command("lint", "Check event files");
//   lint.option("--output,-o", output, "Write the report to this file").type_name("FILE");
//   lint.run([&] { return lint_command(output); });
//   return line.run({"lint", "-o", "report.txt"});
//
// Words arrive as they were typed, with brackets too. What options write to has to live until run() is over;
// Command and Option live as long as the CommandLine.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "lint/commands/numbers.h"

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace specgate {

class Command;
struct Setting;

// A flag, an option with a value, or an argument without a name. A handle: copies are the same option.
class Option {
 public:
  // Of a list: does "..." in the help say that it may have many words?
  enum class Dots : unsigned char { kShown, kHidden };

  Option required();
  Option type_name(const char* word);  // "FILE", in the help
  Option check(WordCheck wrong);       // of each word; several checks stand in the order they came
  Option split_at(char delimiter);     // of a list: "--select NAM,EVT" are two words
  Option one_word(Dots dots);          // of a list: a flag takes the next word only, and may come again
  Option excludes(Option other);       // not both

  // The variable gives what no flag gave; an empty one gives nothing.
  Option environment(const char* variable);  // the help names it beside the option
  Option also_from(const char* variable);    // the help does not, given() does

 private:
  friend class Command;
  Option(CLI::Option* option, Command* owner) : option_(option), owner_(owner) {}

  CLI::Option* option_;
  Command* owner_;
};

// The program itself, or a command below it.
class Command {
 public:
  Command(const Command&) = delete;
  Command& operator=(const Command&) = delete;

  Command& command(const std::string& name, const std::string& about);

  // `names`: "--output,-o", or "FILE" for an argument without a name. `about`: its line in the help.
  Option option(const char* names, std::string& out, const char* about);
  Option option(const char* names, std::vector<std::string>& out, const char* about);
  Option option(const char* names, uint64_t& out, const char* about);
  Option option(const char* names, double& out, const char* about);
  Option option(const char* names, std::optional<unsigned>& out, const char* about);
  Option option(const char* names, std::optional<int64_t>& out, const char* about);
  Option flag(const char* names, bool& out, const char* about);
  Option flag(const char* names, std::function<void()> then, const char* about);

  // Below the help; also below that of commands that are added later and have none of their own.
  void footer(const std::string& text);
  // What to do where this is the command that was named; yields the exit code. Without it: the help.
  void run(std::function<int()> what) { run_ = std::move(what); }

  std::string name() const;
  const std::vector<std::unique_ptr<Command>>& commands() const { return commands_; }
  std::vector<std::string> words() const;  // what may follow: commands, then "--flag"
  // Every flag that was given, then what the environment gave by also_from(): "fail_on", "info", "--fail-on".
  std::vector<Setting> given() const;

 private:
  friend class CommandLine;
  friend class Option;

  struct FromEnvironment {
    CLI::Option* option;
    const char* variable;
    std::string value{};  // empty where it gave nothing
  };

  explicit Command(CLI::App& app) : app_(app) {}
  template <typename Value>
  Option add(const char* names, Value& out, const char* about);
  void read_environment();
  const Command* runs() const;  // which of those below was named and has something to do; null: none

  CLI::App& app_;
  std::vector<std::unique_ptr<Command>> commands_;
  std::vector<FromEnvironment> from_environment_;
  std::function<int()> run_;
};

class CommandLine {
 public:
  CommandLine(const char* name, const char* about, const char* version);
  ~CommandLine();

  Command& program() { return *program_; }

  // Reads the words and does what the command that was named does. The exit code: kCannot where the words
  // make no sense, which has been complained about. Once only.
  int run(std::vector<std::string> words);

 private:
  Command& used() const;
  int hint() const;
  int unknown_words() const;

  std::unique_ptr<CLI::App> app_;
  std::unique_ptr<Command> program_;
};

}  // namespace specgate
