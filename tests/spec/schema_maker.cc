#include "tests/spec/schema_maker.h"

#include <vector>

namespace specgate {
namespace {

constexpr uint32_t kMostLevels = 4;
constexpr std::string_view kNames[] = {"a", "b", "long_name_of_a_property", "ab", ""};
constexpr std::string_view kTypes[] = {"null",   "boolean", "integer", "number",
                                       "string", "object",  "array"};
constexpr std::string_view kNumbers[] = {"0", "1", "2", "3", "7", "-1", "2.5", "100"};
constexpr std::string_view kOddNumbers[] = {"1.0",   "1e2", "-0.0", "12345678901234567890123",
                                            "1e400", "0.1"};
constexpr std::string_view kTexts[] = {"",           "a",           "ab",  "b1",
                                       "2024-01-01", "a@b.example", "äöü", "::1"};
constexpr std::string_view kPatterns[] = {"^a", "b$", "[0-9]+", "^[a-z]*$"};
constexpr std::string_view kOddPatterns[] = {"(?=a)", "(", "\\\\p{L}", "a{1000}"};
constexpr std::string_view kFormats[] = {"date",     "time",         "date-time", "email", "uri",
                                         "hostname", "ipv4",         "ipv6",      "uuid",  "regex",
                                         "shoe",     "uri-template", "iri"};
constexpr std::string_view kReferences[] = {"#",
                                            "#/definitions/a",
                                            "#/properties/a",
                                            "#a",
                                            "b.json",
                                            "#/items/0",
                                            "http://json-schema.org/draft-07/schema#"};

std::string quoted(std::string_view text) { return "\"" + std::string(text) + "\""; }

}  // namespace

uint32_t SchemaMaker::below(uint32_t limit) {
  return at_ < choices_.size() ? choices_[at_++] % limit : 0;
}

std::string_view SchemaMaker::pick(std::span<const std::string_view> words) {
  return words[below(static_cast<uint32_t>(words.size()))];
}

std::string SchemaMaker::schema() {
  out_.clear();
  schema(kMostLevels);
  return out_;
}

std::string SchemaMaker::value() {
  out_.clear();
  value(kMostLevels);
  return out_;
}

void SchemaMaker::key(std::string_view word) {
  if (out_.back() != '{') out_ += ',';
  out_ += quoted(word) + ":";
}

void SchemaMaker::schema(uint32_t levels) {
  const bool flag = words_ == Words::kAll && below(12) == 1;
  if (flag) {
    out_ += below(2) == 0 ? "true" : "false";
    return;
  }
  const uint64_t outer = used_;
  used_ = 0;
  out_ += '{';
  for (uint32_t i = below(4); i > 0; --i) keyword(levels);
  out_ += '}';
  used_ = outer;
}

void SchemaMaker::keyword(uint32_t levels) {
  constexpr uint32_t kCommon = 22, kAll = 33;
  const uint32_t rolled = below(words_ == Words::kAll ? kAll : kCommon);
  const uint32_t word = rolled == 13 ? 12 : rolled;  // properties, twice as often
  if ((used_ >> word & 1) != 0) return;
  // RapidJSON takes required names and dependencies for properties, so that they are not
  // additional.
  constexpr uint64_t kNamed = uint64_t{1} << 10 | uint64_t{1} << 20, kRest = uint64_t{1} << 19;
  const uint64_t bit = uint64_t{1} << word;
  const bool apart = ((bit & kNamed) != 0 && (used_ & kRest) != 0) ||
                     ((bit & kRest) != 0 && (used_ & kNamed) != 0);
  if (apart && words_ == Words::kCommon) return;
  used_ |= bit;
  const uint32_t below_levels = levels == 0 ? 0 : levels - 1;
  if (levels == 0 && word > 11) return;  // those that hold schemas
  switch (word) {
    case 0:
      return types();
    case 1:
      return number("minimum");
    case 2:
      return number("maximum");
    case 3:
      return count("minLength");
    case 4:
      return count("maxLength");
    case 5:
      return count("minItems");
    case 6:
      return count("maxItems");
    case 7:
      return count("minProperties");
    case 8:
      return count("maxProperties");
    case 9:
      return key("pattern"), void(out_ += quoted(pick(kPatterns)));
    case 10:
      return key("required"), names();
    case 11:
      return key("enum"), values(1);
    case 12:
      return schema_map("properties", below_levels);
    case 14:
      return one("items", below_levels);
    case 15:
      return schemas("allOf", below_levels);
    case 16:
      return schemas("anyOf", below_levels);
    case 17:
      return schemas("oneOf", below_levels);
    case 18:
      return one("not", below_levels);
    case 19:
      return one("additionalProperties", below_levels);
    case 20:
      return key("dependencies"), out_ += "{\"a\":", names(), void(out_ += '}');
    case 21:
      return key("multipleOf"), void(out_ += below(2) == 0 ? "2" : "3");
    default:
      return rare_keyword(word);
  }
}

void SchemaMaker::rare_keyword(uint32_t word) {
  constexpr uint32_t kLevels = 1;
  switch (word) {
    case 22:
      return one("if", kLevels), one("then", kLevels), one("else", kLevels);
    case 23:
      return one("contains", kLevels);
    case 24:
      return one("propertyNames", kLevels);
    case 25:
      return key("const"), value(2);
    case 26:
      return key("format"), void(out_ += quoted(pick(kFormats)));
    case 27:
      return key("uniqueItems"), void(out_ += below(3) == 0 ? "false" : "true");
    case 28:
      return key("$ref"), void(out_ += quoted(pick(kReferences)));
    case 29:
      return schema_map("definitions", kLevels);
    case 30:
      return key("$id"), void(out_ += quoted(pick(kReferences)));
    case 31:
      return key("patternProperties"), out_ += "{" + quoted(pick(kOddPatterns)) + ":",
             schema(kLevels), void(out_ += '}');
    default:
      return key("exclusiveMinimum"), void(out_ += pick(kOddNumbers));
  }
}

void SchemaMaker::types() {
  key("type");
  const std::string_view first = pick(kTypes), second = pick(kTypes);
  const bool two = below(3) == 1 && first != second;
  out_ += two ? "[" + quoted(first) + "," + quoted(second) + "]" : quoted(first);
}

void SchemaMaker::number(std::string_view word) {
  key(word);
  out_ += pick(kNumbers);
}

void SchemaMaker::count(std::string_view word) {
  key(word);
  out_ += std::to_string(below(4));
}

void SchemaMaker::schemas(std::string_view word, uint32_t levels) {
  key(word);
  out_ += '[';
  for (uint32_t i = 1 + below(2);; --i) {
    schema(levels);
    if (i == 0) break;
    out_ += ',';
  }
  out_ += ']';
}

void SchemaMaker::schema_map(std::string_view word, uint32_t levels) {
  key(word);
  out_ += '{';
  for (const std::string_view name : kNames) {
    if (below(2) == 0) continue;
    key(name);
    schema(levels);
  }
  out_ += '}';
}

void SchemaMaker::one(std::string_view word, uint32_t levels) {
  key(word);
  schema(levels);
}

void SchemaMaker::names() {
  const std::string_view first = pick(kNames), second = pick(kNames);
  out_ += "[" + quoted(first) + (first == second ? "" : "," + quoted(second)) + "]";
}

void SchemaMaker::values(uint32_t levels) {
  out_ += '[';
  for (uint32_t i = below(4);; --i) {
    value(levels);
    if (i == 0) break;
    out_ += ',';
  }
  out_ += ']';
}

void SchemaMaker::value(uint32_t levels) {
  const bool odd = words_ == Words::kAll && below(4) == 1;
  switch (below(levels == 0 ? 5 : 8)) {
    case 0:
      out_ += "null";
      return;
    case 1:
      out_ += below(2) == 0 ? "true" : "false";
      return;
    case 2:
      out_ += odd ? pick(kOddNumbers) : pick(kNumbers);
      return;
    case 3:
    case 4:
      out_ += quoted(pick(kTexts));
      return;
    case 5:
      return values(levels - 1);
    default:
      break;
  }
  out_ += '{';
  for (const std::string_view name : kNames) {
    if (below(2) == 0) continue;
    key(name);
    value(levels - 1);
  }
  out_ += '}';
}

}  // namespace specgate
