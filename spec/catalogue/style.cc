#include "spec/catalogue/style.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "spec/names/normalized_name.h"
#include "spec/text/ascii.h"

namespace specgate {
namespace {

bool is_foreign(char c) { return static_cast<unsigned char>(c) >= 0x80; }  // other alphabets
char to_upper(char c) { return is_lower(c) ? static_cast<char>(c - 32) : c; }

template <typename Test>
bool all_of(std::string_view text, Test test) {
  return std::all_of(text.begin(), text.end(), test);
}
template <typename Test>
bool any_of(std::string_view text, Test test) {
  return std::any_of(text.begin(), text.end(), test);
}

// A sorted list of words; searched by halves.
template <size_t N>
bool holds(const std::array<std::string_view, N>& words, std::string_view word) {
  return std::binary_search(words.begin(), words.end(), word);
}

// The words of Segment's own names that stay lower-case, and their kin.
constexpr auto kSmallWords = std::to_array<std::string_view>(
    {"a",   "an", "and",  "as", "at",  "but",  "by",  "for", "from", "in", "into", "nor", "of",
     "off", "on", "onto", "or", "out", "over", "per", "the", "to",   "up", "via",  "vs",  "with"});

// Verbs whose past tense or participle does not end in -ed.
constexpr auto kIrregular = std::to_array<std::string_view>(
    {"agreed",    "ate",        "beaten",    "became", "become",     "began",      "begun",
     "bent",      "bid",        "bitten",    "bled",   "blown",      "born",       "bought",
     "bound",     "bred",       "broadcast", "broke",  "broken",     "brought",    "built",
     "burnt",     "burst",      "came",      "cast",   "caught",     "chose",      "chosen",
     "cost",      "crept",      "cut",       "dealt",  "decreed",    "did",        "disagreed",
     "done",      "drawn",      "drew",      "driven", "drove",      "dug",        "eaten",
     "fallen",    "fed",        "fell",      "felt",   "fled",       "flew",       "flown",
     "forgiven",  "forgot",     "forgotten", "fought", "found",      "freed",      "froze",
     "frozen",    "gave",       "given",     "gone",   "got",        "gotten",     "grew",
     "grown",     "guaranteed", "heard",     "held",   "hid",        "hidden",     "hit",
     "hung",      "hurt",       "kept",      "knew",   "known",      "laid",       "learnt",
     "led",       "left",       "lent",      "let",    "lit",        "lost",       "made",
     "meant",     "met",        "mistaken",  "offset", "outbid",     "overridden", "overrode",
     "overtaken", "paid",       "prepaid",   "proven", "put",        "quit",       "ran",
     "read",      "rebuilt",    "redone",    "repaid", "resent",     "reset",      "resold",
     "rewritten", "ridden",     "risen",     "rode",   "rose",       "run",        "said",
     "sang",      "sat",        "saw",       "seen",   "sent",       "set",        "shed",
     "shot",      "shown",      "shut",      "slept",  "slid",       "sold",       "sought",
     "sped",      "spent",      "spilt",     "split",  "spoke",      "spoken",     "spread",
     "spun",      "stole",      "stolen",    "stood",  "struck",     "stuck",      "sung",
     "sunk",      "swept",      "sworn",     "taken",  "taught",     "thought",    "threw",
     "thrown",    "told",       "took",      "torn",   "understood", "undertaken", "undid",
     "undone",    "unsent",     "upheld",    "went",   "withdrawn",  "withdrew",   "withheld",
     "woken",     "won",        "wore",      "worn",   "wound",      "written",    "wrote"});

// Status codes and the like: numbers that are names.
constexpr auto kNamedNumbers = std::to_array<std::string_view>(
    {"360", "400", "401", "403", "404", "429", "500", "502", "503", "504"});

static_assert(std::is_sorted(kSmallWords.begin(), kSmallWords.end()));
static_assert(std::is_sorted(kIrregular.begin(), kIrregular.end()));
static_assert(std::is_sorted(kNamedNumbers.begin(), kNamedNumbers.end()));

// Calls `visit` with each word between separators until it returns true; returns that word.
template <typename IsSeparator, typename Visit>
std::string_view find_word(std::string_view name, IsSeparator is_separator, Visit visit) {
  for (size_t i = 0; i < name.size();) {
    if (is_separator(name[i])) {
      ++i;
      continue;
    }
    size_t end = i;
    while (end < name.size() && !is_separator(name[end])) ++end;
    const std::string_view word = name.substr(i, end - i);
    if (visit(word)) return word;
    i = end;
  }
  return {};
}

std::string_view lowered(std::string_view word, std::span<char> buffer) {
  if (word.size() > buffer.size()) return {};
  std::transform(word.begin(), word.end(), buffer.begin(), to_lower);
  return {buffer.data(), word.size()};
}

bool is_blank(char c) { return c == ' '; }

// "Order", "PDF", "2FA", "iOS", "(Beta)"; small words where they are not the first.
bool is_title_word(std::string_view word, bool first) {
  const auto letter = std::find_if(word.begin(), word.end(), is_letter);
  if (letter == word.end() || is_upper(*letter)) return true;
  if (letter != word.begin() && is_digit(*(letter - 1))) return true;  // "2nd", "30-day"
  return any_of(word, is_upper) || (!first && holds(kSmallWords, word));
}

// "OrderCompleted": words that nothing separates.
bool is_glued(std::string_view name) {
  if (name.find(' ') != std::string_view::npos) return false;
  for (size_t i = 1; i < name.size(); ++i) {
    if (is_lower(name[i - 1]) && is_upper(name[i])) return true;
  }
  return false;
}

bool is_title(std::string_view name) {
  if (name.empty() || name.front() == ' ' || name.back() == ' ') return false;
  if (name.find('_') != std::string_view::npos || name.find("  ") != std::string_view::npos)
    return false;
  if (is_glued(name)) return false;
  const bool shouted = name.size() > 5 && any_of(name, is_upper) && !any_of(name, is_lower);
  if (shouted) return false;
  bool first = true;
  return find_word(name, is_blank,
                   [&](std::string_view word) {
                     const bool bad = !is_title_word(word, first);
                     first = false;
                     return bad;
                   })
      .empty();
}

bool is_in_words_of(std::string_view name, char joint) {
  const auto fits = [joint](char c) {
    return is_lower(c) || is_digit(c) || is_foreign(c) || c == joint;
  };
  return any_of(name, [joint](char c) { return c != joint; }) && all_of(name, fits);
}

bool is_camel(std::string_view name, bool first_upper) {
  const auto fits = [](char c) { return is_letter(c) || is_digit(c) || is_foreign(c); };
  return !name.empty() && all_of(name, fits) && !is_digit(name[0]) &&
         (is_foreign(name[0]) || is_upper(name[0]) == first_upper);
}

// 8-4-4-4-12 hexadecimal digits, dashes (or, in keys, underscores) between them.
constexpr size_t kUuidBytes = 36;
bool is_uuid(std::string_view text) {
  if (text.size() != kUuidBytes) return false;
  for (size_t i = 0; i < kUuidBytes; ++i) {
    const bool joint = i == 8 || i == 13 || i == 18 || i == 23;
    if (joint ? text[i] != '-' && text[i] != '_' : !is_hex(text[i])) return false;
  }
  return true;
}

std::string_view uuid_in(std::string_view name) {
  for (size_t i = 0; i + kUuidBytes <= name.size(); ++i) {
    if (is_uuid(name.substr(i, kUuidBytes))) return name.substr(i, kUuidBytes);
  }
  return {};
}

bool is_email(std::string_view word) {
  const size_t at = word.find('@');
  return at != std::string_view::npos && at > 0 && word.find('.', at + 2) != std::string_view::npos;
}

struct Shape {
  size_t digits = 0, letters = 0, longest_run = 0, switches = 0;
  bool hex = true;
};

Shape shape_of(std::string_view word) {
  Shape shape;
  size_t run = 0;
  for (size_t i = 0; i < word.size(); ++i) {
    const char c = word[i];
    const bool digit = is_digit(c);
    shape.digits += digit ? 1 : 0;
    shape.letters += is_letter(c) || is_foreign(c) ? 1 : 0;
    run = digit ? run + 1 : 0;
    shape.longest_run = std::max(shape.longest_run, run);
    if (i > 0 && is_letter(word[i - 1]) != is_letter(c)) ++shape.switches;
    if (!is_hex(c)) shape.hex = false;
  }
  return shape;
}

// "ab12cd34", "5f3a9c0e1b2d", "SKU12345": letters and digits that nobody says aloud.
bool is_coded(const Shape& shape) {
  if (shape.digits == 0 || shape.letters == 0) return false;
  if (shape.longest_run >= 4) return true;
  const size_t size = shape.digits + shape.letters;
  if (shape.hex && size >= 12 && shape.digits >= 2) return true;
  return size >= 8 && shape.digits >= 3 && shape.switches >= 3;
}

bool is_dynamic_word(std::string_view word) {
  if (is_email(word)) return true;
  const Shape shape = shape_of(word);
  if (shape.letters == 0) return shape.longest_run >= 2 && !holds(kNamedNumbers, word);
  return is_coded(shape);
}

// The one run of digits in a key, or nothing where there is none or are several.
NumberedKey only_number(std::string_view key) {
  const auto begin = std::find_if(key.begin(), key.end(), is_digit);
  const auto end = std::find_if_not(begin, key.end(), is_digit);
  if (begin == end || std::any_of(end, key.end(), is_digit)) return {};
  const auto first = static_cast<size_t>(begin - key.begin());
  const auto last = static_cast<size_t>(end - key.begin());
  return {key.substr(0, first), key.substr(first, last - first), key.substr(last)};
}

// "2024-01-31", "2024_01", "20240131": a year of this century or the last, and a month.
bool is_date(std::string_view text) {
  if (text.size() < 6 || !all_of(text.substr(0, 4), is_digit)) return false;
  const std::string_view century = text.substr(0, 2);
  if (century != "19" && century != "20") return false;
  size_t at = 4;
  if (!is_digit(text[at])) ++at;
  if (at + 2 > text.size() || !is_digit(text[at]) || !is_digit(text[at + 1])) return false;
  const int month = (text[at] - '0') * 10 + (text[at + 1] - '0');
  const bool ends = at + 2 == text.size() || at == 5 || text.size() == 8;
  return month >= 1 && month <= 12 && ends;
}

bool holds_date(std::string_view key) {
  for (size_t i = 0; i < key.size(); ++i) {
    if (i > 0 && is_digit(key[i - 1])) continue;  // within a longer number
    if (is_date(key.substr(i))) return true;
  }
  return false;
}

bool is_key_separator(char c) {
  return c == '_' || c == '-' || c == ' ' || c == '.' || c == ':' || c == '/';
}

}  // namespace

bool is_in(Style style, std::string_view name) {
  switch (style) {
    case Style::kAny:
      return true;
    case Style::kSnake:
      return is_in_words_of(name, '_');
    case Style::kCamel:
      return is_camel(name, false);
    case Style::kPascal:
      return is_camel(name, true);
    case Style::kKebab:
      return is_in_words_of(name, '-');
    case Style::kTitle:
      return is_title(name);
  }
  return true;
}

std::string_view restyle(Style style, std::string_view name, std::span<char> buffer) {
  Phrase phrase;
  if (style == Style::kAny || !split_words(name, phrase) || phrase.too_many_words) return {};
  if (phrase.size + phrase.words > buffer.size()) return {};
  constexpr std::string_view kJoints = "\0_\0\0- ";  // by Style
  const char joint = kJoints[static_cast<size_t>(style)];
  const bool lower = style == Style::kSnake || style == Style::kKebab;
  size_t size = 0;
  for (size_t i = 0; i < phrase.words; ++i) {
    const std::string_view word = phrase.word(i);
    if (i > 0 && joint != '\0') buffer[size++] = joint;
    std::memcpy(buffer.data() + size, word.data(), word.size());
    const bool small = lower || (style == Style::kCamel && i == 0) ||
                       (style == Style::kTitle && i > 0 && holds(kSmallWords, word));
    if (!small) buffer[size] = to_upper(buffer[size]);
    size += word.size();
  }
  return {buffer.data(), size};
}

bool same_letters(std::string_view a, std::string_view b) {
  Phrase left, right;
  return split_words(a, left) && split_words(b, right) && left.folded() == right.folded();
}

bool is_past_tense(std::string_view word) {
  std::array<char, 32> buffer;
  while (!word.empty() && !is_letter(word.back())) word.remove_suffix(1);  // "Sent!", "Viewed)"
  while (!word.empty() && !is_letter(word.front())) word.remove_prefix(1);
  const std::string_view lower = lowered(word, buffer);
  if (holds(kIrregular, lower)) return true;
  constexpr std::string_view kEnd = "ed";
  return lower.size() >= 4 && lower.ends_with(kEnd) && !lower.ends_with("eed") && lower != "embed";
}

bool event_name_off_style(std::string_view name) {
  if (!is_title(name)) return true;
  const auto joint = [](char c) { return c == ' ' || c == '-' || c == '/' || c == ':'; };
  return find_word(name, joint, is_past_tense).empty();
}

std::string_view dynamic_part(std::string_view name) {
  if (const std::string_view uuid = uuid_in(name); !uuid.empty()) return uuid;
  // Among blanks a dash belongs to the word: "COVID-19", but "2024-01-31" all the same.
  const bool blanks = name.find(' ') != std::string_view::npos;
  static constexpr std::string_view kSeparators = " \t_/:|,;#()[]{}<>\"'%$!?=+*";
  const auto is_separator = [blanks](char c) {
    return kSeparators.find(c) != std::string_view::npos || (c == '-' && !blanks);
  };
  return find_word(name, is_separator, is_dynamic_word);
}

bool name_dynamic(std::string_view name) { return !dynamic_part(name).empty(); }

NumberedKey numbered(std::string_view key) {
  constexpr size_t kMostDigits = 3;  // longer ones are ids
  const NumberedKey parts = only_number(key);
  if (parts.digits.size() > kMostDigits) return {};
  return parts.before.empty() && parts.after.empty() ? NumberedKey{} : parts;
}

bool key_holds_id(std::string_view key) {
  if (key.empty()) return false;
  if (!any_of(key, is_digit)) return is_email(key);
  if (all_of(key, is_digit) || is_email(key) || !uuid_in(key).empty() || holds_date(key))
    return true;
  return !find_word(key, is_key_separator, [](std::string_view word) {
            const Shape shape = shape_of(word);
            return shape.longest_run >= 5 || (shape.letters != 0 && is_coded(shape));
          }).empty();
}

bool key_dynamic(std::string_view key) { return numbered(key) || key_holds_id(key); }

}  // namespace specgate
