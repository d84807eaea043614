#include "spec/decode/json_text.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cstring>

#include "spec/json/decimal.h"
#include "spec/text/utf8.h"

namespace specgate {
namespace {

constexpr uint32_t kNoHex = 0xffffffff;

uint32_t hex4(const char* at) {
  uint32_t code = 0;
  for (int i = 0; i < 4; ++i) {
    const char c = at[i];
    code <<= 4;
    if (c >= '0' && c <= '9') {
      code |= static_cast<uint32_t>(c - '0');
    } else if (c >= 'a' && c <= 'f') {
      code |= static_cast<uint32_t>(c - 'a' + 10);
    } else if (c >= 'A' && c <= 'F') {
      code |= static_cast<uint32_t>(c - 'A' + 10);
    } else {
      return kNoHex;
    }
  }
  return code;
}

// What the letter after a backslash stands for, or 0.
char escaped(char letter) {
  switch (letter) {
    case '"':
    case '\\':
    case '/':
      return letter;
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    default:
      return 0;
  }
}

bool is_high(uint32_t code) { return code >= 0xd800 && code <= 0xdbff; }
bool is_low(uint32_t code) { return code >= 0xdc00 && code <= 0xdfff; }

// Reads the escape at `in.closing` (a backslash), writes at `in.end`, moves both on.
void read_escape(Unescaped& in) {
  const char letter = in.closing[1];
  if (letter != 'u') {
    const char plain = escaped(letter);
    if (plain == 0) {
      in.fault = TextFault::kEscape;
      return;
    }
    *in.end++ = plain;
    in.closing += 2;
    return;
  }
  uint32_t code = hex4(in.closing + 2);
  if (code == kNoHex) {
    in.fault = TextFault::kHex;
    return;
  }
  in.closing += 6;
  if (is_high(code) && in.closing[0] == '\\' && in.closing[1] == 'u') {
    const uint32_t low = hex4(in.closing + 2);
    if (low != kNoHex && is_low(low)) {
      code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
      in.closing += 6;
    }
  }
  if (is_high(code) || is_low(code)) in.lone_surrogate = true;
  in.end += put_utf8(code, in.end);
}

// How many digits the number has before its decimal point when written out; negative: how many
// zeros follow the point. The number is not zero.
int64_t magnitude(std::string_view number) {
  if (number.starts_with('-')) number.remove_prefix(1);
  const size_t e = std::min(number.find_first_of("eE"), number.size());
  const std::string_view digits = number.substr(0, e);
  const auto first = static_cast<int64_t>(digits.find_first_of("123456789"));
  const auto point = static_cast<int64_t>(std::min(digits.find('.'), digits.size()));
  std::string_view exponent = number.substr(std::min(e + 1, number.size()));
  const bool negative = exponent.starts_with('-');
  if (negative || exponent.starts_with('+')) exponent.remove_prefix(1);
  int64_t power = 0;
  for (const char digit : exponent) power = std::min<int64_t>(power * 10 + (digit - '0'), 1 << 30);
  return (first < point ? point - first : point - first + 1) + (negative ? -power : power);
}

}  // namespace

Unescaped unescape(char* at) {
  Unescaped out;
  out.end = out.closing = at;
  while (out.fault == TextFault::kNone && *out.closing != '"') {
    if (*out.closing != '\\') {
      out.fault = TextFault::kControl;
      break;
    }
    read_escape(out);
    char* const next = skip_plain_text(out.closing);
    const auto plain = static_cast<size_t>(next - out.closing);
    if (out.fault != TextFault::kNone) break;
    std::memmove(out.end, out.closing, plain);
    out.end += plain;
    out.closing = next;
  }
  return out;
}

namespace {

constexpr int kDoubleBits = 53;     // of a whole number that a double holds
constexpr size_t kAlwaysHeld = 15;  // digits

// Does a double hold it as it is?
bool is_held(uint64_t value) {
  return value == 0 || (value >> std::countr_zero(value)) >> kDoubleBits == 0;
}

uint16_t flags_of_integer(std::string_view digits) {
  const bool negative = digits.starts_with('-');
  digits.remove_prefix(negative ? 1 : 0);
  uint64_t value = 0;
  const bool fits = std::from_chars(digits.data(), digits.data() + digits.size(), value).ec == std::errc();
  if (!fits || (negative && value > uint64_t{1} << 63)) return kHugeNumber;
  return is_held(value) ? 0 : kRoundedNumber;
}

// Of one within the range of a double.
uint16_t flags_of_real(std::string_view number) {
  if (number.size() <= kAlwaysHeld) return 0;
  const Decimal exact = decimal_of(number);
  if (!exact.whole()) return 0;
  WholeDigits left;
  return compare(decimal_of(as_double(number, left)), exact) == 0 ? 0 : kRoundedNumber;
}

}  // namespace

uint16_t flags_of_huge(std::string_view number, Kind kind) {
  if (kind == Kind::kInteger) return flags_of_integer(number);
  double value = 0;
  const char* const end = number.data() + number.size();
  if (std::from_chars(number.data(), end, value).ec != std::errc::result_out_of_range)
    return flags_of_real(number);
  return magnitude(number) > 0 ? kHugeNumber : 0;  // else it is out of range for being too small
}

}  // namespace specgate
