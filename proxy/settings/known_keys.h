// A set of write keys, found wherever they stand in a text: in the time of the text, however many they
// are.
#pragma once

#include <bitset>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace specgate::proxy {

class KnownKeys {
 public:
  // Of fewer bytes a key is a word that stands in any text: it is no secret, and not looked for. Of
  // more, it is none of Segment's, which have 32, and looking for it would take long.
  static constexpr size_t kShortest = 6, kLongest = 256;

  KnownKeys() = default;
  explicit KnownKeys(std::vector<std::string> keys);

  bool empty() const { return keys_.empty(); }
  // The bytes of the longest key that begins at `at`, or 0.
  size_t match(std::string_view text, size_t at) const;

 private:
  static constexpr size_t kBegin = 4, kBits = 1 << 13;
  static size_t bit_of(const char* begin);

  std::vector<std::string> keys_;  // in order
  std::vector<size_t> shorter_;    // of each: the longest other one that it begins with, or itself
  std::bitset<kBits> begins_;      // hashes of their first kBegin bytes
};

}  // namespace specgate::proxy
