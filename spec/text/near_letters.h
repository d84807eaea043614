// Words by their length and their letters: which of many may lie one or two slips from another. A word
// is passed over for an instruction or two, and only those that may be near are looked at. Filled
// once, then only read.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace specgate {

// Which of a-z occur, as bits; bit 26: anything else.
uint32_t letters_of(std::string_view text);

// Each slip changes at most two letters of the set.
inline bool may_lie_within(size_t slips, uint32_t letters, uint32_t others) {
  uint32_t odd = letters ^ others;
  for (size_t i = 0; i < 2 * slips && odd != 0; ++i) odd &= odd - 1;  // std::popcount may be a call
  return odd == 0;
}

class NearLetters {
 public:
  void add(std::string_view word, uint32_t number);

  // Calls visit(number) for every word that may lie within `slips` of this one, and for some that do
  // not; in no particular order.
  template <typename Visit>
  void each(std::string_view word, size_t slips, const Visit& visit) const {
    const uint32_t letters = letters_of(word);
    const size_t first = word.size() < slips ? 0 : word.size() - slips;
    for (size_t i = first; i <= word.size() + slips && i < by_length_.size(); ++i) {
      for (const Entry& entry : by_length_[i]) {
        if (may_lie_within(slips, letters, entry.letters)) visit(entry.number);
      }
    }
  }

 private:
  struct Entry {
    uint32_t letters;
    uint32_t number;
  };
  std::vector<std::vector<Entry>> by_length_;
};

}  // namespace specgate
