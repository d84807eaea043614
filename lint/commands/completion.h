// specgate completion: scripts for bash, zsh and fish.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace specgate {

// A flag that wants one of some words.
struct FlagWords {
  std::string flag;    // "--format"
  std::string letter;  // "-f", or empty
  std::vector<std::string> words;
};

// A command and the words that may follow it.
struct CommandWords {
  std::string name;  // "lint", "plan convert" (before "plan"); empty, last: the program itself
  std::string about;
  std::vector<std::string> words;
  std::vector<FlagWords> flags{};
};

// Empty for a shell that is not known.
std::string completion_script(std::string_view shell, const std::vector<CommandWords>& commands);
std::vector<std::string_view> completion_shells();

}  // namespace specgate
