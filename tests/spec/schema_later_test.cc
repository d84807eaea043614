// Random schemas of 2019-09 and 2020-12 against random values, beside the slow interpreter of
// schema_slow.h: both judge alike, and explain() tells something just where valid() says no.
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "tests/spec/json_schema_support.h"
#include "tests/spec/schema_slow.h"
#include "tests/support/spec.h"
#include "tests/support/whole.h"

namespace specgate {
namespace {

constexpr std::string_view kNames[] = {"a", "b", "ab", "c"};
constexpr std::string_view kTypes[] = {"null", "integer", "string", "object", "array"};

// Texts of schemas and values out of a seed.
class Maker {
 public:
  Maker(uint32_t seed, Draft draft) : source_(seed), draft_(draft) {}

  std::string schema(int levels) {
    if (below(8) == 0 || levels == 0) return leaf();
    std::string out = "{";
    std::vector<std::string> words = keywords();
    std::shuffle(words.begin(), words.end(), source_);
    const size_t count = 1 + below(4);
    for (size_t i = 0; i < count; ++i)
      out += (i == 0 ? "" : ",") + keyword(words[i], levels - 1);
    return out + "}";
  }

  std::string value(int levels) {
    switch (below(levels == 0 ? 4 : 8)) {
      case 0:
        return "null";
      case 1:
        return std::to_string(below(4));
      case 2:
      case 3:
        return quoted(kNames[below(4)]);
      case 4:
        return list([&] { return value(levels - 1); }, below(4));
      default:
        return map([&] { return value(levels - 1); });
    }
  }

 private:
  uint32_t below(uint32_t limit) { return static_cast<uint32_t>(source_() >> 8) % limit; }
  static std::string quoted(std::string_view text) { return "\"" + std::string(text) + "\""; }

  template <typename One>
  std::string list(const One& one, size_t count) {
    std::string out = "[";
    for (size_t i = 0; i < count; ++i) out += (i == 0 ? "" : ",") + one();
    return out + "]";
  }
  template <typename One>
  std::string map(const One& one) {
    std::string out = "{";
    for (const std::string_view name : kNames) {
      if (below(2) == 0) continue;
      out += (out == "{" ? "" : ",") + quoted(name) + ":" + one();
    }
    return out + "}";
  }

  std::string leaf() {
    switch (below(6)) {
      case 0:
        return "true";
      case 1:
        return "false";
      case 2:
        return R"({"minimum":)" + std::to_string(below(4)) + "}";
      case 3:
        return R"({"maxLength":1})";
      default:
        return R"({"type":)" + quoted(kTypes[below(5)]) + "}";
    }
  }

  std::vector<std::string> keywords() const {
    std::vector<std::string> out = {
        "type",  "const",  "required", "properties", "patternProperties", "additionalProperties",
        "allOf", "anyOf",  "oneOf",    "not",        "if",                "propertyNames",
        "items", "contains", "dependentRequired", "dependentSchemas", "unevaluatedProperties",
        "unevaluatedProperties", "unevaluatedItems", "pattern", "properties", "anyOf"};
    if (draft_ == Draft::k2020) out.emplace_back("prefixItems");
    std::sort(out.begin(), out.end());
    return out;
  }

  std::string keyword(const std::string& word, int levels) {
    const std::string key = quoted(word) + ":";
    const auto one = [&] { return schema(levels); };
    const auto names = [&] { return list([&] { return quoted(kNames[below(4)]); }, below(3)); };
    if (word == "type") return key + quoted(kTypes[below(5)]);
    if (word == "const") return key + value(1);
    if (word == "pattern") return key + quoted(below(2) == 0 ? "^a" : "b$");
    if (word == "required") return key + names();
    if (word == "properties" || word == "dependentSchemas") return key + map(one);
    if (word == "dependentRequired") return key + map(names);
    if (word == "patternProperties") return key + R"({"^a":)" + one() + "}";
    if (word == "allOf" || word == "anyOf" || word == "oneOf" || word == "prefixItems")
      return key + list(one, 1 + below(3));
    if (word == "if")
      return key + one() + R"(,"then":)" + one() + (below(2) == 0 ? R"(,"else":)" + one() : "");
    if (word == "contains") {
      return key + one() + R"(,"minContains":)" + std::to_string(below(3)) +
             (below(2) == 0 ? R"(,"maxContains":)" + std::to_string(below(3)) : "");
    }
    if (word == "items" && draft_ == Draft::k2019 && below(2) == 0)
      return key + list(one, below(3)) + (below(2) == 0 ? R"(,"additionalItems":)" + one() : "");
    return key + one();
  }

  std::mt19937 source_;
  Draft draft_;
};

Json json_of(std::string_view text) {
  return whole(parse_json("schema", text, spec()));
}

// Words that stand twice would be one: the first stays, and what follows it is left away.
bool repeats_a_word(const std::string& text) {
  return !parse_json("schema", text, spec());
}

TEST(SchemaLater, TheSlowInterpreterJudgesAlike) {
  constexpr uint32_t kSchemas = 4000, kValues = 6;
  size_t valid = 0, all = 0;
  for (uint32_t seed = 0; seed < kSchemas; ++seed) {
    const Draft draft = seed % 2 == 0 ? Draft::k2019 : Draft::k2020;
    Maker maker(seed, draft);
    std::string text = maker.schema(4);
    if (text[0] != '{' || repeats_a_word(text)) continue;
    const Json plain = json_of(text);
    text.insert(1, "\"$schema\":\"https://json-schema.org/draft/" + std::string(name_of(draft)) +
                       "/schema\"" + (text == "{}" ? "" : ","));
    SchemaCase schema(text);
    for (uint32_t i = 0; i < kValues; ++i) {
      const std::string value = maker.value(3);
      const bool fits = schema.valid(value);
      ++all;
      valid += fits ? 1 : 0;
      EXPECT_EQ(fits, slowly_valid(plain, json_of(value), draft)) << text << "\n" << value;
      EXPECT_EQ(fits, schema.failures(value).empty()) << text << "\n" << value;
    }
  }
  EXPECT_GT(all, kSchemas * 3);   // most are schemas
  EXPECT_GT(valid, all / 10);     // neither all
  EXPECT_LT(valid, all * 9 / 10);  // nor none
}

}  // namespace
}  // namespace specgate
