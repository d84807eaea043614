// A set of codes of three capital letters, such as ISO 4217's: one bit each.
#pragma once

#include <bitset>
#include <cstddef>
#include <string_view>

namespace specgate {

class CodeSet {
 public:
  void insert(std::string_view code) {
    if (const size_t rank = rank_of(code); rank < kCodes) codes_.set(rank);
  }
  bool contains(std::string_view code) const {
    const size_t rank = rank_of(code);
    return rank < kCodes && codes_[rank];
  }

 private:
  static constexpr size_t kSize = 3, kLetters = 26, kCodes = kLetters * kLetters * kLetters;

  // Its place among all codes, or kCodes where it is none.
  static size_t rank_of(std::string_view code) {
    if (code.size() != kSize) return kCodes;
    size_t rank = 0;
    for (const char c : code) {
      if (c < 'A' || c > 'Z') return kCodes;
      rank = rank * kLetters + static_cast<size_t>(c - 'A');
    }
    return rank;
  }

  std::bitset<kCodes> codes_;
};

}  // namespace specgate
