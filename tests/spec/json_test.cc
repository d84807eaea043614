#include "spec/json/json.h"

#include <gtest/gtest.h>

#include "tests/support/spec.h"


namespace specgate {
namespace {

Json read(std::string_view text) {
  Result<Json> out = parse_json("plan.json", text, spec());
  EXPECT_TRUE(out) << (out ? "" : out.problems()[0].text());
  return out ? *out : Json();
}

std::string problems_of(std::string_view text) {
  const Result<Json> out = parse_json("plan.json", text, spec());
  std::string all;
  if (out) return "none";
  for (const Problem& problem : out.problems()) all += problem.text() + "\n";
  return all;
}

std::string written(std::string_view text, JsonLayout layout) {
  std::string out;
  append_json(read(text), layout, out);
  return out;
}

TEST(Json, KnowsWhereEverythingStands) {
  const Json root = read("{\n  \"a\": [1,\n    true],\n  \"b\\n\": \"x\"\n}");
  EXPECT_EQ(root.find("a")->line, 2U);
  EXPECT_EQ(root.find("a")->column, 8U);
  EXPECT_EQ(root.find("a")->items[1].line, 3U);
  EXPECT_EQ(root.find("a")->items[1].column, 5U);
  EXPECT_TRUE(root.find("a")->items[1].is_true());
  EXPECT_EQ(root.member("b\n")->line, 4U);
  EXPECT_EQ(root.member("b\n")->column, 3U);
  EXPECT_EQ(root.text_of("b\n"), "x");
}

TEST(Json, IsWrittenAsItWasSpelled) {
  constexpr std::string_view kText = R"({"n":[1.0,1e2,-0,12345678901234567890123],"s":"a\"é\n","e":{},"l":[]})";
  EXPECT_EQ(written(kText, JsonLayout::kCompact), kText);
  EXPECT_EQ(written(R"({"a":[1,{}],"b":null})", JsonLayout::kLines),
            "{\n  \"a\": [\n    1,\n    {}\n  ],\n  \"b\": null\n}\n");
}

TEST(Json, RepeatedKeysAndBrokenTextsAreProblemsWithTheirPlace) {
  EXPECT_EQ(problems_of("{\"a\": 1,\n \"a\": 2, \"b\": {\"c\": 1, \"c\": 1}}"),
            "plan.json:2:2: the key \"a\" stands twice in this object\n"
            "plan.json:2:24: the key \"c\" stands twice in this object\n");
  EXPECT_TRUE(problems_of("{\"a\":\n [1,]}").starts_with("plan.json:2:5: not valid JSON: "));
  EXPECT_NE(problems_of(std::string(100000, '[')).find("512 levels"), std::string::npos);
  EXPECT_TRUE(problems_of("").starts_with("plan.json:1:1: not valid JSON"));
}

TEST(Json, NumbersAreComparedExactly) {
  for (const auto& [a, b] : {std::pair("1", "1.0"), {"100", "1e2"}, {"0.01", "1E-2"}, {"0", "-0.0"},
                             {"12345678901234567890", "12345678901234567890.000"}}) {
    EXPECT_TRUE(same_number(a, b)) << a << ' ' << b;
  }
  for (const auto& [a, b] : {std::pair("1", "2"), {"-2", "-1"}, {"-1", "0"}, {"0.1", "0.11"},
                             {"9007199254740992", "9007199254740993"}, {"9", "10"},
                             {"1e-400", "1e400"}, {"-1e400", "1"}}) {
    EXPECT_EQ(compare_numbers(a, b), -1) << a << ' ' << b;
    EXPECT_EQ(compare_numbers(b, a), 1) << a << ' ' << b;
  }
  for (const char* whole : {"1", "1.0", "1e2", "10e-1", "-0.0", "123456789012345678901.0"}) {
    EXPECT_TRUE(is_whole(whole)) << whole;
  }
  for (const char* part : {"1.5", "1e-1", "0.10"}) EXPECT_FALSE(is_whole(part)) << part;
}

TEST(Json, EqualityKnowsNoOrderOfMembersAndNoSpellingOfNumbers) {
  EXPECT_TRUE(read(R"({"a":1,"b":[1.0]})") == read(R"({"b":[1],"a":1.0})"));
  EXPECT_FALSE(read(R"([1,2])") == read(R"([2,1])"));
  EXPECT_FALSE(read(R"({"a":1})") == read(R"({"a":1,"b":1})"));
  EXPECT_FALSE(read(R"([false])") == read(R"([0])"));
  EXPECT_FALSE(read(R"(["1"])") == read("[1]"));
}

}  // namespace
}  // namespace specgate
