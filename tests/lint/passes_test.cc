// Passes one after the other are one list of splices: whatever they change, that list makes of the text that
// came what they make, one by one. Texts and splices are made at random, from a fixed seed.
#include "lint/run/passes.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

namespace specgate {
namespace {

std::string letters(std::mt19937& random, size_t most, char first) {
  std::string out;
  for (size_t i = random() % (most + 1); i != 0; --i) out += static_cast<char>(first + static_cast<char>(random() % 26));
  return out;
}

// In order, without overlaps, and none of no bytes where another one is.
std::vector<Splice> some_splices(std::mt19937& random, const std::string& text) {
  std::vector<Splice> out;
  for (uint32_t at = 0; at <= text.size() && random() % 3 != 0;) {
    const auto begin = static_cast<uint32_t>(at + random() % 3);
    if (begin > text.size()) break;
    const auto end = std::min(static_cast<uint32_t>(text.size()), static_cast<uint32_t>(begin + random() % 4));
    out.push_back({begin, end, letters(random, 2, 'A')});
    at = std::max(end, begin + 1) + random() % 2;
  }
  return out;
}

TEST(Passes, AreOneListOfSplices) {
  std::mt19937 random(1);
  for (int round = 0; round < 50'000; ++round) {
    const std::string came = letters(random, 11, 'a');
    std::string text = came, next;
    Passes passes;
    for (size_t pass = 1 + random() % 4; pass != 0; --pass) {
      const std::vector<Splice> changes = some_splices(random, text);
      passes.add(changes);
      splice(text, changes, next);
      text.swap(next);
    }
    splice(came, passes.all(), next);
    ASSERT_EQ(next, text) << came << ", round " << round;
    uint32_t at = 0;
    for (const Splice& one : passes.all()) {
      ASSERT_LE(at, one.begin);
      at = one.end;
    }
  }
}

TEST(Passes, BeginAnewWhenCleared) {
  Passes passes;
  passes.add({{0, 1, "x"}});
  passes.clear();
  passes.add({{1, 2, "y"}});
  ASSERT_EQ(passes.all().size(), 1U);
  EXPECT_EQ(passes.all()[0].begin, 1U);
}

}  // namespace
}  // namespace specgate
