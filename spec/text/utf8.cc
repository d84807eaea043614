#include "spec/text/utf8.h"

#include <algorithm>
#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace specgate {
namespace {

constexpr uint64_t kHighBits = 0x8080808080808080;
constexpr size_t kBlock = 64;  // tested at once while all is ASCII

// What may follow a lead byte: how many bytes, and the bounds of the first of them.
struct Lead {
  uint8_t tail = 0;  // 0: no lead byte
  uint8_t least = 0x80;
  uint8_t most = 0xbf;
};

constexpr Lead lead_of(unsigned char byte) {
  if (byte >= 0xc2 && byte <= 0xdf) return {1};
  if (byte == 0xe0) return {2, 0xa0, 0xbf};  // else overlong
  if (byte == 0xed) return {2, 0x80, 0x9f};  // else a surrogate
  if (byte >= 0xe1 && byte <= 0xef) return {2};
  if (byte == 0xf0) return {3, 0x90, 0xbf};  // else overlong
  if (byte >= 0xf1 && byte <= 0xf3) return {3};
  if (byte == 0xf4) return {3, 0x80, 0x8f};  // else above U+10FFFF
  return {};
}

// The length of the character at `at`, or 0 if there is none.
size_t character_at(std::string_view text, size_t at) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  if (byte(at) < 0x80) return 1;
  const Lead lead = lead_of(byte(at));
  if (lead.tail == 0 || text.size() - at <= lead.tail) return 0;
  if (byte(at + 1) < lead.least || byte(at + 1) > lead.most) return 0;
  for (size_t i = 2; i <= lead.tail; ++i) {
    if ((byte(at + i) & 0xc0) != 0x80) return 0;
  }
  return size_t{1} + lead.tail;
}

// Is any of the eight bytes not ASCII?
bool beyond_ascii(const char* bytes) {
  uint64_t word = 0;
  std::memcpy(&word, bytes, sizeof word);
  return (word & kHighBits) != 0;
}

bool block_beyond_ascii(const char* block) {
#if defined(__SSE2__)
  const auto* const at = reinterpret_cast<const __m128i*>(block);
  const __m128i first = _mm_or_si128(_mm_loadu_si128(at), _mm_loadu_si128(at + 1));
  const __m128i second = _mm_or_si128(_mm_loadu_si128(at + 2), _mm_loadu_si128(at + 3));
  return _mm_movemask_epi8(_mm_or_si128(first, second)) != 0;
#else
  bool found = false;
  for (size_t i = 0; i < kBlock; i += 8) found |= beyond_ascii(block + i);
  return found;
#endif
}

// The offset of the first eight bytes that are not all ASCII, or where fewer than eight are left.
size_t skip_ascii(std::string_view text, size_t at) {
  const char* const bytes = text.data();
  while (at + kBlock <= text.size() && !block_beyond_ascii(bytes + at)) at += kBlock;
  while (at + 8 <= text.size() && !beyond_ascii(bytes + at)) at += 8;
  return at;
}

}  // namespace

size_t first_bad_utf8(std::string_view text) {
  size_t at = skip_ascii(text, 0);
  while (at < text.size()) {
    const size_t end = std::min(at + 8, text.size());
    while (at < end) {
      const size_t length = character_at(text, at);
      if (length == 0) return at;
      at += length;
    }
    at = skip_ascii(text, at);
  }
  return kAllUtf8;
}

size_t put_utf8(uint32_t code, char* out) {
  const auto put = [&](size_t i, uint32_t byte) { out[i] = static_cast<char>(byte); };
  if (code >= 0xd800 && code <= 0xdfff) code = 0xfffd;
  if (code < 0x80) {
    put(0, code);
    return 1;
  }
  if (code < 0x800) {
    put(0, 0xc0 | code >> 6);
    put(1, 0x80 | (code & 0x3f));
    return 2;
  }
  if (code < 0x10000) {
    put(0, 0xe0 | code >> 12);
    put(1, 0x80 | (code >> 6 & 0x3f));
    put(2, 0x80 | (code & 0x3f));
    return 3;
  }
  put(0, 0xf0 | code >> 18);
  put(1, 0x80 | (code >> 12 & 0x3f));
  put(2, 0x80 | (code >> 6 & 0x3f));
  put(3, 0x80 | (code & 0x3f));
  return 4;
}

}  // namespace specgate
