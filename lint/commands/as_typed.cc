#include "lint/commands/as_typed.h"

#include <CLI/CLI.hpp>

namespace specgate {
namespace {

constexpr char kMark = '\x1f';  // unit separator: nobody types it

// A word, or the value in "--option=[...]".
bool is_bracketed(const std::string& word) {
  if (!word.ends_with(']')) return false;
  return word.starts_with('[') || (word.starts_with("-") && word.find("=[") != std::string::npos);
}

}  // namespace

void mark_brackets(std::vector<std::string>& words) {
  for (std::string& word : words) {
    if (is_bracketed(word)) word += kMark;
  }
}

std::string as_typed(std::string word) {
  if (word.size() > 1 && word.back() == kMark && word[word.size() - 2] == ']') word.pop_back();
  return word;
}

void take_marks_away(CLI::App& command) {
  for (CLI::Option* option : command.get_options()) {
    const bool has_value = option->get_items_expected_max() > 0;
    if (has_value) option->transform(as_typed);
  }
  for (CLI::App* below : command.get_subcommands(nullptr)) take_marks_away(*below);
}

}  // namespace specgate
