// Patterns: what they find, and what the message says where RE2 has no answer.
#include "spec/pattern.h"

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
      {"(?<year>[0-9]+)",
       "named group in angle brackets, which RE2 cannot run; write (?P<name>...)"},
      {"a++", "uses a possessive repetition, which RE2 cannot run"},
      {"(?>a)", "uses an atomic group, which RE2 cannot run; write (?:...)"},
      {"a\\Z", "uses \\Z, which RE2 cannot run; write \\z"},
      {"(", "pattern \"(\" is not a regular expression of RE2: missing )"},
      {"[a", "missing ]"},
      {"*a", "no argument for repetition operator"},
      {"a{1001}", "invalid repetition size"},
      {"((((x{9}){9}){9}){9}){9}", "is not a regular expression of RE2"},
      {"\xff", "invalid UTF-8"},
  };
  for (const Refusal& one : kCases) {
    const auto pattern = Pattern::compile(one.expression);
    ASSERT_FALSE(pattern) << one.expression;
    EXPECT_THAT(pattern.problems().front().message, HasSubstr(std::string(one.words)));
  }
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
