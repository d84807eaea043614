#include "spec/text/edit_distance.h"

#include <algorithm>

namespace specgate {
namespace {

constexpr size_t kMostLetters = 64;  // a bit each

size_t difference(size_t a, size_t b) { return a < b ? b - a : a - b; }

}  // namespace

EditMeter::EditMeter(std::string_view word) : size_(word.size()) {
  if (size_ > kMostLetters) return;
  uint64_t bit = 1;
  for (const char c : word) {
    places_[static_cast<unsigned char>(c)] |= bit;
    bit <<= 1;
  }
}

// A column of the table of distances at a time, as where it rises and falls by one from row to row:
// `up` and `down`; `diagonal`: where it is what stood one row and one column before.
size_t EditMeter::to(std::string_view other, size_t limit) const {
  const bool too_long = std::max(size_, other.size()) > kMostLetters;
  if (too_long || difference(size_, other.size()) > limit) return limit + 1;
  if (size_ == 0) return other.size();
  const uint64_t last = uint64_t{1} << (size_ - 1);
  uint64_t up = ~uint64_t{0}, down = 0, diagonal = 0, before = 0;
  size_t distance = size_, left = other.size();
  for (const char c : other) {
    const uint64_t here = places_[static_cast<unsigned char>(c)];
    const uint64_t swapped = ((~diagonal & here) << 1) & before;
    diagonal = (((here & up) + up) ^ up) | here | down | swapped;
    uint64_t right = down | ~(diagonal | up), back = diagonal & up;
    if ((right & last) != 0) ++distance;
    if ((back & last) != 0) --distance;
    if (distance > limit + --left) return limit + 1;  // each further letter takes off one at most
    right = right << 1 | 1;
    back <<= 1;
    up = back | ~(diagonal | right);
    down = right & diagonal;
    before = here;
  }
  return std::min(distance, limit + 1);
}

size_t edit_distance(std::string_view a, std::string_view b, size_t limit) {
  if (a.size() > b.size()) std::swap(a, b);
  if (b.size() > kMostLetters || b.size() - a.size() > limit) return limit + 1;
  return EditMeter(a).to(b, limit);
}

}  // namespace specgate
