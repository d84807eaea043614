#include "spec/names/normalized_name.h"

#include <algorithm>
#include <cstring>
#include <span>

#include "spec/names/name_index.h"
#include "spec/text/ascii.h"

namespace specgate {
namespace {

enum class Sign : uint8_t { kLower, kUpper, kDigit, kSeparator };

// Signs that join words in the names people write; `'`, `!`, `#` and the like are not among them.
constexpr std::string_view kSeparators = " \t\r\n\v\f_-./\\:|,;>+~()[]{}\"";

constexpr std::array<Sign, 256> sign_table() {
  std::array<Sign, 256> table{};  // kLower: everything unknown is kept
  for (size_t c = 'A'; c <= 'Z'; ++c) table[c] = Sign::kUpper;
  for (size_t c = '0'; c <= '9'; ++c) table[c] = Sign::kDigit;
  for (const char c : kSeparators) table[static_cast<unsigned char>(c)] = Sign::kSeparator;
  return table;
}
constexpr auto kSigns = sign_table();

Sign sign_of(char c) { return kSigns[static_cast<unsigned char>(c)]; }

// Blanks and dashes beyond ASCII, as office programs put them: U+00A0, U+2000..U+2015, U+202F,
// U+2060, U+3000, U+FEFF. Returns how many bytes to skip, 0 for none.
size_t wide_separator(std::string_view rest) {
  const auto at = [&](size_t i) {
    return i < rest.size() ? static_cast<unsigned char>(rest[i]) : 0u;
  };
  if (at(0) == 0xc2 && at(1) == 0xa0) return 2;
  if (at(0) == 0xe3 && at(1) == 0x80 && at(2) == 0x80) return 3;
  if (at(0) == 0xef && at(1) == 0xbb && at(2) == 0xbf) return 3;
  if (at(0) != 0xe2) return 0;
  const bool general = at(1) == 0x80 && ((at(2) >= 0x80 && at(2) <= 0x95) || at(2) == 0xaf);
  return general || (at(1) == 0x81 && at(2) == 0xa0) ? 3 : 0;
}

// U+2010..U+2015
bool is_wide_dash(std::string_view rest) {
  return rest.starts_with("\xe2\x80") && wide_separator(rest) != 0 && static_cast<unsigned char>(rest[2]) >= 0x90 &&
         static_cast<unsigned char>(rest[2]) <= 0x95;
}

constexpr std::string_view kJoiners = "_-.";     // each by itself joins words in names of real teams,
constexpr std::string_view kNamespaces = "/:";   // these in lower case: "order:completed"
constexpr char kWideDash = '\x7f';                // for any of them

// What stands between two words.
struct Gap {
  char sign = '\0';
  bool blank = false;  // there is one
  bool other = false;  // there is another sign

  void add(char c) {
    if (c == ' ' || (c >= '\t' && c <= '\r')) {
      blank = true;
      return;
    }
    other = other || (sign != '\0' && sign != c);
    sign = c;
  }

  // `next`: what the word behind it begins with.
  bool may_part_names(char next) const {
    if (sign == '\0') return false;
    if (blank || other) return true;
    if (kJoiners.find(sign) != std::string_view::npos) return false;
    return kNamespaces.find(sign) == std::string_view::npos || is_upper(next);
  }
};

// Does a word begin at `i`, which follows the sign `before` without a separator?
bool begins_word(std::string_view name, size_t i, Sign before) {
  const Sign here = sign_of(name[i]);
  if ((here == Sign::kDigit) != (before == Sign::kDigit)) return true;
  if (here != Sign::kUpper) return false;
  if (before != Sign::kUpper) return true;
  // "APPOpened": the last capital of a run belongs to the next word.
  return i + 1 < name.size() && sign_of(name[i + 1]) == Sign::kLower;
}

void begin_word(Phrase& out, bool apart) {
  if (out.words == kMostNameWords) {
    out.too_many_words = true;
    return;
  }
  if (apart) out.apart = static_cast<uint16_t>(out.apart | 1u << out.words);
  out.begins[out.words++] = out.size;
}

}  // namespace

bool split_words(std::string_view name, Phrase& out) {
  out.size = out.words = 0;
  out.apart = 0;
  out.too_many_words = false;
  if (name.size() > kMostNameBytes) return false;
  Sign before = Sign::kSeparator;
  for (size_t i = 0; i < name.size(); ++i) {
    const Sign here = sign_of(name[i]);
    if (static_cast<unsigned char>(name[i]) >= 0xc2) {
      if (const size_t skip = wide_separator(name.substr(i)); skip != 0) {
        i += skip - 1;
        before = Sign::kSeparator;
        continue;
      }
    }
    if (here != Sign::kSeparator) {
      const bool apart = before == Sign::kSeparator;
      if (apart || begins_word(name, i, before)) begin_word(out, apart);
      out.letters[out.size++] = here == Sign::kUpper ? static_cast<char>(name[i] + 32) : name[i];
    }
    before = here;
  }
  out.begins[out.words] = out.size;
  return out.size != 0;
}

Phrase without_capitals(const Phrase& phrase) {
  Phrase out = phrase;
  out.words = 0;
  out.apart = 0;
  for (size_t i = 0; i < phrase.words; ++i) {
    if ((phrase.apart >> i & 1u) == 0) continue;
    out.apart = static_cast<uint16_t>(out.apart | 1u << out.words);
    out.begins[out.words++] = phrase.begins[i];
  }
  out.begins[out.words] = out.size;
  return out;
}

uint64_t separators_of(const Phrase& phrase) {
  uint64_t out = 0;
  for (size_t i = 1; i < phrase.words; ++i) {
    if ((phrase.apart >> i & 1u) != 0 && phrase.begins[i] < 64) out |= uint64_t{1} << phrase.begins[i];
  }
  return out;
}

bool has_signs_between(std::string_view name) {
  Gap gap;
  bool within = false;  // behind the first word
  for (size_t i = 0; i < name.size(); ++i) {
    const size_t wide = wide_separator(name.substr(i));
    if (wide == 0 && sign_of(name[i]) != Sign::kSeparator) {
      if (within && gap.may_part_names(name[i])) return true;
      gap = {};
      within = true;
      continue;
    }
    gap.add(wide == 0 ? name[i] : is_wide_dash(name.substr(i)) ? kWideDash : ' ');
    if (wide != 0) i += wide - 1;
  }
  return false;
}

bool has_signs_around(std::string_view name) {
  constexpr std::string_view kSigns = "-+~><";
  if (name.empty()) return false;
  const std::string_view end = name.substr(name.size() - std::min<size_t>(name.size(), 3));
  return kSigns.find(name.front()) != std::string_view::npos || kSigns.find(name.back()) != std::string_view::npos ||
         is_wide_dash(name) || is_wide_dash(end);
}

size_t fold(std::string_view name, std::span<char> out) {
  Phrase phrase;
  if (!split_words(name, phrase) || phrase.size > out.size()) return 0;
  std::memcpy(out.data(), phrase.letters.data(), phrase.size);
  return phrase.size;
}

}  // namespace specgate
