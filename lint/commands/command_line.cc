#include "lint/commands/command_line.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>

#include "lint/commands/command.h"
#include "rules/config/config.h"
#include "spec/text/yaml.h"

namespace specgate {
namespace {

// CLI11 reads a word in brackets, "[A,B]", as a list wherever an option or an argument may have several
// values: the event name "[Ads] Clicked [Beta]" would arrive in pieces, the file "[a].json" as "a".json.
// So words that it would take apart end with a mark, which every option with a value takes away.
constexpr char kMark = '\x1f';  // unit separator: nobody types it

// A word, or the value in "--option=[...]".
bool is_bracketed(const std::string& word) {
  if (!word.ends_with(']')) return false;
  return word.starts_with('[') || (word.starts_with("-") && word.find("=[") != std::string::npos);
}

void mark_brackets(std::vector<std::string>& words) {
  for (std::string& word : words) {
    if (is_bracketed(word)) word += kMark;
  }
}

std::string as_typed(std::string word) {
  if (word.size() > 1 && word.back() == kMark && word[word.size() - 2] == ']') word.pop_back();
  return word;
}

// "--fail-on" -> "fail_on": as the configuration spells it.
std::string key_of(const CLI::Option& option) {
  std::string key = option.get_lnames().empty() ? option.get_name() : option.get_lnames()[0];
  std::replace(key.begin(), key.end(), '-', '_');
  return key;
}

std::string given_value(const CLI::Option& option) {
  std::string value;
  for (const std::string& part : option.results()) value += (value.empty() ? "" : ",") + part;
  return value;
}

// "specgate plan convert"
std::string full_name(const CLI::App& command) {
  std::string name;
  for (const CLI::App* app = &command; app != nullptr; app = app->get_parent()) {
    name = app->get_name() + (name.empty() ? "" : " ") + name;
  }
  return name;
}

int show_help(const CLI::App& app) {
  const bool below = app.get_parent() != nullptr;  // its usage line begins with the program, too
  std::fputs(app.help(below ? full_name(*app.get_parent()) : "").c_str(), stderr);
  return kCannot;
}

bool names_command(const Command& program, const std::vector<std::string>& words) {
  const Command* at = &program;
  for (const std::string& word : words) {
    const auto found = std::ranges::find(at->commands(), word, [](const auto& each) { return each->name(); });
    if (found == at->commands().end()) return false;
    at = found->get();
  }
  return true;
}

// "help plan diff" and "version" are what people try first, and mean the flags.
std::vector<std::string> as_flags(const Command& program, std::vector<std::string> words) {
  if (words.empty()) return words;
  if (words[0] == "version") words[0] = "--version";
  if (words[0] != "help") return words;
  words.erase(words.begin());
  if (names_command(program, words)) words.emplace_back("--help");  // else it is said what they name
  return words;
}

}  // namespace

Option Option::required() {
  option_->required();
  return *this;
}

Option Option::type_name(const char* word) {
  option_->type_name(word);
  return *this;
}

Option Option::check(WordCheck wrong) {
  option_->check(std::move(wrong));
  return *this;
}

Option Option::split_at(char delimiter) {
  option_->delimiter(delimiter);
  return *this;
}

Option Option::one_word(Dots dots) {
  if (dots == Dots::kHidden) option_->expected(1)->take_all();
  option_->allow_extra_args(false);
  return *this;
}

Option Option::excludes(Option other) {
  option_->excludes(other.option_);
  return *this;
}

Option Option::environment(const char* variable) {
  option_->envname(variable);
  return *this;
}

Option Option::also_from(const char* variable) {
  owner_->from_environment_.push_back({option_, variable});
  return *this;
}

Command& Command::command(const std::string& name, const std::string& about) {
  app_.require_subcommand(0, 1);
  commands_.push_back(std::unique_ptr<Command>(new Command(*app_.add_subcommand(name, about))));
  return *commands_.back();
}

template <typename Value>
Option Command::add(const char* names, Value& out, const char* about) {
  return {app_.add_option(names, out, about)->transform(as_typed), this};
}

Option Command::option(const char* names, std::string& out, const char* about) {
  return add(names, out, about);
}

Option Command::option(const char* names, std::vector<std::string>& out, const char* about) {
  return add(names, out, about);
}

Option Command::option(const char* names, uint64_t& out, const char* about) {
  return add(names, out, about);
}

Option Command::option(const char* names, double& out, const char* about) {
  return add(names, out, about);
}

Option Command::option(const char* names, std::optional<unsigned>& out, const char* about) {
  return add(names, out, about);
}

Option Command::option(const char* names, std::optional<int64_t>& out, const char* about) {
  return add(names, out, about);
}

Option Command::flag(const char* names, bool& out, const char* about) {
  return {app_.add_flag(names, out, about), this};
}

Option Command::flag(const char* names, std::function<void()> then, const char* about) {
  return {app_.add_flag_callback(names, std::move(then), about), this};
}

void Command::footer(const std::string& text) { app_.footer(text); }

std::string Command::name() const { return app_.get_name(); }

std::vector<std::string> Command::words() const {
  std::vector<std::string> words;
  for (const auto& each : commands_) words.push_back(each->name());
  for (const CLI::Option* option : app_.get_options()) {
    for (const std::string& name : option->get_lnames()) words.push_back("--" + name);
  }
  return words;
}

std::vector<Setting> Command::given() const {
  const auto by_variable = [&](const CLI::Option* option) {
    return std::ranges::any_of(from_environment_, [&](const FromEnvironment& each) {
      return each.option == option && !each.value.empty();
    });
  };
  std::vector<Setting> given;
  for (const CLI::Option* option : app_.get_options()) {
    if (option->count() == 0 || option->get_lnames().empty() || by_variable(option)) continue;
    given.push_back({key_of(*option), given_value(*option), "--" + option->get_lnames()[0]});
  }
  for (const FromEnvironment& each : from_environment_) {
    if (!each.value.empty()) given.push_back({key_of(*each.option), each.value, each.variable});
  }
  return given;
}

// The environment fills in what no flag gave. Of every command, not only of the one that was named.
void Command::read_environment() {
  for (FromEnvironment& each : from_environment_) {
    if (each.option->count() != 0) continue;
    each.value = specgate::environment(each.variable);
    if (each.value.empty()) continue;
    each.option->add_result(each.value);
    each.option->run_callback();
  }
  for (const auto& each : commands_) each->read_environment();
}

// parsed(), as CLI11's list of subcommands lacks one that stands behind "--".
const Command* Command::runs() const {
  for (const auto& each : commands_) {
    if (each->run_ && each->app_.parsed()) return each.get();
  }
  for (const auto& each : commands_) {
    if (const Command* const below = each->runs(); below != nullptr) return below;
  }
  return nullptr;
}

CommandLine::CommandLine(const char* name, const char* about, const char* version)
    : app_(std::make_unique<CLI::App>(about, name)), program_(new Command(*app_)) {
  app_->set_version_flag("--version,-V", version);
}

CommandLine::~CommandLine() = default;

int CommandLine::run(std::vector<std::string> words) {
  words = as_flags(*program_, std::move(words));
  mark_brackets(words);
  std::reverse(words.begin(), words.end());  // as CLI11 wants them
  try {
    app_->parse(std::move(words));
    program_->read_environment();
  } catch (const CLI::Success& success) {  // --help, --version
    return app_->exit(success);
  } catch (const CLI::ExtrasError&) {
    return unknown_words();
  } catch (const CLI::ParseError& error) {
    complain(error.what());
    return hint();
  }
  const Command* const named = program_->runs();
  return named != nullptr ? named->run_() : show_help(used().app_);
}

// The command that was named, as deep as it goes: `plan convert`.
Command& CommandLine::used() const {
  Command* at = program_.get();
  while (!at->app_.get_subcommands().empty()) {
    const CLI::App* const named = at->app_.get_subcommands()[0];
    at = std::ranges::find_if(at->commands_, [&](const auto& each) { return &each->app_ == named; })->get();
  }
  return *at;
}

int CommandLine::hint() const {
  std::fprintf(stderr, "See \"%s --help\".\n", full_name(used().app_).c_str());
  return kCannot;
}

// "unknown option --profle, did you mean --profile?"
int CommandLine::unknown_words() const {
  const std::vector<std::string> known = used().words();
  const std::vector<std::string_view> views(known.begin(), known.end());
  for (const std::string& marked : app_->remaining(true)) {
    const std::string word = as_typed(marked);
    const std::string flag = word.substr(0, word.find('='));
    std::string message = (word[0] == '-' ? "unknown option " : "unknown command ") + flag;
    const std::string_view near = nearest(flag, views);
    if (!near.empty()) message.append(", did you mean ").append(near).append("?");
    complain(message);
  }
  return hint();
}

}  // namespace specgate
