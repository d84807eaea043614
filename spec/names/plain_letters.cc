#include "spec/names/plain_letters.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "spec/text/ascii.h"

namespace specgate {
namespace {

// A digit as people write it for a letter.
char letter_for(char digit, char one) {
  if (digit == '1') return one;
  constexpr std::string_view kDigits = "0345789", kLetters = "oeastbg";
  const size_t at = kDigits.find(digit);
  return at == std::string_view::npos ? '\0' : kLetters[at];
}

// Two bytes of UTF-8 -> the letter that looks the same; the two rows are in one order. Letters that
// look alike in one script only (the small Greek nu) count, too.
struct Alike {
  uint16_t first;          // code of the first of the row
  std::string_view ascii;  // a blank: looks like none
};
constexpr Alike kAlike[] = {
    {0x0391, "AB  EZH IK MN O P  TY X"},  // Greek capitals, from alpha
    {0x03b1, "a       i   v o p   u"},    // small ones
    {0x0410, "A B  E    K MHO PCTY X"},   // Cyrillic capitals, from a
    {0x0430, "a    e    k   o pc y x"},   // small ones
    {0x0405, "SI J"},                    // Macedonian dze, Ukrainian i, je
    {0x0455, "si j"}};

char letter_like(uint32_t code) {
  if (code >= 0xff21 && code <= 0xff3a) return static_cast<char>('A' + (code - 0xff21));
  if (code >= 0xff41 && code <= 0xff5a) return static_cast<char>('a' + (code - 0xff41));
  for (const Alike& row : kAlike) {
    if (code < row.first || code >= row.first + row.ascii.size()) continue;
    const char letter = row.ascii[code - row.first];
    return letter == ' ' ? '\0' : letter;
  }
  return '\0';
}

// The character of two or three bytes that `rest` begins with; 0: it begins with none.
uint32_t wide(std::string_view rest, size_t& size) {
  const auto byte = [&](size_t i) { return i < rest.size() ? static_cast<unsigned char>(rest[i]) : 0u; };
  const auto follows = [&](size_t i) { return (byte(i) & 0xc0u) == 0x80; };
  size = byte(0) >= 0xe0 ? 3 : 2;
  if (byte(0) >= 0xc2 && byte(0) < 0xe0 && follows(1)) return (byte(0) & 0x1fu) << 6 | (byte(1) & 0x3fu);
  if ((byte(0) & 0xf0u) != 0xe0 || !follows(1) || !follows(2)) return 0;
  return (byte(0) & 0xfu) << 12 | (byte(1) & 0x3fu) << 6 | (byte(2) & 0x3fu);
}

}  // namespace

std::string_view plain_letters(std::string_view name, char one, std::span<char> out) {
  if (name.size() > out.size()) return {};
  size_t written = 0;
  bool changed = false;
  for (size_t i = 0; i < name.size();) {
    size_t size = 1;
    char letter = '\0';
    if (static_cast<unsigned char>(name[i]) >= 0x80) {
      letter = letter_like(wide(name.substr(i), size));
    } else if (name[i] >= '0' && name[i] <= '9') {
      const bool touches = (i > 0 && is_letter(name[i - 1])) || (i + 1 < name.size() && is_letter(name[i + 1]));
      letter = touches ? letter_for(name[i], one) : '\0';
    }
    changed |= letter != '\0';
    if (letter == '\0') {
      letter = name[i];
      size = 1;
    }
    out[written++] = letter;
    i += size;
  }
  return changed ? std::string_view(out.data(), written) : std::string_view();
}

}  // namespace specgate
