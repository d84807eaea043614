// What a schema wants, in words: made once, for explain().
#include <algorithm>
#include <array>

#include "spec/schema/compiler.h"

namespace specgate {
namespace {

constexpr size_t kMostValues = 10, kMostBranches = 4;

// Would a reader take the bare text for another value than a text, or not see where it ends?
bool needs_quotes(std::string_view text) {
  constexpr std::array<std::string_view, 3> kWords = {"true", "false", "null"};
  if (text.empty() || text.front() == ' ' || text.back() == ' ') return true;
  return text.find_first_not_of("0123456789+-.eE") == std::string_view::npos ||
         text.find(", ") != std::string_view::npos || std::ranges::find(kWords, text) != kWords.end();
}

enum class Quotes : uint8_t { kWhereNeeded, kAlways };

Quotes quotes_of(const Json& value) {
  const bool needed = value.is(Kind::kString) && needs_quotes(value.text);
  return needed ? Quotes::kAlways : Quotes::kWhereNeeded;
}

std::string spelled(const Json& value, Quotes quotes) {
  constexpr size_t kLongestValue = 40;
  if (value.is(Kind::kObject)) return "a certain object";
  if (value.is(Kind::kArray)) return "a certain array";
  std::string out;
  if (value.is(Kind::kString) && quotes == Quotes::kWhereNeeded)
    out = value.text;
  else
    append_json(value, JsonLayout::kCompact, out);
  if (out.size() <= kLongestValue) return out;
  size_t end = kLongestValue;
  while ((static_cast<unsigned char>(out[end]) & 0xc0) == 0x80) --end;  // not within a character
  return out.substr(0, end) + "...";
}

std::string with_article(std::string_view type) {
  if (type == "null") return "null";
  const bool vowel = std::string_view("aeiou").find(type.front()) != std::string_view::npos;
  return (vowel ? "an " : "a ") + std::string(type);
}

// "string or null"
std::string types_of(const Json& schema, std::string (*spell)(std::string_view)) {
  const Json* const types = schema.find("type");
  if (types == nullptr) return {};
  std::string out = types->text.empty() ? "" : spell(types->text);
  for (const Json& type : types->items) {
    if (!type.text.empty()) out += (out.empty() ? "" : " or ") + spell(type.text);
  }
  return out;
}

std::string bare(std::string_view type) { return std::string(type); }

}  // namespace

// Text is bare where nobody can mistake it: "one of steel, wood", but "1" beside 1.
std::string SchemaCompiler::describe_value(const Json& value) { return spelled(value, quotes_of(value)); }

// Where one text has quotes, all have.
std::string SchemaCompiler::describe_choice(const Json& values) {
  if (values.items.size() == 1) return describe_value(values.items[0]);
  std::string out = "one of ";
  const auto needed = [](const Json& value) { return quotes_of(value) == Quotes::kAlways; };
  const bool any = std::any_of(values.items.begin(), values.items.end(), needed);
  for (size_t i = 0; i < values.items.size(); ++i) {
    if (i > 0) out += ", ";
    if (i == kMostValues) return out + "...";
    out += spelled(values.items[i], any ? Quotes::kAlways : Quotes::kWhereNeeded);
  }
  return values.items.empty() ? "nothing" : out;
}

// Empty where there is no short way to say it.
std::string SchemaCompiler::describe(const Json& schema) {
  if (schema.is(Kind::kBoolean)) return schema.is_true() ? "anything" : "nothing";
  if (const Json* const value = schema.find("const")) return describe_value(*value);
  if (const Json* const values = schema.find("enum"); values != nullptr && values->is(Kind::kArray))
    return describe_choice(*values);
  const std::string out = types_of(schema, bare);
  if (const std::string_view pattern = schema.text_of("pattern"); !pattern.empty())
    return (out.empty() ? "text" : out) + " matching " + std::string(pattern);
  return out.empty() ? std::string(schema.text_of("title")) : out;
}

std::string SchemaCompiler::that_fits(const Json& schema) {
  const std::string types = types_of(schema, with_article), pattern(schema.text_of("pattern"));
  const bool of_values = schema.find("const") != nullptr || schema.find("enum") != nullptr;
  if (!of_values && types.empty() && !pattern.empty()) return "that matches " + pattern;
  if (!of_values && !types.empty()) return "that is " + types + (pattern.empty() ? "" : " matching " + pattern);
  if (const std::string words = describe(schema); !words.empty()) return "that is " + words;
  return schema.line == 0 ? "that fits another schema"
                          : "that fits the schema at line " + std::to_string(schema.line);
}

std::string SchemaCompiler::describe_branches(const Json& branches) {
  std::string out;
  bool all = branches.items.size() <= kMostBranches;
  for (size_t i = 0; all && i < branches.items.size(); ++i) {
    const std::string words = describe(branches.items[i]);
    all = !words.empty();
    if (all && out.find(words) == std::string::npos) out += (out.empty() ? "" : " or ") + words;
  }
  return all ? out : "one of " + std::to_string(branches.items.size()) + " schemas";
}

}  // namespace specgate
