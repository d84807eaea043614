// Slips of one or two letters, with a guard: a word that exists is no slip of another, but in the place
// of a verb.
#include <algorithm>

#include "spec/names/name_table.h"
#include "spec/names/word_forms.h"
#include "spec/text/ascii.h"
#include "spec/text/edit_distance.h"

namespace specgate {
namespace {

bool is_plain(std::string_view word) {
  for (const char c : word) {
    if (!is_lower(c)) return false;
  }
  return true;
}

// Two slips in a short word make any word of any other.
size_t limit_for(size_t letters) { return letters < 4 ? 0 : letters < 6 ? 1 : kMostSlips; }

// "unopened", "myorder", "orders": a whole word with something added or a prefix lost is another
// word. One doubled letter at either end is a slip.
bool is_affixed(std::string_view typed, std::string_view right) {
  if (typed.ends_with(right)) return typed.size() > right.size() + 1 || typed[0] != typed[1];
  if (typed.starts_with(right)) return typed.size() > right.size() + 1;
  return right.ends_with(typed) && right.size() > typed.size() + 1;
}

// Two neighbours swapped at the beginning, and nothing else.
bool is_swapped(std::string_view a, std::string_view b) {
  return a.size() > 1 && a[0] == b[1] && a[1] == b[0] && a.substr(2) == b.substr(2);
}

// Two neighbours swapped, or one letter more or less behind the first.
bool is_plain_slip(std::string_view typed, std::string_view right) {
  if (typed[0] != right[0]) return false;
  const size_t shorter = std::min(typed.size(), right.size());
  size_t same = 0;
  while (same < shorter && typed[same] == right[same]) ++same;
  const std::string_view a = typed.substr(same), b = right.substr(same);
  if (a.size() == b.size()) return is_swapped(a, b);
  return a.size() < b.size() ? b.substr(1) == a : a.substr(1) == b;
}

bool is_particle(const NameTable& table, std::string_view word) {
  const WordInfo* const info = table.lexicon.find(word);
  return info != nullptr && info->particle;
}

// A word of a name, and whether it is the base of a verb: "sign up".
struct Wanted {
  std::string_view word;
  bool base = false;
};

Wanted wanted_at(const NameTable& table, const Phrase& right, size_t i) {
  return {right.word(i), i == 0 && right.words == 2 && is_particle(table, right.word(1))};
}

// Keys that lie beside one another: "clocked" for "clicked".
bool are_neighbours(char a, char b) {
  constexpr std::string_view kRows[] = {"qwertyuiop", "asdfghjkl", "zxcvbnm"};
  for (const std::string_view row : kRows) {
    const size_t at = row.find(a), other = row.find(b);
    if (at != std::string_view::npos && other != std::string_view::npos)
      return at + 1 == other || other + 1 == at;
  }
  return false;
}

bool is_wrong_key(std::string_view typed, std::string_view right) {
  if (typed.size() != right.size() || typed[0] != right[0]) return false;
  size_t same = 1;
  while (same < right.size() && typed[same] == right[same]) ++same;
  return same < right.size() && are_neighbours(typed[same], right[same]) &&
         typed.substr(same + 1) == right.substr(same + 1);
}

// "singed up", "sing up", "order competed", "removed form": nobody does that to an order. Where a thing stands
// an English word is another thing, unless two neighbours are swapped: "trail started".
bool is_slip_though_english(const NameTable& table, std::string_view typed, const Wanted& right) {
  if (table.domain != NameIndex::Domain::kEvents || !table.lexicon.find(typed)->may_be_slip()) return false;
  const bool verb = right.base || is_regular_past(right.word) || is_particle(table, right.word);
  if (is_plain_slip(typed, right.word)) return verb || typed.size() == right.word.size();
  return verb && is_wrong_key(typed, right.word);
}

// "signed pu", "sign otu", "sign uup": two neighbours swapped, or a letter doubled. Any other letter makes
// another word of one so short.
bool is_slip_of_particle(const NameTable& table, std::string_view typed, std::string_view right) {
  if (right.size() > 3 || typed.size() < right.size() || !is_particle(table, right)) return false;
  const WordInfo* const known = table.lexicon.find(typed);
  if (known != nullptr && !known->may_be_slip()) return false;
  size_t same = 0;
  while (same < right.size() && typed[same] == right[same]) ++same;
  const std::string_view a = typed.substr(same), b = right.substr(same);
  if (a.size() == b.size()) return is_swapped(a, b);
  return a.size() == b.size() + 1 && same > 0 && a[0] == right[same - 1] && a.substr(1) == b;
}

size_t word_slips(const NameTable& table, std::string_view typed, const Wanted& wanted) {
  const std::string_view right = wanted.word;
  if (typed == right) return 0;
  if (is_slip_of_particle(table, typed, right)) return 1;
  const size_t limit = limit_for(right.size());
  if (typed.size() < 3 || typed.size() + limit < right.size() || !is_plain(typed)) return kTooFar;
  const bool same_start = typed[0] == right[0];
  if (table.domain == NameIndex::Domain::kProperties && !same_start) return kTooFar;
  const size_t slips = edit_distance(typed, right, limit);
  if (slips > limit || (slips == 2 && !same_start) || is_affixed(typed, right)) return kTooFar;
  const bool is_word = table.lexicon.find(typed) != nullptr;
  return is_word && !is_slip_though_english(table, typed, wanted) ? kTooFar : slips;
}

size_t slips_word_by_word(const NameTable& table, const Phrase& typed, const Phrase& right) {
  size_t slips = 0;
  for (size_t i = 0; i < right.words && slips <= kMostSlips; ++i) {
    slips += word_slips(table, typed.word(i), wanted_at(table, right, i));
  }
  return slips;
}

// Does [begin, end) of the letters lie within one word as typed?
bool within_word(const Phrase& typed, size_t begin, size_t end) {
  for (size_t i = 0; i < typed.words; ++i) {
    if (typed.begins[i] <= begin && end <= typed.begins[i + 1]) return true;
  }
  return false;
}

// "ordercompelted": all words of the name but one are there letter by letter.
size_t slips_in_one_word(const NameTable& table, const Phrase& typed, const Phrase& right) {
  std::string_view rest = typed.folded();
  size_t front = 0, back = right.words;
  while (front < back && rest.starts_with(right.word(front)))
    rest.remove_prefix(right.word(front++).size());
  while (front < back && rest.ends_with(right.word(back - 1)))
    rest.remove_suffix(right.word(--back).size());
  if (back - front != 1) return kTooFar;
  const auto begin = static_cast<size_t>(rest.data() - typed.folded().data());
  if (!within_word(typed, begin, begin + rest.size())) return kTooFar;
  return word_slips(table, rest, wanted_at(table, right, front));
}

}  // namespace

size_t slips_between(const NameTable& table, const Phrase& typed, const Spelling& right) {
  const size_t size = right.phrase.size;
  if (typed.size > size + kMostSlips || size > typed.size + kMostSlips) return kTooFar;
  const size_t slips = typed.words == right.phrase.words
                           ? slips_word_by_word(table, typed, right.phrase)
                           : slips_in_one_word(table, typed, right.phrase);
  return slips > kMostSlips ? kTooFar : slips;
}

}  // namespace specgate
