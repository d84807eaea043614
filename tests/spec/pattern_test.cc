// Patterns: what they find, and what the message says where RE2 has no answer.
#include "spec/text/pattern.h"

#include <gmock/gmock.h>

#include <atomic>
#include <cstdlib>
#include <new>
#include <thread>
#include <vector>

namespace {
std::atomic<int> g_allocations{0};
}

// Not inlined: g++ would take malloc and delete for a mismatch.
[[gnu::noinline]] void* operator new(size_t size) {
  ++g_allocations;
  if (void* memory = std::malloc(size)) return memory;
  throw std::bad_alloc();
}
[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, size_t) noexcept { std::free(memory); }

namespace specgate {
namespace {

using testing::HasSubstr;

struct Find {
  std::string_view expression, text;
  bool found;
};

TEST(PatternTest, SearchesUnanchored) {
  const Find kCases[] = {
      {"ord_", "my ord_1", true},
      {"^ord_", "my ord_1", false},
      {"^ord_[0-9]+$", "ord_17", true},
      {"^ord_[0-9]+$", "ord_17x", false},
      {"", "", true},
      {"(?i)ORDER", "an order", true},
      {"^(?P<word>\\w+)$", "word", true},
      {"^.$", "\xc3\xa9", true},
      {"^.$", "\xff", false},
      {std::string_view("^a.b$"), std::string_view("a\0b", 3), true},
  };
  for (const Find& one : kCases) {
    auto pattern = Pattern::compile(one.expression);
    ASSERT_TRUE(pattern) << one.expression;
    EXPECT_EQ(pattern->found_in(one.text), one.found) << one.expression << " in " << one.text;
    EXPECT_EQ(pattern->expression(), one.expression);
    EXPECT_EQ(pattern->clone().found_in(one.text), one.found) << "a clone of " << one.expression;
  }
}

struct Refusal {
  std::string_view expression, words;
};

TEST(PatternTest, SaysWhatRe2CannotRun) {
  const Refusal kCases[] = {
      {"a(?=b)", "pattern \"a(?=b)\" uses look-ahead, which RE2 cannot run"},
      {"a(?!b)", "uses negative look-ahead, which RE2 cannot run"},
      {"(?<=a)b", "uses look-behind, which RE2 cannot run"},
      {"(?<!a)b", "uses negative look-behind, which RE2 cannot run"},
      {"(a)\\1", "uses a back-reference, which RE2 cannot run"},
      {"(?P<a>x)(?P=a)", "uses a back-reference, which RE2 cannot run"},
      {"\\k<a>", "uses a back-reference, which RE2 cannot run"},
      {"(?<year>[0-9]+)(?=x)", "pattern \"(?<year>[0-9]+)(?=x)\" uses look-ahead, which RE2"},
      {"(?<year)", "a named group without an end, which RE2 cannot run; write (?<name>...)"},
      {"(?<a>x)\\k<a>", "uses a back-reference, which RE2 cannot run"},
      {"\\ud83d", "uses \\u, which RE2 cannot run"},
      {"\\p{Klingon}", "invalid character class range"},
      {"a++", "uses a possessive repetition, which RE2 cannot run"},
      {"(?>a)", "uses an atomic group, which RE2 cannot run; write (?:...)"},
      {"a\\Z", "uses \\Z, which RE2 cannot run; write \\z"},
      {"(", "pattern \"(\" is not a regular expression of RE2: missing )"},
      {"[a", "missing ]"},
      {"*a", "no argument for repetition operator"},
      {"(?:[a-z]{9}){1000}", "is not a regular expression of RE2"},
      {"a{99999999}", "invalid repetition size"},
      {"((((x{9}){9}){9}){9}){9}", "is not a regular expression of RE2"},
      {"\xff", "invalid UTF-8"},
  };
  for (const Refusal& one : kCases) {
    const auto pattern = Pattern::compile(one.expression);
    ASSERT_FALSE(pattern) << one.expression;
    EXPECT_THAT(pattern.problems().front().message, HasSubstr(std::string(one.words)));
  }
}

// What RE2 spells otherwise is put into its words; the expression stays as it was given.
TEST(PatternTest, RunsWhatRe2CanSayInOtherWords) {
  const std::string many(1200, 'a');
  const Find kCases[] = {
      {"^(?<year>[0-9]{4})-(?<month>[0-9]{2})$", "2024-05", true},
      {"^(?<year>[0-9]{4})-(?<month>[0-9]{2})$", "2024-5", false},
      {"^\\u0041\\u{42}+$", "ABB", true},
      {"^[\\u0041-\\u0043]$", "B", true},
      {"^[\\u0041-\\u0043]$", "D", false},
      {"^\\ud83d\\udc36$", "\xf0\x9f\x90\xb6", true},
      {"^\\p{Letter}+$", "\xc3\xa4x", true},
      {"^\\p{Letter}+$", "x1", false},
      {"^[\\p{Uppercase_Letter}\\p{Decimal_Number}]+$", "A1", true},
      {"^\\P{Letter}$", "1", true},
      {"^[\\P{Letter}]$", "a", false},
      {"^\\p{Script=Greek}$", "\xce\xb1", true},
      {"^\\p{gc=Lu}$", "a", false},
      {"^\\p{ASCII}$", "\xc3\xa4", false},
      {"^\\w+\\/\\w+\\-\\d$(?<end>)", "a/b-1", true},
      {"^a[^]b$", "a\nb", true},
      {"a[^]b", "ab", false},
      {"[]", "a", false},
      {"^\\cJ$", "\n", true},
      {"^a{1200}$", many, true},
      {"^a{1201}$", many, false},
      {"^a{0,1199}$", many, false},
      {"^a{1001,1200}$", many, true},
      {"^(?:[a-c]|x){1100,}$", many, true},
      {"^[a-z]{1,5000}$", many, true},
      {"^a{1201,}$", many, false},
  };
  for (const Find& one : kCases) {
    auto pattern = Pattern::compile(one.expression);
    ASSERT_TRUE(pattern) << one.expression << ": " << pattern.problems().front().message;
    EXPECT_EQ(pattern->found_in(one.text), one.found) << one.expression << " in " << one.text;
    EXPECT_EQ(pattern->expression(), one.expression);
    EXPECT_EQ(pattern->clone().found_in(one.text), one.found) << "a clone of " << one.expression;
  }
}

TEST(PatternTest, KnowsALiteralThatWasPasted) {
  EXPECT_EQ(pasted_literal("/^a$/i"), "(?i)^a$");
  EXPECT_EQ(pasted_literal("/^a\\/b$/"), "^a\\/b$");
  EXPECT_EQ(pasted_literal("/abc/gim"), "(?im)abc");
  for (const std::string_view plain : {"/products/", "^/a$", "/a/b/i", "a/i", "//", "/", "", "/a.b/c"})
    EXPECT_EQ(pasted_literal(plain), "") << plain;
}

TEST(PatternTest, RefusesOverlongExpressions) {
  const auto pattern = Pattern::compile(std::string(5000, 'a'));
  ASSERT_FALSE(pattern);
  EXPECT_EQ(pattern.problems().front().message, "pattern of 5000 bytes, wanted at most 4096");
}

TEST(PatternTest, StaysLinearWhereBacktrackingWouldExplode) {
  auto pattern = Pattern::compile("^(a+)+$");
  ASSERT_TRUE(pattern);
  EXPECT_FALSE(pattern->found_in(std::string(100'000, 'a') + "b"));
}

TEST(PatternTest, AllocatesNothingOnceWarm) {
  auto pattern = Pattern::compile("^(ord|inv)_[0-9]+(-[a-z]{2,8})?$");
  ASSERT_TRUE(pattern);
  const std::string_view kTexts[] = {"ord_17", "inv_3-abc", "x", "", "ord_17-ABC"};
  for (const std::string_view text : kTexts) pattern->found_in(text);
  const int before = g_allocations;
  int found = 0;
  for (int i = 0; i < 100; ++i) {
    for (const std::string_view text : kTexts) found += pattern->found_in(text) ? 1 : 0;
  }
  EXPECT_EQ(g_allocations, before);
  EXPECT_EQ(found, 200);
}

TEST(PatternTest, AnswersAllThreadsAtOnce) {
  auto pattern = Pattern::compile("^[a-z]+_[0-9]{1,6}$");
  ASSERT_TRUE(pattern);
  std::vector<int> found(4);
  std::vector<std::thread> threads;
  for (int& count : found) {
    threads.emplace_back([&] {
      for (int i = 0; i < 1000; ++i)
        count += pattern->found_in("order_" + std::to_string(i)) ? 1 : 0;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_THAT(found, testing::Each(1000));
}

}  // namespace
}  // namespace specgate
