// The fast searches for near names against slow ones: the same answers for names made up with a fixed
// seed, most of them slips of one another.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "spec/text/edit_distance.h"
#include "spec/text/near_letters.h"
#include "spec/text/nearest_name.h"
#include "spec/text/yaml.h"

namespace specgate {
namespace {

// The table of distances as the definition has it (optimal string alignment).
size_t slow_distance(std::string_view a, std::string_view b) {
  std::vector<std::vector<size_t>> table(a.size() + 1, std::vector<size_t>(b.size() + 1));
  for (size_t i = 0; i <= a.size(); ++i) {
    for (size_t j = 0; j <= b.size(); ++j) {
      size_t& here = table[i][j];
      here = i == 0 ? j : i;
      if (i == 0 || j == 0) continue;
      here = std::min({table[i - 1][j] + 1, table[i][j - 1] + 1,
                       table[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) here = std::min(here, table[i - 2][j - 2] + 1);
    }
  }
  return table[a.size()][b.size()];
}

size_t limited(std::string_view a, std::string_view b, size_t limit) {
  if (std::max(a.size(), b.size()) > 64) return limit + 1;
  return std::min(slow_distance(a, b), limit + 1);
}

class Maker {
 public:
  size_t below(size_t n) { return std::uniform_int_distribution<size_t>(0, n - 1)(random_); }
  // Few letters, so that many are near; now and then a sign, a capital or a byte beyond ASCII.
  char letter() { return "abcdeabcdeabcdeXY_1\xc3"[below(20)]; }
  std::string word(size_t most) {
    std::string out(below(most + 1), 'a');
    for (char& c : out) c = letter();
    return out;
  }
  std::string slip(std::string word) {
    const size_t at = word.empty() ? 0 : below(word.size());
    switch (word.empty() ? 0 : below(4)) {
      case 0: return word.insert(at, 1, letter());
      case 1: return word.erase(at, 1);
      case 2: word[at] = letter(); return word;
      default: if (at > 0) std::swap(word[at], word[at - 1]); return word;
    }
  }
  std::string slips(std::string word) {
    for (size_t i = below(4); i > 0; --i) word = slip(std::move(word));
    return word;
  }

 private:
  std::mt19937 random_{20260501};
};

TEST(EditDistance, IsWhatTheDefinitionSays) {
  Maker maker;
  for (int i = 0; i < 60'000; ++i) {
    const std::string a = maker.word(i % 10 == 0 ? 70 : 12);
    const std::string b = i % 3 == 0 ? maker.word(12) : maker.slips(a);
    const size_t limit = maker.below(7);
    ASSERT_EQ(edit_distance(a, b, limit), limited(a, b, limit)) << a << " " << b << " " << limit;
    ASSERT_EQ(EditMeter(a).to(b, limit), limited(a, b, limit)) << a << " " << b << " " << limit;
  }
}

TEST(NearLetters, MissNoneThatIsNear) {
  Maker maker;
  std::vector<std::string> words;
  NearLetters near;
  for (uint32_t i = 0; i < 600; ++i) {
    words.push_back(i % 2 == 0 ? maker.word(12) : maker.slips(words.back()));
    near.add(words.back(), i);
  }
  size_t looked_at = 0;
  for (int i = 0; i < 100; ++i) {
    const std::string word = maker.slips(words[maker.below(words.size())]);
    for (const size_t slips : {0U, 1U, 2U}) {
      std::set<uint32_t> visited;
      near.each(word, slips, [&](uint32_t number) { EXPECT_TRUE(visited.insert(number).second); });
      looked_at += visited.size();
      for (uint32_t k = 0; k < words.size(); ++k) {
        const bool is_near = slow_distance(word, words[k]) <= slips;
        EXPECT_TRUE(!is_near || visited.contains(k)) << word << " " << words[k];
      }
    }
  }
  EXPECT_LT(looked_at, 100 * 3 * words.size() / 2) << "they pass over what is not near";
}

TEST(NearestName, IsWhatAWalkOverAllFinds) {
  Maker maker;
  for (int i = 0; i < 300; ++i) {
    std::vector<std::string> names;
    for (size_t k = maker.below(40); k > 0; --k) {
      names.push_back(names.empty() || k % 2 == 0 ? maker.word(k % 7 == 0 ? 70 : 14) : maker.slips(names.back()));
    }
    const std::vector<std::string_view> views(names.begin(), names.end());
    const NearestName nearest_name(views);
    for (int k = 0; k < 40; ++k) {
      const std::string word =
          names.empty() || k % 4 == 0 ? maker.word(20) : maker.slips(names[maker.below(names.size())]);
      SearchBudget budget(1000);
      ASSERT_EQ(nearest_name.to(word, budget), nearest(word, views)) << word;
    }
  }
}

TEST(SearchBudget, EndsAtNothing) {
  SearchBudget budget(2);
  budget.measured(1);
  EXPECT_FALSE(budget.is_spent());
  budget.measured(5);
  EXPECT_TRUE(budget.is_spent());
}

}  // namespace
}  // namespace specgate
