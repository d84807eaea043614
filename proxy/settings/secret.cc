// {env: NAME} or {file: PATH} -> a secret. No message shows what was found, not even of a text that
// stands where none may stand.
#include <algorithm>
#include <cstdlib>

#include "proxy/settings/reader.h"
#include "rules/config_reader.h"
#include "spec/text_file.h"

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

// Where a secret is, and what it is: or why it is not there.
struct Fetched {
  std::string from, wrong, text;
};

Fetched from_variable(const std::string& name) {
  const char* const text = std::getenv(name.c_str());
  if (text == nullptr) return {"variable " + name, "is not set", {}};
  return {"variable " + name, std::string(wrong_with(text)), text};
}

Fetched from_file(const std::string& path) {
  constexpr size_t kNewline = 2;
  std::string text;
  std::string wrong = read_file(path, {.most = kLongest + kNewline}, text);
  if (!wrong.empty()) return {"file " + path, "cannot be read: it is " + wrong, {}};
  if (text.ends_with('\n')) text.pop_back();
  if (text.ends_with('\r')) text.pop_back();
  return {"file " + path, std::string(wrong_with(text)), std::move(text)};
}

}  // namespace

std::string SettingsFields::secret_in(const YamlNode& value, Secret& out) const {
  const YamlNode* const env = value.find("env");
  Fetched found = env != nullptr ? from_variable(env->text)
                                 : from_file(in_folder_of(place_.file, value.find("file")->text));
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
