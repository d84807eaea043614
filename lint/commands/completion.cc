#include "lint/commands/completion.h"

#include <cstdio>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "lint/commands/command.h"
#include "lint/commands/command_line.h"
#include "lint/report/reporter.h"

namespace specgate {
namespace {

// A flag that wants one of some words.
struct FlagWords {
  std::string flag;    // "--format"
  std::string letter;  // "-f", or empty
  std::vector<std::string> words;
};

// A command and the words that may follow it.
struct CommandWords {
  std::string name;  // "lint", "plan convert" (before "plan"); empty, last: the program itself
  std::vector<std::string> words;
  std::vector<FlagWords> flags{};
};

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : " ") + word;
  return out;
}

std::string either(const FlagWords& flag, std::string_view before, std::string_view between) {
  std::string out = std::string(before) + flag.flag;
  if (!flag.letter.empty()) out.append(between).append(before).append(flag.letter);
  return out;
}

// Further arms, for "COMMAND FLAG": what may follow the flag.
std::string flag_arms(const std::vector<CommandWords>& commands) {
  std::string out;
  for (const CommandWords& command : commands) {
    for (const FlagWords& flag : command.flags) {
      out += "    " + either(flag, "\"" + command.name + " \"", "|") + ") words=\"" +
             joined(flag.words) + "\" ;;\n";
    }
  }
  return out;
}

// The `case` arms that bash and zsh share, over the first two words of the line: each sets `words`.
std::string arms(const std::vector<CommandWords>& commands) {
  std::string out;
  for (const CommandWords& command : commands) {
    const bool nested = command.name.find(' ') != std::string::npos;
    const std::string pattern = command.name.empty() ? "*"
                                : nested             ? '"' + command.name + '"'
                                                     : '"' + command.name + " \"*";
    out += "    " + pattern + ") words=\"" + joined(command.words) + "\" ;;\n";
  }
  return out;
}

std::string bash_script(const std::vector<CommandWords>& commands) {
  return "_specgate() {\n"
         "  local words word=\"${COMP_WORDS[COMP_CWORD]}\"\n"
         "  case \"${COMP_WORDS[1]} ${COMP_WORDS[2]}\" in\n" +
         arms(commands) +
         "  esac\n"
         "  case \"${COMP_WORDS[1]} ${COMP_WORDS[COMP_CWORD-1]}\" in\n" +
         flag_arms(commands) +
         "  esac\n"
         "  COMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n"
         "}\n"
         "complete -o default -F _specgate specgate\n";
}

// zsh has its own `words`, the command line, in a completion function.
std::string zsh_script(const std::vector<CommandWords>& commands) {
  return "#compdef specgate\n"
         "_specgate() {\n"
         "  local first=\"${words[2]} ${words[3]}\"\n"
         "  local before=\"${words[2]} ${words[CURRENT-1]}\"\n"
         "  local words\n"
         "  case \"$first\" in\n" +
         arms(commands) +
         "  esac\n"
         "  case \"$before\" in\n" +
         flag_arms(commands) +
         "  esac\n"
         "  compadd -- ${=words}\n"
         "  _files\n"
         "}\n"
         "compdef _specgate specgate\n";
}

std::string fish_script(const std::vector<CommandWords>& commands) {
  std::string out;
  for (const CommandWords& command : commands) {
    std::string seen = "__fish_use_subcommand";
    if (!command.name.empty()) {
      seen = "__fish_seen_subcommand_from " + command.name;
      if (const size_t blank = seen.rfind(' '); command.name.find(' ') != std::string::npos) {
        seen.replace(blank, 1, "; and __fish_seen_subcommand_from ");
      }
    }
    out += "complete -c specgate -n '" + seen + "' -a '" + joined(command.words) + "'\n";
    for (const FlagWords& flag : command.flags) {
      out += "complete -c specgate -n '" + seen + "' -l " + flag.flag.substr(2);
      if (!flag.letter.empty()) out += " -s " + flag.letter.substr(1);
      out += " -x -a '" + joined(flag.words) + "'\n";
    }
  }
  return out;
}

// Empty for a shell that is not known.
std::string script_for(std::string_view shell, const std::vector<CommandWords>& commands) {
  if (shell == "bash") return bash_script(commands);
  if (shell == "zsh") return zsh_script(commands);
  if (shell == "fish") return fish_script(commands);
  return {};
}

std::vector<CommandWords> words_of(const Command& program) {
  std::vector<CommandWords> all;
  for (const auto& above : program.commands()) {
    for (const auto& each : above->commands()) {
      all.push_back({above->name() + " " + each->name(), each->words()});
    }
  }
  for (const auto& each : program.commands()) all.push_back({each->name(), each->words()});
  all.push_back({"", program.words()});
  const std::vector<std::string_view> formats = report_formats();
  for (CommandWords& command : all) {
    if (command.name != "lint") continue;
    command.flags.push_back({"--format", "-f", {formats.begin(), formats.end()}});
  }
  return all;
}

int completion_command(const std::string& shell, const Command& program) {
  const std::string script = script_for(shell, words_of(program));
  if (script.empty()) {
    complain(no_such("completion", "shell", shell, {"bash", "zsh", "fish"}));
    return kCannot;
  }
  std::fwrite(script.data(), 1, script.size(), stdout);
  return kClean;
}

}  // namespace

void add_completion(Command& program) {
  Command& completion = program.command("completion", "Print a completion script");
  const auto shell = std::make_shared<std::string>();
  completion.option("SHELL", *shell, "bash, zsh or fish").required();
  completion.run([shell, &program] { return completion_command(*shell, program); });
}

}  // namespace specgate
