// What a schema wants, in words: made once, for explain().
#include <algorithm>
#include <array>

#include "spec/schema/compiler.h"

namespace specgate {
namespace {

constexpr size_t kMostValues = 10, kLongestValue = 40, kMostBranches = 4;

// Would a reader take the bare text for another value than a text, or not see where it ends?
bool needs_quotes(std::string_view text) {
  constexpr std::array<std::string_view, 3> kWords = {"true", "false", "null"};
  if (text.empty() || text.front() == ' ' || text.back() == ' ') return true;
  return text.find_first_not_of("0123456789+-.eE") == std::string_view::npos ||
         text.find(", ") != std::string_view::npos || std::ranges::find(kWords, text) != kWords.end();
}

}  // namespace

// Text is bare where nobody can mistake it: "one of steel, wood", but "1" beside 1.
std::string SchemaCompiler::describe_value(const Json& value) {
  if (value.is(Kind::kObject)) return "a certain object";
  if (value.is(Kind::kArray)) return "a certain array";
  std::string out;
  if (value.is(Kind::kString) && !needs_quotes(value.text))
    out = value.text;
  else
    append_json(value, JsonLayout::kCompact, out);
  if (out.size() <= kLongestValue) return out;
  size_t end = kLongestValue;
  while ((static_cast<unsigned char>(out[end]) & 0xc0) == 0x80) --end;  // not within a character
  return out.substr(0, end) + "...";
}

std::string SchemaCompiler::describe_choice(const Json& values) {
  if (values.items.size() == 1) return describe_value(values.items[0]);
  std::string out = "one of ";
  for (size_t i = 0; i < values.items.size(); ++i) {
    if (i > 0) out += ", ";
    if (i == kMostValues) return out + "...";
    out += describe_value(values.items[i]);
  }
  return values.items.empty() ? "nothing" : out;
}

// Empty where there is no short way to say it.
std::string SchemaCompiler::describe(const Json& schema) {
  if (schema.is(Kind::kBoolean)) return schema.is_true() ? "anything" : "nothing";
  if (const Json* const value = schema.find("const")) return describe_value(*value);
  if (const Json* const values = schema.find("enum"); values != nullptr && values->is(Kind::kArray))
    return describe_choice(*values);
  std::string out;
  if (const Json* const types = schema.find("type")) {
    out = types->text;
    for (const Json& type : types->items) out += (out.empty() ? "" : " or ") + type.text;
  }
  if (const std::string_view pattern = schema.text_of("pattern"); !pattern.empty())
    return (out.empty() ? "text" : out) + " matching " + std::string(pattern);
  return out.empty() ? std::string(schema.text_of("title")) : out;
}

std::string SchemaCompiler::that_fits(const Json& schema) {
  const std::string words = describe(schema);
  if (!words.empty()) return "that is " + words;
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
