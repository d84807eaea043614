// The tokens inside a JSON text that decode() reads itself, in situ: strings and numbers.
// All of them read up to sixteen bytes past what they return: the text is padded with zeros.
#pragma once

#include <cstdint>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "spec/event/event.h"
#include "spec/text/ascii.h"

namespace specgate {

// The first quote, backslash or control character at or after `at`.
inline char* skip_plain_text(char* at) {
#if defined(__SSE2__)
  const __m128i quote = _mm_set1_epi8('"'), backslash = _mm_set1_epi8('\\');
  const __m128i last_control = _mm_set1_epi8(0x1f);
  for (;; at += 16) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    const __m128i control = _mm_cmpeq_epi8(_mm_max_epu8(bytes, last_control), last_control);
    const __m128i special =
        _mm_or_si128(_mm_cmpeq_epi8(bytes, quote), _mm_cmpeq_epi8(bytes, backslash));
    const int found = _mm_movemask_epi8(_mm_or_si128(special, control));
    if (found != 0) return at + __builtin_ctz(static_cast<unsigned>(found));
  }
#else
  while (*at != '"' && *at != '\\' && static_cast<unsigned char>(*at) >= 0x20) ++at;
  return at;
#endif
}

enum class TextFault : uint8_t { kNone, kControl, kEscape, kHex };

// A string with escapes, unescaped where it stands. A surrogate without its partner becomes U+FFFD.
struct Unescaped {
  char* end = nullptr;      // of the text
  char* closing = nullptr;  // the closing quote, or where the fault is
  TextFault fault = TextFault::kNone;
  bool lone_surrogate = false;
};
Unescaped unescape(char* at);  // `at`: the first backslash (or control character)

// A number, as far as its grammar is kept.
struct Number {
  char* end = nullptr;
  Kind kind = Kind::kInteger;
  bool exponent = false;
  const char* missing = nullptr;  // at `end`, in words; null: nothing
};

inline char* skip_digits(char* at) {
  while (is_digit(*at)) ++at;
  return at;
}

inline Number scan_number(char* at) {
  Number out;
  if (*at == '-') ++at;
  out.end = *at == '0' ? at + 1 : skip_digits(at);
  if (out.end == at) out.missing = "expected a value";
  if (*out.end == '.' && out.missing == nullptr) {
    out.kind = Kind::kReal;
    at = out.end + 1;
    out.end = skip_digits(at);
    if (out.end == at) out.missing = "expected a digit after the decimal point";
  }
  if ((*out.end | 0x20) == 'e' && out.missing == nullptr) {
    out.kind = Kind::kReal;
    out.exponent = true;
    at = out.end + 1;
    if (*at == '+' || *at == '-') ++at;
    out.end = skip_digits(at);
    if (out.end == at) out.missing = "expected a digit in the exponent";
  }
  return out;
}

// kHugeNumber, kRoundedNumber or none. Rarely asked: only where the number's length allows either.
// Rounded is a whole number, as 9007199254740993 or 9007199254740993.0, that no double is.
uint16_t flags_of_huge(std::string_view number, Kind kind);

}  // namespace specgate
