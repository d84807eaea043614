// How many slips lie between two words: letters left out, doubled, changed, or swapped with a
// neighbour (Damerau-Levenshtein, optimal string alignment).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace specgate {

// At most `limit` + 1: the search stops there. Words over 64 letters are never near.
size_t edit_distance(std::string_view a, std::string_view b, size_t limit);

// The same of one word to many. Bit-parallel (Hyyrö 2003): some ten instructions a letter of the other.
class EditMeter {
 public:
  explicit EditMeter(std::string_view word);
  size_t to(std::string_view other, size_t limit) const;

 private:
  size_t size_;
  std::array<uint64_t, 256> places_{};  // of a letter in the word, as bits
};

}  // namespace specgate
