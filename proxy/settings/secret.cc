// {env: NAME} or {file: PATH} -> a secret. No message shows what was found, not even of a text that
// stands where none may stand: a secret put there by mistake looks like no name.
#include <algorithm>
#include <cstdlib>

#include "proxy/settings/reader.h"
#include "rules/config/config_reader.h"
#include "spec/text/ascii.h"
#include "spec/text/text_file.h"

namespace specgate::proxy {
namespace {

constexpr std::string_view kForms = "wanted {env: NAME} or {file: PATH}";
constexpr size_t kLongest = 4096;

bool is_variable(std::string_view name) {
  const auto of_name = [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  };
  return !name.empty() && std::all_of(name.begin(), name.end(), of_name);
}

// What is wrong with a secret, if anything: it must fit into a header line.
std::string_view wrong_with(std::string_view secret) {
  const auto unprintable = [](char c) { return c <= ' ' || c >= 0x7f; };
  if (secret.empty()) return "is empty";
  if (secret.size() > kLongest) return "holds more than 4096 bytes";
  if (std::any_of(secret.begin(), secret.end(), unprintable)) {
    return "holds more than one word of ASCII";
  }
  return {};
}

// What is wrong with the way the file names the secret, if anything.
std::string wrong_form(const YamlNode& value) {
  if (value.is_scalar()) {
    return "is a literal text: configuration files are copied and committed, a secret is not for "
           "them, " +
           std::string(kForms);
  }
  const YamlNode* const place =
      value.find("env") != nullptr ? value.find("env") : value.find("file");
  const bool one = value.members.size() == 1 && place != nullptr;
  if (!one || !place->is_scalar() || place->text.empty()) {
    return "says not where the secret is, " + std::string(kForms);
  }
  if (value.find("env") == nullptr || is_variable(place->text)) return {};
  return "names a variable that cannot be, " + std::string(kForms);
}

bool is_small(char c) { return c >= 'a' && c <= 'z'; }
bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }

// "secrets", "Audit", "ENV", "2026": what people call things, no key of random letters and digits.
bool is_plain_word(std::string_view word, size_t most_digits) {
  constexpr size_t kMostLetters = 15;
  if (std::ranges::all_of(word, is_digit)) return word.size() <= most_digits;
  const std::string_view rest = word.substr(1);
  const bool one_case = std::ranges::all_of(rest, is_small) || std::ranges::all_of(word, is_capital);
  return word.size() <= kMostLetters && one_case && (is_small(word[0]) || is_capital(word[0]));
}

constexpr size_t kDigitsOfAYear = 4, kDigitsOfAnId = 10;

// Words with one of `joints` between them.
bool is_of_words(std::string_view text, std::string_view joints, size_t most_digits = kDigitsOfAYear) {
  while (!text.empty()) {
    const std::string_view word = text.substr(0, text.find_first_of(joints));
    if (!word.empty() && !is_plain_word(word, most_digits)) return false;
    text.remove_prefix(std::min(text.size(), word.size() + 1));
  }
  return true;
}

// "variable NAME", where that is one as people write them.
std::string variable_called(std::string_view name) {
  std::string words(name);  // "WEB2_KEY" is of the words WEB, 2 and KEY
  for (size_t i = 1; i < words.size(); ++i) {
    if (is_digit(words[i]) && is_capital(words[i - 1])) words.insert(i, 1, '_');
  }
  const bool plain = std::ranges::none_of(words, is_small) && is_of_words(words, "_");
  return plain ? "variable " + std::string(name) : "a variable whose name may be the secret itself";
}

// What begins at the root is a path, and may go through folders of a user's or a process's number.
std::string file_called(std::string_view path, const std::string& whole) {
  const size_t digits = path.starts_with('/') ? kDigitsOfAnId : kDigitsOfAYear;
  const bool plain = is_of_words(path, "/.-_", digits);
  return plain ? "file " + whole : "a file whose name may be the secret itself";
}

// Where a secret is, and what it is: or why it is not there.
struct Fetched {
  std::string from, wrong, text;
};

Fetched from_variable(const std::string& name) {
  const char* const text = std::getenv(name.c_str());
  const std::string from = variable_called(name);
  if (text == nullptr) return {from, "is not set", {}};
  return {from, std::string(wrong_with(text)), text};
}

// `path`: as the configuration has it.
Fetched from_file(std::string_view path, const std::string& whole) {
  constexpr size_t kNewline = 2;
  std::string text;
  const std::string from = file_called(path, whole);
  std::string wrong = read_file(whole, {.most = kLongest + kNewline}, text);
  if (!wrong.empty()) return {from, "cannot be read: it is " + wrong, {}};
  if (text.ends_with('\n')) text.pop_back();
  if (text.ends_with('\r')) text.pop_back();
  return {from, std::string(wrong_with(text)), std::move(text)};
}

}  // namespace

std::string SettingsFields::secret_in(const YamlNode& value, Secret& out) const {
  const YamlNode* const env = value.find("env");
  const YamlNode* const file = value.find("file");
  Fetched found = env != nullptr ? from_variable(env->text)
                                 : from_file(file->text, in_folder_of(place_.file, file->text));
  if (!found.wrong.empty()) return "asks for " + found.from + ", which " + found.wrong;
  out = Secret(std::move(found.text));
  return {};
}

void SettingsFields::secret(std::string_view key, Secret& out) {
  if (!place_.in_force) return unused_secret(key);
  const YamlNode* const value = fields_.node(key);
  if (value == nullptr) return;
  std::string wrong = wrong_form(*value);
  if (wrong.empty()) wrong = secret_in(*value, out);
  if (!wrong.empty()) problem(*value, quoted_name(key) + " " + wrong);
}

void SettingsFields::unused_secret(std::string_view key) {
  const YamlNode* const value = fields_.node(key);
  const std::string wrong = value == nullptr ? "" : wrong_form(*value);
  if (!wrong.empty()) problem(*value, quoted_name(key) + " " + wrong);
}

}  // namespace specgate::proxy
