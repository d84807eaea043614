#include "lint/input/language_kinds.h"

#include <algorithm>
#include <cctype>
#include <initializer_list>

#include "spec/text/ascii.h"

namespace specgate {
namespace {

constexpr std::string_view kGiveRows =
    "give the calls themselves as JSON, one a line: what a query selects has other fields";
constexpr std::string_view kGivePayload =
    "give what the program sends: its calls as JSON, one a line, or its requests recorded as HAR";
constexpr std::string_view kGiveLogged = "give the JSON of its calls alone, one a line (grep -o '{.*}')";

bool is_name(char c) { return is_letter(c) || is_digit(c) || c == '_' || c == '$'; }

bool starts_folded(std::string_view text, std::string_view begin) {
  return text.size() >= begin.size() && equal_but_for_case(text.substr(0, begin.size()), begin);
}

// A word in any case, between what belongs to no word.
bool has_word(std::string_view text, std::string_view word) {
  for (size_t at = 1; at + word.size() < text.size(); ++at) {
    const bool here = equal_but_for_case(text.substr(at, word.size()), word);
    if (here && !is_name(text[at - 1]) && !is_name(text[at + word.size()])) return true;
  }
  return false;
}

// "SELECT ... FROM", "INSERT INTO": English begins with the first word alone as well.
bool is_sql(std::string_view text) {
  struct Statement {
    std::string_view begin, word;
  };
  constexpr Statement kStatements[] = {
      {"select ", "from"},       {"insert into ", "values"},  {"insert into ", "select"},
      {"update ", "set"},        {"delete from ", "where"},   {"create table ", "varchar"},
      {"create table ", "int"},  {"create table ", "text"},   {"with ", "select"}};
  return std::any_of(std::begin(kStatements), std::end(kStatements), [&](const Statement& one) {
    return starts_folded(text, one.begin) && has_word(text, one.word);
  });
}

// "const x =", "let x =", "var x ="
bool is_declaration(std::string_view line) {
  for (const std::string_view word : {"const ", "let ", "var "}) {
    if (!line.starts_with(word)) continue;
    line.remove_prefix(word.size());
    const size_t end = line.find_first_of("=\"'");
    return end != std::string_view::npos && end != 0 && line[end] == '=';
  }
  return false;
}

// "analytics.track(", "window.analytics.page(", "callback(": a name, dots and a parenthesis.
bool is_invocation(std::string_view line) {
  const auto no_name = [](char c) { return !is_name(c) && c != '.'; };
  const auto end = static_cast<size_t>(std::find_if(line.begin(), line.end(), no_name) - line.begin());
  return end != 0 && !is_digit(line[0]) && end < line.size() && line[end] == '(' &&
         line.find_first_of("{'\"[)", end) != std::string_view::npos;
}

bool is_script(std::string_view line) {
  constexpr std::string_view kBegins[] = {"function ", "async function ", "export ", "module.exports", "'use strict'",
                                          "\"use strict\"", "!function("};
  const bool imports =
      line.starts_with("import ") && (line.find(" from ") != std::string_view::npos || line.ends_with(';'));
  return imports || is_declaration(line) || is_invocation(line) ||
         std::any_of(std::begin(kBegins), std::end(kBegins),
                     [&](std::string_view begin) { return line.starts_with(begin); });
}

// "2026-11-30", also behind a bracket.
size_t past_date(std::string_view line) {
  constexpr std::string_view kForm = "0000-00-00";
  const size_t begin = line.starts_with('[') ? 1 : 0;
  if (line.size() < begin + kForm.size()) return 0;
  for (size_t i = 0; i < kForm.size(); ++i) {
    const char c = line[begin + i];
    if (kForm[i] == '0' ? !is_digit(c) : c != '-' && c != '/') return 0;
  }
  return begin + kForm.size();
}

// "INFO ", "[INFO]", "INFO:"
bool is_level(std::string_view line) {
  if (line.starts_with('[')) line.remove_prefix(1);
  constexpr std::string_view kLevels[] = {"TRACE", "DEBUG", "INFO", "NOTICE", "WARN", "WARNING", "ERROR",
                                          "FATAL", "CRITICAL"};
  return std::any_of(std::begin(kLevels), std::end(kLevels), [&](std::string_view level) {
    return line.starts_with(level) && line.size() > level.size() &&
           std::string_view(" ]:\t").find(line[level.size()]) != std::string_view::npos;
  });
}

}  // namespace

// Behind the lines and blocks of comment that SQL and programs begin with.
std::string_view past_comments(std::string_view text) {
  for (;;) {
    text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
    const bool line = text.starts_with("--") || text.starts_with("//") || text.starts_with("#!");
    const bool block = text.starts_with("/*");
    if (!line && !block) return text;
    const size_t end = line ? text.find('\n') : text.find("*/", 2);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + (line ? 1 : 2));
  }
}

// Of a table's row the date ends at a separator.
bool is_log(std::string_view line) {
  if (is_level(line)) return true;
  const size_t date = past_date(line);
  if (date == 0 || date == line.size() || (line[date] != ' ' && line[date] != 'T' && line[date] != ']')) return false;
  const std::string_view rest = line.substr(date);
  return rest.find(' ', 1) != std::string_view::npos && std::any_of(rest.begin() + 1, rest.end(), is_letter);
}

TextKind kind_by_language(std::string_view text) {
  constexpr size_t kLook = 2048;
  text = past_comments(text.substr(0, kLook));
  const std::string_view line = text.substr(0, text.find_first_of("\r\n"));
  if (is_log(line)) return {"the text of a log", kGiveLogged};
  if (is_sql(text)) return {"SQL", kGiveRows};
  if (is_script(line)) return {"a program's text, JavaScript or the like", kGivePayload};
  return {};
}

bool is_prose(std::string_view line) {
  constexpr size_t kFewest = 4;  // words
  const bool plain = std::all_of(line.begin(), line.end(), [](char c) {
    return static_cast<unsigned char>(c) >= 0x80 || std::isalnum(static_cast<unsigned char>(c)) != 0 ||
           std::string_view(" .,;:!?'()-/").find(c) != std::string_view::npos;
  });
  return plain && !line.empty() && !is_digit(line[0]) &&
         std::count(line.begin(), line.end(), ' ') + 1 >= static_cast<std::ptrdiff_t>(kFewest);
}

}  // namespace specgate
