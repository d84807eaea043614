// Texts that nobody filled in, and those that only look like them.
#include "spec/catalogue/unfilled_ends.h"

#include "spec/catalogue/unfilled_words.h"

#include <gtest/gtest.h>

namespace specgate {
namespace {

struct Row {
  std::string_view text;
  Unfilled id, name, value;
};

constexpr Unfilled no = Unfilled::kNo, word = Unfilled::kWord, object = Unfilled::kObject,
                   filled_not = Unfilled::kTemplate, quoted = Unfilled::kQuoted,
                   zeros = Unfilled::kZeros, nobody = Unfilled::kNobody, blank = Unfilled::kBlank;

constexpr Row kRows[] = {
    {"undefined", word, word, word},
    {"Undefined", word, word, word},
    {"null", word, word, word},
    {"NULL", word, word, word},
    {"None", word, word, word},
    {"none", word, word, no},
    {"NaN", word, word, word},
    {"nan", word, word, word},
    {"nil", word, word, word},
    {"<nil>", word, word, word},
    {"(null)", word, word, word},
    {"[object Object]", object, object, object},
    {"[object Promise]", object, object, object},
    {"user-[object Object]", object, object, object},
    {"{{ user.id }}", filled_not, filled_not, filled_not},
    {"{{id}} {{name}}", filled_not, filled_not, filled_not},
    {"${userId}", filled_not, filled_not, filled_not},
    {"Viewed ${page}", filled_not, filled_not, filled_not},
    {"%ANON_ID%", filled_not, filled_not, filled_not},
    {"%%id%%", filled_not, filled_not, filled_not},
    {"%%", no, no, no},
    {"<%= id %>", filled_not, filled_not, filled_not},
    {"\"8f3a-11\"", quoted, no, no},
    {"'8f3a'", quoted, no, no},
    {"%228f3a-11%22", quoted, no, no},
    {"0", zeros, zeros, no},
    {"00000000-0000-0000-0000-000000000000", zeros, zeros, no},
    {"false", nobody, nobody, no},
    {"anonymous", nobody, nobody, no},
    {"", blank, blank, no},
    {" \t", blank, blank, blank},
    {"\u00a0", blank, blank, blank},
    {" undefined ", word, word, word},
    {"undefined ", word, word, word},
    {"x [object Object]", object, object, object},
    {"-", word, word, no},
    {"--", word, word, no},
    {"NONE", word, word, no},
    {"<undefined>", word, word, word},
    {"(nil)", word, word, word},
    {"Nan", word, word, no},
    {"Null", word, word, no},
    {"user-undefined", word, word, word},
    {"user_undefined", word, word, word},
    {"plan-undefined", word, word, word},
    {"x is undefined", word, word, no},
    {"undefined_clicked", word, word, no},
    {"undefined-behavior", word, word, no},
    {"string|undefined", word, word, no},
    {"ReferenceError:undefined", word, word, no},
    {"https://example.com/undefined", word, word, word},
    {"Viewed (null)", word, word, word},
    {"undefinedness", no, no, no},
    {"Undefined Error Seen", no, no, no},
    {"undefined@example.com", no, no, no},
    {"\u201c8f3a\u201d", quoted, no, no},
    {"Clicked %LABEL%", filled_not, filled_not, no},
    {"%EVENT% Fired", filled_not, filled_not, no},
    {"user-%ID%", filled_not, filled_not, no},
    {"caf%C3%A9", no, no, no},
    {"5%off%", no, no, no},
    {"100%", no, no, no},
    {"50%-60%", no, no, no},
    {"[draft] note", no, no, no},
    {"{a}", no, no, no},
    {"nilsson", no, no, no},
    {"Null Island Visited", no, no, no},
    {"u-17", no, no, no},
    {"10", no, no, no},
};

TEST(UnfilledTest, EachTextByItsUse) {
  for (const Row& row : kRows) {
    EXPECT_EQ(unfilled_id(row.text), row.id) << row.text;
    EXPECT_EQ(unfilled_name(row.text), row.name) << row.text;
    EXPECT_EQ(unfilled_value(row.text), row.value) << row.text;
  }
}

TEST(UnfilledTest, AValueIsToldByItsEnds) {
  for (const Row& row : kRows) {
    if (row.value == no) continue;
    EXPECT_TRUE(has_unfilled_ends(row.text.front(), row.text.back())) << row.text;
  }
  EXPECT_FALSE(has_unfilled_ends('a', 'a'));
  EXPECT_FALSE(has_unfilled_ends('"', '"'));
}

// The decoder looks no further at a value that begins otherwise.
TEST(Unfilled, WhatValuesMayBeginWithFollowsFromTheWords) {
  constexpr unfilled_words::Bytes kFirst = unfilled_words::first_of_values();
  for (int c = 0; c < 256; ++c) {
    const char first = static_cast<char>(c);
    EXPECT_EQ(may_be_unfilled_value(first), kFirst[static_cast<size_t>(c)]) << c;
  }
}

TEST(Unfilled, WhoIsNotSignedInIsNobodyAsAnId) {
  for (const std::string_view each : unfilled_words::kNotSignedIn) {
    EXPECT_EQ(unfilled_id(each), nobody) << each;
    EXPECT_EQ(unfilled_name(each), no) << each;
    EXPECT_TRUE(unfilled_words::first_of_ids()[static_cast<unsigned char>(each.front())]) << each;
  }
}

}  // namespace
}  // namespace specgate
