#include "rules/privacy/personal_text.h"

#include <gtest/gtest.h>

#include <string>

namespace specgate {
namespace {

using What = PersonalText::What;

struct TextCase {
  std::string_view text;
  What what;
  std::string_view found;
};

const TextCase kTexts[] = {
    {"", What::kNothing, ""},
    {"Order Completed", What::kNothing, ""},
    {"write to peter@example.com.", What::kEmail, "peter@example.com"},
    {"peter.g+news@mail.example.co.uk", What::kEmail, "peter.g+news@mail.example.co.uk"},
    {"https://example.com/?email=peter%40example.com&a=1", What::kEmail, "peter%40example.com"},
    {"a%40 then b@example.org", What::kEmail, "b@example.org"},
    {"https://example.com/@peter.g", What::kNothing, ""},
    {"https://peter@example.com/", What::kNothing, ""},
    {"https://example.com/a/peter@example.com", What::kEmail, "peter@example.com"},
    {"/logo@2x.png", What::kNothing, ""},
    {"react@17.0.2", What::kNothing, ""},
    {"a@b", What::kNothing, ""},
    {"a@b..com", What::kNothing, ""},
    {"4111111111111111", What::kCard, "4111111111111111"},
    {"card 4111 1111 1111 1111, thanks", What::kCard, "4111 1111 1111 1111"},
    {"3782-822463-10005", What::kCard, "3782-822463-10005"},
    {"?pan=6011111111111117&x=1", What::kCard, "6011111111111117"},
    {"4111111111111112", What::kNothing, ""},   // no check digit
    {"1449720511905", What::kNothing, ""},      // a time
    {"a4111111111111111", What::kNothing, ""},  // part of a word
    {"41111111111111114111111111111111", What::kNothing, ""},
    {"0004111111111111111", What::kNothing, ""},
};

TEST(PersonalText, FindsAddressesAndCardsOnly) {
  for (const TextCase& one : kTexts) {
    const PersonalText found = find_personal(one.text);
    EXPECT_EQ(found.what, one.what) << one.text;
    EXPECT_EQ(one.text.substr(found.begin, found.end - found.begin), one.found) << one.text;
  }
}

// Wherever they stand in texts of any length, and whatever stands around them.
TEST(PersonalText, FindsThemAtEveryPlace) {
  for (const std::string_view found :
       {"4111111111111111", "4222 2222-2222-2", "a@b.org", "a%40b.org"}) {
    const What what = found.front() == '4' ? What::kCard : What::kEmail;
    for (const std::string_view around : {"x/", "1/", "- ", "12345 /", "=\u00e9"}) {
      std::string before;
      for (size_t place = 0; place < 70; ++place) {
        before += around[place % around.size()];
        for (size_t after = 0; after < 40; ++after) {
          const std::string text = before + "?" + std::string(found) + std::string(after, '/');
          const PersonalText got = find_personal(text);
          ASSERT_EQ(got.what, what) << text;
          ASSERT_EQ(got.begin, before.size() + 1) << text;
          ASSERT_EQ(got.end - got.begin, found.size()) << text;
        }
      }
    }
  }
}

// Each of these costs the square of its length to a search that starts over.
TEST(PersonalText, HostileTextsTakeLinearTime) {
  constexpr size_t kCount = 400000;
  std::string signs(kCount, '@'), coded, users = "//";
  for (size_t i = 0; i < kCount / 8; ++i) {
    coded += "a%40b.";
    users += "a@b.com,";
  }
  EXPECT_EQ(find_personal(signs).what, What::kNothing);
  EXPECT_EQ(find_personal(coded).what, What::kNothing);
  EXPECT_EQ(find_personal(users).what, What::kEmail);
  EXPECT_EQ(find_personal(std::string(kCount, '1')).what, What::kNothing);
}

}  // namespace
}  // namespace specgate
