// A key as senders write it, to be compared with the text in one go: where it is the key
// that stands there, no end of a key has to be found, no hash and no entry.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "spec/event/event.h"

namespace specgate {

class WrittenKey {
 public:
  static constexpr uint16_t kListed = 0xffff;

  WrittenKey() = default;  // nobody's: stands nowhere

  // Stands nowhere as well if it is too long, or would have to be escaped. `parent`: where it is a
  // member.
  WrittenKey(PathId above, std::string_view key, PathId place, KeyTraits key_traits)
      : path(place), traits(key_traits), size(static_cast<uint8_t>(key.size())) {
    const auto is_escaped = [](char c) {
      return c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20;
    };
    if (key.size() > kText - 3 || std::any_of(key.begin(), key.end(), is_escaped)) return;
    parent = above;
    text_[0] = '"';
    std::copy(key.begin(), key.end(), text_ + 1);
    text_[length() - 2] = '"';
    text_[length() - 1] = ':';
    wanted_ = ~uint32_t{0} >> (kText - length());
  }

  // Does the text at `at` begin with the key, in quotes, and its colon? Reads 32 bytes. Only to be
  // asked in an object at `parent`.
  bool stands(const char* at) const {
#if defined(__SSE2__)
    if ((wanted_ & 0xffff & ~equal_bytes(at, text_)) != 0) return false;
    return wanted_ <= 0xffff || (wanted_ >> 16 & ~equal_bytes(at + 16, text_ + 16)) == 0;
#else
    return std::memcmp(at, text_, length()) == 0;
#endif
  }

  size_t length() const { return size + size_t{3}; }  // with quotes and colon

  PathId parent = 0;  // kNoPath: nobody's
  PathId path = 0;
  KeyTraits traits = 0;
  uint8_t size = 0;         // of the key, where it stands anywhere
  uint16_t slot = kListed;  // of an unlisted key in MetKeys

 private:
  static constexpr size_t kText = 32;

#if defined(__SSE2__)
  // Bit i: are the bytes at i equal?
  static uint32_t equal_bytes(const char* a, const char* b) {
    const __m128i left = _mm_loadu_si128(reinterpret_cast<const __m128i*>(a));
    const __m128i right = _mm_loadu_si128(reinterpret_cast<const __m128i*>(b));
    return static_cast<uint32_t>(_mm_movemask_epi8(_mm_cmpeq_epi8(left, right)));
  }
#endif

  uint32_t wanted_ = 0;  // a bit for each byte of text_ that must be there
  char text_[kText] = {};
};

}  // namespace specgate
