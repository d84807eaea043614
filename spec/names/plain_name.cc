#include "spec/names/plain_name.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>

namespace specgate {
namespace {

struct Quotes {
  std::string_view open, close;
};
constexpr Quotes kQuotes[] = {{"'", "'"},
                              {"\"", "\""},
                              {"`", "`"},
                              {"\u2018", "\u2019"},
                              {"\u201c", "\u201d"},
                              {"\u201e", "\u201c"},
                              {"\u2039", "\u203a"},
                              {"\u00ab", "\u00bb"}};

bool is_within(const Quotes& quotes, std::string_view name) {
  return name.size() > quotes.open.size() + quotes.close.size() && name.starts_with(quotes.open) &&
         name.ends_with(quotes.close);
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char lower = static_cast<char>(c | 0x20);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

bool is_alphanumeric(uint32_t c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

// The sign of ASCII that "%xx" at the beginning of `rest` stands for, or 0.
char escaped(std::string_view rest) {
  if (rest.size() < 3 || rest[0] != '%') return '\0';
  const int high = hex_digit(rest[1]), low = hex_digit(rest[2]);
  if (high < 2 || high > 7 || low < 0) return '\0';
  const auto c = static_cast<char>(high * 16 + low);
  return is_alphanumeric(static_cast<unsigned char>(c)) || c == '\x7f' ? '\0' : c;
}

struct Range {
  uint32_t first, last;
};
// Punctuation by its code, in order. Pictures stay: a tick or a cross says how it went, and a flag where.
constexpr Range kPunctuation[] = {{'!', '/'},       {':', '@'},       {'[', '`'},       {'{', '~'},
                                  {0x00a1, 0x00a1}, {0x00ab, 0x00ab}, {0x00b7, 0x00b7}, {0x00bb, 0x00bb},
                                  {0x00bf, 0x00bf}, {0x2010, 0x2027}, {0x2030, 0x205e}, {0x3001, 0x3002},
                                  {0x3008, 0x3011}, {0xff01, 0xff0f}, {0xff1a, 0xff20}};

bool is_punctuation(uint32_t code) {
  const auto* const at = std::find_if(std::begin(kPunctuation), std::end(kPunctuation),
                                      [&](const Range& range) { return code <= range.last; });
  return at != std::end(kPunctuation) && code >= at->first;
}

bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
bool continues(char c) { return (static_cast<unsigned char>(c) & 0xc0u) == 0x80; }

// The code of a whole character; bytes that are none come out as a letter's or as nothing's.
uint32_t code_of(std::string_view character) {
  constexpr uint32_t kFirst[] = {0, 0x7f, 0x1f, 0x0f, 0x07};  // what a first byte says, by the bytes
  if (character.empty() || character.size() > 4) return 0;
  uint32_t code = static_cast<unsigned char>(character[0]) & kFirst[character.size()];
  for (const char c : character.substr(1)) code = code << 6 | (static_cast<unsigned char>(c) & 0x3fu);
  return code;
}

std::string_view first_of(std::string_view name) {
  size_t size = 1;
  while (size < name.size() && continues(name[size])) ++size;
  return name.substr(0, size);
}

std::string_view last_of(std::string_view name) {
  size_t begin = name.size() - 1;
  while (begin > 0 && continues(name[begin])) --begin;
  return name.substr(begin);
}

bool says_nothing(std::string_view character) {
  return is_blank(character[0]) || is_punctuation(code_of(character));
}

}  // namespace

std::string_view without_quotes(std::string_view name) {
  if (name.empty() || is_alphanumeric(static_cast<unsigned char>(name.front()))) return name;  // nearly all
  for (const Quotes& quotes : kQuotes) {
    if (!is_within(quotes, name)) continue;
    name.remove_prefix(quotes.open.size());
    name.remove_suffix(quotes.close.size());
    return name;
  }
  return name;
}

std::string_view without_escapes(std::string_view name, std::span<char> out) {
  if (name.size() > out.size() || name.find('%') == std::string_view::npos) return {};
  size_t written = 0;
  for (size_t i = 0; i < name.size(); ++i) {
    const char sign = escaped(name.substr(i));
    out[written++] = sign == '\0' ? name[i] : sign;
    if (sign != '\0') i += 2;
  }
  return written == name.size() ? std::string_view() : std::string_view(out.data(), written);
}

std::string_view without_brackets(std::string_view name, std::span<char> out) {
  constexpr std::string_view kBrackets = "()[]{}<=>", kArrow = "\xe2\x86\x92";
  const bool arrow = name.find(kArrow) != std::string_view::npos;
  if (name.size() > out.size() || (!arrow && name.find_first_of(kBrackets) == std::string_view::npos)) return {};
  for (size_t i = 0; i < name.size();) {
    const size_t sign = name.substr(i).starts_with(kArrow)                    ? kArrow.size()
                        : kBrackets.find(name[i]) != std::string_view::npos ? 1
                                                                              : 0;
    std::fill_n(out.begin() + static_cast<std::ptrdiff_t>(i), std::max<size_t>(sign, 1), sign == 0 ? name[i] : ' ');
    i += std::max<size_t>(sign, 1);
  }
  return {out.data(), name.size()};
}

std::string_view without_punctuation(std::string_view name) {
  const bool denies = name.starts_with('!');
  while (!denies && !name.empty() && says_nothing(first_of(name))) {
    name.remove_prefix(first_of(name).size());
  }
  while (!name.empty() && says_nothing(last_of(name))) name.remove_suffix(last_of(name).size());
  return name;
}

}  // namespace specgate
