#include "rules/key/base64.h"

#include <algorithm>
#include <cstdint>

#include <cstdint>

namespace specgate {
namespace {

constexpr unsigned kNone = 64;

unsigned six_bits(char c) {
  if (c >= 'A' && c <= 'Z') return static_cast<unsigned>(c - 'A');
  if (c >= 'a' && c <= 'z') return static_cast<unsigned>(c - 'a') + 26;
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0') + 52;
  if (c == '+' || c == '-') return 62;
  if (c == '/' || c == '_') return 63;
  return kNone;
}

}  // namespace

std::optional<size_t> decode_base64(std::string_view text, std::span<char> out) {
  for (int i = 0; i < 2 && text.ends_with('='); ++i) text.remove_suffix(1);
  if (text.size() % 4 == 1) return std::nullopt;
  uint32_t bits = 0;
  unsigned held = 0;  // bits of a byte not yet whole
  size_t size = 0;
  for (const char c : text) {
    const unsigned value = six_bits(c);
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
  constexpr char kPlainDigits[] =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  constexpr char kUrlDigits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const char* const digits = alphabet == Base64::kUrl ? kUrlDigits : kPlainDigits;
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
