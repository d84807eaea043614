#include "rules/config/glob.h"

#include <gtest/gtest.h>

namespace specgate {
namespace {

struct Case {
  std::string_view pattern, text;
  bool matches;
};

TEST(GlobTest, MatchesPaths) {
  const Case kCases[] = {
      {"a.json", "a.json", true},
      {"a.json", "A.json", false},
      {"a.json", "xa.json", false},
      {"*.json", "a.json", true},
      {"*.json", "a.jsonl", false},
      {"*.json", "b/a.json", false},
      {"*", "", true},
      {"", "", true},
      {"?", "a", true},
      {"?", "/", false},
      {"?", "\xc3\xa9", true},
      {"?", "ab", false},
      {"[a-c]x", "bx", true},
      {"[a-c]x", "dx", false},
      {"[!a-c]x", "dx", true},
      {"[^a-c]x", "ax", false},
      {"[]a]", "]", true},
      {"[a-]", "-", true},
      {"[\\]]", "]", true},
      {"[!a]", "/", false},
      {"[\xc3\xa0-\xc3\xbf]", "\xc3\xa9", true},
      {"{a,b}.json", "b.json", true},
      {"{a,b}.json", "c.json", false},
      {"{a,b{c,d}}x", "bdx", true},
      {"{a,b{c,d}}x", "bx", false},
      {"{,x}a", "a", true},
      {"{a}", "a", true},
      {"{a", "{a", true},
      {"a,b}", "a,b}", true},
      {"{[,],b}", ",", true},
      {"\\*", "*", true},
      {"\\*", "a", false},
      {"\\{a,b\\}", "{a,b}", true},
      {"legacy/**", "legacy/a/b.json", true},
      {"legacy/**", "legacy", false},
      {"legacy/**", "new/legacy/a", false},
      {"**/a.json", "a.json", true},
      {"**/a.json", "x/y/a.json", true},
      {"**/a.json", "xa.json", false},
      {"**/a.json", "x/ya.json", false},
      {"a/**/b", "a/b", true},
      {"a/**/b", "a/x/y/b", true},
      {"a/**/b", "a/xb", false},
      {"a**b", "a/x/b", true},
      {"{x/,}**/b", "x/b", true},
      {"**/{a,b}/*.json", "q/b/z.json", true},
      {"**", "a/b/c", true},
      {"*a*a*a*a*a*a*a*a*b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", false},
  };
  for (const Case& one : kCases) {
    EXPECT_EQ(glob_match(one.pattern, one.text), one.matches) << one.pattern << " on " << one.text;
  }
}

TEST(GlobTest, MatchesNames) {
  const Case kCases[] = {
      {"Test *", "Test Order", true},
      {"Test *", "Test a/b", true},
      {"Test *", "My Test", false},
      {"* Viewed", "Product Viewed", true},
      {"{Order,Cart} *", "Cart Viewed", true},
      {"Signed Up", "Signed Up", true},
      {"Signed Up", "signed up", false},
      {"**", "any", true},
      {"?\xc3\xa9", "/\xc3\xa9", true},
  };
  for (const Case& one : kCases) {
    EXPECT_EQ(name_match(one.pattern, one.text), one.matches) << one.pattern << " on " << one.text;
  }
}

TEST(GlobTest, MatchesFilesAsConfigurationsMeanThem) {
  const Case kCases[] = {
      {"*.jsonl", "a/b/c.jsonl", true},   {"a/*.jsonl", "a/b/c.jsonl", false},
      {"./legacy/**", "legacy/x", true},  {"legacy/**", "./legacy/x", true},
      {"build/", "build/x/y", true},      {"build/", "src/build/x", true},
      {"a/build/", "src/build/x", false}, {"build/", "build", false},
      {"c.json", "a/c.json", true},       {"**/node_modules/**", "a/node_modules/b/c.json", true},
  };
  for (const Case& one : kCases) {
    EXPECT_EQ(file_match(one.pattern, one.text), one.matches) << one.pattern << " on " << one.text;
  }
}

TEST(GlobTest, NamesWhatIsWrong) {
  EXPECT_EQ(glob_problem("a/**/{b,[c-d]}\\*"), "");
  EXPECT_EQ(glob_problem(""), "an empty glob matches nothing");
  EXPECT_EQ(glob_problem("[a"), "\"[a\" lacks its \"]\"");
  EXPECT_EQ(glob_problem("{a,{b}"), "\"{a,{b}\" lacks its \"}\"");
  EXPECT_EQ(glob_problem("a\\"), "\"a\\\" ends in a lone backslash");
  EXPECT_NE(glob_problem(std::string(256, 'a')), "");
  EXPECT_FALSE(glob_match(std::string(256, 'a'), std::string(256, 'a')));
  EXPECT_TRUE(glob_match(std::string(254, '*') + "a", std::string(300, 'a')));
}

}  // namespace
}  // namespace specgate
