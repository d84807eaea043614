#include "rules/key/base64.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace specgate {
namespace {

constexpr std::string_view kPlainDigits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view kUrlDigits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

constexpr uint8_t kNone = 64;

// What each byte is worth, in either alphabet.
constexpr std::array<uint8_t, 256> kSixBits = [] {
  std::array<uint8_t, 256> out{};
  out.fill(kNone);
  for (const std::string_view digits : {kPlainDigits, kUrlDigits}) {
    for (uint8_t i = 0; i < digits.size(); ++i) out[static_cast<unsigned char>(digits[i])] = i;
  }
  return out;
}();

}  // namespace

std::optional<size_t> decode_base64(std::string_view text, std::span<char> out) {
  for (int i = 0; i < 2 && text.ends_with('='); ++i) text.remove_suffix(1);
  if (text.size() % 4 == 1) return std::nullopt;
  uint32_t bits = 0;
  unsigned held = 0;  // bits of a byte not yet whole
  size_t size = 0;
  for (const char c : text) {
    const unsigned value = kSixBits[static_cast<unsigned char>(c)];
    if (value == kNone) return std::nullopt;
    bits = bits << 6 | value;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    if (size == out.size()) return std::nullopt;
    out[size++] = static_cast<char>(bits >> held & 0xff);
  }
  return size;
}

std::string encode_base64(std::string_view text, Base64 alphabet) {
  const std::string_view digits = alphabet == Base64::kUrl ? kUrlDigits : kPlainDigits;
  std::string out;
  for (; !text.empty(); text.remove_prefix(std::min<size_t>(text.size(), 3))) {
    uint32_t bits = 0;
    for (size_t i = 0; i < 3; ++i) {
      bits = bits << 8 | (i < text.size() ? static_cast<unsigned char>(text[i]) : 0U);
    }
    const size_t used = std::min<size_t>(text.size(), 3) + 1;
    for (size_t i = 0; i < used; ++i) out += digits[bits >> (18 - 6 * i) & 63];
    if (alphabet == Base64::kPlain) out.append(4 - used, '=');
  }
  return out;
}

}  // namespace specgate
