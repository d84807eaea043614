// A text that an old pattern takes and a new one refuses is found where people would see one.
#include "spec/schema/containment/telling_text.h"

#include <gtest/gtest.h>

namespace specgate {
namespace {

std::optional<std::string> told(const std::string& before, const std::string& after) {
  SchemaSpace space(FormatReading::kSegment);
  space.refill(400'000);
  return telling_text({before}, {after}, space);
}

TEST(TellingText, IsFoundWherePeopleWouldSeeOne) {
  constexpr const char* kNarrowed[][2] = {
      {"^[A-Za-z ]+$", "^[A-Za-z]+$"},
      {"^.{1,255}$", "^.{1,100}$"},
      {"^[a-z0-9-]{1,64}$", "^[a-z0-9-]{1,32}$"},
      {"^usr_[a-z0-9]{8,}$", "^usr_[a-z0-9]{10,}$"},
      {"^#[0-9a-fA-F]{6}$", "^#[0-9a-f]{6}$"},
      {"^[^<>]*$", "^[^<>&]*$"},
      {"^.+$", "^[ -~]+$"},
      {"^\\p{L}+$", "^[A-Za-z]+$"},
      {"(?i)^abc$", "^abc$"},
      {"^(?P<code>[A-Z]{2})$", "^[B-Z]{2}$"},
      {"^(foo|bar|baz)$", "^(foo|bar)$"},
      {"^[A-Z]{3}$", "^[A-Z]{4}$"},
      {"^https?://", "^https://"},
      {R"(^[\u4e00-\u9fff]{2,5}$)", R"(^[\u4e00-\u9fff]{2,4}$)"},
      {R"(^\x41+$)", "^A$"},
      {"^v[0-9]+(\\.[0-9]+)?$", "^v[0-9]+$"},
      {"", "^a"},
  };
  for (const auto& [before, after] : kNarrowed) {
    const auto text = told(before, after);
    ASSERT_TRUE(text) << before << " -> " << after;
    SchemaSpace space(FormatReading::kSegment);
    EXPECT_EQ(space.matches(before, *text), Truth::kYes) << *text;
    EXPECT_EQ(space.matches(after, *text), Truth::kNo) << *text;
  }
}

TEST(TellingText, IsNotFoundWhereThereIsNone) {
  constexpr const char* kWidened[][2] = {
      {"^[A-Za-z]+$", "^[A-Za-z ]+$"}, {"^.{1,100}$", "^.{1,255}$"}, {"^[0-9]+$", "^\\d+$"},
      {"^a", ""},                      {"^abc$", "(?i)^abc$"},       {"^(foo|bar)$", "^(foo|bar|baz)$"},
  };
  for (const auto& [before, after] : kWidened) EXPECT_FALSE(told(before, after)) << before << " -> " << after;
}

TEST(TellingText, OfWhatNobodyCanRunIsNone) {
  EXPECT_FALSE(told("^(?=a)a$", "^b$"));
  EXPECT_FALSE(told("^a$", "^(?=a)a$"));
}

TEST(TellingText, VariesWhatMatches) {
  SchemaSpace space(FormatReading::kSegment);
  space.refill(400'000);
  for (const std::string& text : varied_texts({"(?i)^[a-c]{2,3}$"}, space)) {
    EXPECT_EQ(space.matches("(?i)^[a-c]{2,3}$", text), Truth::kYes) << text;
  }
  EXPECT_GT(varied_texts({"(?i)^[a-c]{2,3}$"}, space).size(), 5U);
}

}  // namespace
}  // namespace specgate
