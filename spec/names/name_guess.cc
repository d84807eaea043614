// What is probably meant by a name whose letters are not known: other forms of the same words,
// synonyms, an extra actor, a slip. Everything found here is a suggestion.
#include <algorithm>
#include <cstring>

#include "spec/names/name_table.h"
#include "spec/names/word_forms.h"
#include "spec/text/ascii.h"

namespace specgate {
namespace {

constexpr size_t kMostJoined = 3;    // neighbours read as one: "shopping cart", "wish list"
constexpr size_t kShortestJoin = 6;  // letters of words written as one
constexpr size_t kLongestJoin = 40;
constexpr size_t kLongestWord = 16;  // "uninstallations" and a letter to spare
constexpr int kMostTries = 100;      // look-ups spent on taking words apart

// The first targets in the order of the table, in whatever order they are found.
class FirstTargets {
 public:
  void clear() { count_ = 0; }

  // `number`: the place in the table that leads to the target.
  void add(uint32_t number, NameId id) {
    size_t at = 0;
    while (at < count_ && all_[at].id != id) ++at;
    if (at < count_ && all_[at].number <= number) return;
    if (at == count_ && count_ < kMostTargets) ++count_;
    if (at == kMostTargets && all_[--at].number < number) return;
    for (; at > 0 && all_[at - 1].number > number; --at) all_[at] = all_[at - 1];
    all_[at] = {number, id};
  }

  NameMatch as(Reason reason) const {
    NameMatch found;
    if (count_ == 0) return found;
    found.match = Match::kSuggestion;
    found.reason = reason;
    found.count = static_cast<uint8_t>(count_);
    for (size_t i = 0; i < count_; ++i) found.targets[i] = all_[i].id;
    return found;
  }

 private:
  struct Target {
    uint32_t number;
    NameId id;
  };
  std::array<Target, kMostTargets> all_{};
  size_t count_ = 0;
};

// The words of the phrase whose bits are set.
Phrase only(const Phrase& phrase, uint32_t words) {
  Phrase out;
  for (size_t i = 0; i < phrase.words; ++i) {
    if ((words >> i & 1u) == 0) continue;
    const std::string_view word = phrase.word(i);
    const bool apart = out.words == 0 || (phrase.apart >> i & 1u) != 0;
    out.apart = static_cast<uint16_t>(out.apart | (apart ? 1u << out.words : 0u));
    out.begins[out.words++] = out.size;
    std::memcpy(out.letters.data() + out.size, word.data(), word.size());
    out.size = static_cast<uint8_t>(out.size + word.size());
  }
  out.begins[out.words] = out.size;
  return out;
}

uint32_t words_from(size_t first, size_t last) { return (1u << last) - (1u << first); }

// The words as the lexicon has them: neighbours joined ("wish list"), joined words taken apart.
class Reader {
 public:
  Reader(const Lexicon& lexicon, const Phrase& phrase) : lexicon_(lexicon), phrase_(phrase) {
    for (size_t i = 0; i < phrase_.words;) {
      const size_t taken = take_joined(i);
      if (taken == 0) return;
      i += taken;
    }
    known_ = true;
  }

  // Every word means something here.
  bool is_known() const { return known_; }

  std::span<const WordInfo* const> words() const { return std::span(words_).first(count_); }

  // The same phrase with its words where the lexicon sees them.
  Phrase phrase() const {
    Phrase out = phrase_;
    out.words = static_cast<uint8_t>(count_);
    for (size_t i = 0; i < count_; ++i) out.begins[i] = ends_[i];
    std::copy_backward(out.begins.begin(), out.begins.begin() + count_,
                       out.begins.begin() + count_ + 1);
    out.begins[0] = 0;
    out.apart = 0xffff;  // each stands by itself now
    return out;
  }

 private:
  const WordInfo* useful(std::string_view word) const {
    const WordInfo* info = lexicon_.find(word);
    return info != nullptr && (info->has_sense() || info->actor) ? info : nullptr;
  }

  bool push(const WordInfo* info, size_t end) {
    if (count_ == kMostNameWords) return false;
    ends_[count_] = static_cast<uint8_t>(end);
    words_[count_++] = info;
    return true;
  }

  size_t take_joined(size_t i) {
    for (size_t n = std::min<size_t>(kMostJoined, phrase_.words - i); n > 0; --n) {
      const size_t begin = phrase_.begins[i], end = phrase_.begins[i + n];
      const WordInfo* info = useful(phrase_.folded().substr(begin, end - begin));
      if (info != nullptr) return push(info, end) ? n : 0;
    }
    const std::string_view word = phrase_.word(i);
    const bool apart = word.size() >= kShortestJoin && word.size() <= kLongestJoin &&
                       take_apart(word, phrase_.begins[i]);
    return apart ? 1 : 0;
  }

  bool take_apart(std::string_view letters, size_t begin) {
    if (letters.empty()) return true;
    const size_t count = count_;
    for (size_t n = std::min(letters.size(), kLongestWord); n >= 2; --n) {
      if (--tries_ < 0) return false;
      const WordInfo* info = useful(letters.substr(0, n));
      if (info == nullptr || !push(info, begin + n)) continue;
      if (take_apart(letters.substr(n), begin + n)) return true;
      count_ = count;
    }
    return false;
  }

  const Lexicon& lexicon_;
  const Phrase& phrase_;
  std::array<const WordInfo*, kMostNameWords> words_{};
  std::array<uint8_t, kMostNameWords> ends_{};
  size_t count_ = 0;
  int tries_ = kMostTries;
  bool known_ = false;
};

enum Fit : int { kOwn, kReworded, kPhrase, kOwnSynonym, kPhraseSynonym, kNoFit };

Fit fit_of(const NamePattern& pattern, std::span<const WordInfo* const> words) {
  if (pattern.words != words.size()) return kNoFit;
  bool synonym = false;
  for (size_t i = 0; i < words.size(); ++i) {
    const Sense* sense = words[i]->sense(pattern.senses[i]);
    if (sense == nullptr) return kNoFit;
    synonym = synonym || sense->synonym;
  }
  if (synonym && !pattern.synonyms) return kNoFit;
  if (synonym) return pattern.own ? kOwnSynonym : kPhraseSynonym;
  if (pattern.reworded) return kReworded;
  return pattern.own ? kOwn : kPhrase;
}

// Do the words say what the name says, each once and in whatever order? None of them for another.
bool has_words_of(const NamePattern& pattern, std::span<const WordInfo* const> words) {
  if (pattern.words != words.size()) return false;
  uint32_t taken = 0;
  for (size_t i = 0; i < pattern.words; ++i) {
    size_t at = 0;
    for (; at < words.size(); ++at) {
      const Sense* const sense = (taken >> at & 1u) != 0 ? nullptr : words[at]->sense(pattern.senses[i]);
      if (sense != nullptr && !sense->synonym && !words[at]->particle) break;
    }
    if (at == words.size()) return false;
    taken |= 1u << at;
  }
  return true;
}

// "Playback Video Paused". Not of names that say who does it to whom, or to what.
NameMatch in_any_order(const NameTable& table, std::span<const WordInfo* const> words, const NameScope& scope) {
  FirstTargets found;
  if (words.size() < 3) return {};
  for (uint32_t number = 0; number < table.patterns.size(); ++number) {
    const NamePattern& pattern = table.patterns[number];
    const bool plain = pattern.own && pattern.synonyms && scope.has(pattern.target);
    if (plain && has_words_of(pattern, words)) found.add(number, pattern.target);
  }
  return found.as(Reason::kOrder);
}

NameMatch best_pattern(const NameTable& table, std::span<const WordInfo* const> words,
                       const NameScope& scope) {
  FirstTargets found;
  Fit best = kNoFit;
  if (words.empty()) return {};
  for (const Sense& sense : words[0]->senses) {
    if (sense.id >= table.patterns_of.size()) continue;
    for (const uint32_t number : table.patterns_of[sense.id]) {
      const NamePattern& pattern = table.patterns[number];
      const Fit fit = fit_of(pattern, words);
      if (fit == kNoFit || fit > best || !scope.has(pattern.target)) continue;
      if (fit < best) found.clear();
      best = fit;
      found.add(number, pattern.target);
    }
  }
  return found.as(best == kOwn        ? Reason::kTense
                  : best == kReworded ? Reason::kWording
                                      : Reason::kSynonym);
}

// The Spec's own words are no slips; a name that holds only them needs no search.
bool has_unknown(const NameTable& table, const Phrase& phrase) {
  for (size_t i = 0; i < phrase.words; ++i) {
    if (phrase.word(i).size() < 2) continue;
    const WordInfo* const word = table.lexicon.find(phrase.word(i));
    if (word == nullptr || word->may_be_slip()) return true;
  }
  return false;
}

NameMatch nearest_spelling(const NameTable& table, const Phrase& phrase, const NameScope& scope) {
  if (!has_unknown(table, phrase)) return {};
  FirstTargets found;
  size_t best = kTooFar;
  // A slip in an identifier leaves the first letter of its word.
  const bool same_start = table.domain == NameIndex::Domain::kProperties;
  table.near_spellings.each(phrase.folded(), kMostSlips, [&](uint32_t number) {
    const Spelling& right = table.spellings[number];
    if (same_start && right.phrase.letters[0] != phrase.letters[0]) return;
    const size_t slips = slips_between(table, phrase, right);
    if (slips == kTooFar || slips > best || !scope.has(right.target)) return;
    if (slips < best) found.clear();
    best = slips;
    found.add(number, right.target);
  });
  return found.as(Reason::kTypo);
}

NameMatch best_slip(const NameTable& table, const Phrase& phrase, const NameScope& scope) {
  const NameMatch found = nearest_spelling(table, phrase, scope);
  if (found.count != 0) return found;
  const Phrase joined = without_capitals(phrase);
  return joined.words == phrase.words ? found : nearest_spelling(table, joined, scope);
}

// The same letters as a name or a spelling of one, once what was before it is gone.
NameMatch known_rest(const NameTable& table, const Phrase& rest, const NameScope& scope) {
  NameMatch found = answer_of(table, table.folds, rest.folded(), scope).match;
  if (found.count == 0) return {};
  const Name& name = table.names[found.target()];
  if (name.suggest_only || name.exact_only) return {};
  found.match = Match::kSuggestion;
  return found;
}

NameMatch guess_as_it_stands(const NameTable& table, const Reader& reader, const Phrase& phrase,
                             const GuessOptions& options) {
  NameMatch found;
  if (reader.is_known()) found = best_pattern(table, reader.words(), options.scope);
  if (reader.is_known() && found.count == 0) found = in_any_order(table, reader.words(), options.scope);
  if (found.count != 0 || !options.slips) return found;
  return best_slip(table, phrase, options.scope);
}

bool is_actor(const NameTable& table, std::string_view word) {
  const WordInfo* info = table.lexicon.find(word);
  return info != nullptr && info->actor;
}

// "User Signed Up", "Order Completed by Customer": the words without the actor; 0: there is none.
uint32_t without_actor(const NameTable& table, const Phrase& phrase) {
  const size_t n = phrase.words;
  if (n > 1 && is_actor(table, phrase.word(0))) return words_from(1, n);
  if (n < 3 || phrase.word(n - 2) != "by" || !is_actor(table, phrase.word(n - 1))) return 0;
  return words_from(0, n - 2);
}

const WordInfo* prefix_of(const NameTable& table, const Phrase& phrase, size_t words) {
  if (phrase.words <= words) return nullptr;
  const WordInfo* const info = table.lexicon.find(phrase.folded().substr(0, phrase.begins[words]));
  return info != nullptr && info->prefix ? info : nullptr;
}

// "af_purchase", "fb_mobile_purchase"; "ga4_purchase", too, whose digit is read as a word.
uint32_t without_prefix(const NameTable& table, const Phrase& phrase) {
  if (prefix_of(table, phrase, 2) != nullptr) return words_from(2, phrase.words);
  const WordInfo* const first = prefix_of(table, phrase, 1);
  if (first == nullptr || first->real) return 0;
  const bool has_number = phrase.words > 1 && phrase.word(1) == "4" && (phrase.apart & 2u) == 0;
  const size_t begin = has_number ? 2 : 1;
  return begin < phrase.words ? words_from(begin, phrase.words) : 0;
}

// "EVENT_ORDER_COMPLETED": a word that is also a thing, before a name of the Spec.
NameMatch behind_label(const NameTable& table, const Phrase& phrase, const NameScope& scope) {
  const WordInfo* const first = prefix_of(table, phrase, 1);
  if (first == nullptr || !first->real) return {};
  NameMatch found = known_rest(table, only(phrase, words_from(1, phrase.words)), scope);
  const bool own = found.reason == Reason::kCase || found.reason == Reason::kSpelling ||
                   found.reason == Reason::kOrder;
  if (!own) return {};
  found.reason = Reason::kPrefix;
  return found;
}

bool is_label(const NameTable& table, const Phrase& phrase, size_t first, size_t words, bool behind) {
  const size_t begin = phrase.begins[first], end = phrase.begins[first + words];
  const WordInfo* const info = table.lexicon.find(phrase.folded().substr(begin, end - begin));
  return info != nullptr && (info->label || (behind && info->ending));
}

bool is_number(std::string_view word) { return std::all_of(word.begin(), word.end(), is_digit); }

bool is_version(std::string_view word) { return word == "v" || word == "ver" || word == "version"; }

// "v2", "version 1.0": how many of the first `words` words, at their end, say a version.
size_t version_words_behind(const Phrase& phrase, size_t words) {
  size_t first = words;
  while (first > 0 && is_number(phrase.word(first - 1))) --first;
  return first != 0 && first != words && is_version(phrase.word(first - 1)) ? words - first + 1 : 0;
}

size_t version_words_before(const Phrase& phrase, size_t from, size_t to) {
  if (!is_version(phrase.word(from))) return 0;
  size_t next = from + 1;
  while (next < to && is_number(phrase.word(next))) ++next;
  return next == from + 1 ? 0 : next - from;
}

size_t label_words_before(const NameTable& table, const Phrase& phrase, size_t from, size_t to) {
  if (const size_t version = version_words_before(phrase, from, to); version != 0)
    return from + version < to ? version : 0;
  for (size_t n = 2; n > 0; --n) {
    if (from + n < to && is_label(table, phrase, from, n, false)) return n;
  }
  return 0;
}

size_t label_words_behind(const NameTable& table, const Phrase& phrase, size_t from, size_t to) {
  if (const size_t version = version_words_behind(phrase, to); version != 0)
    return from + version < to ? version : 0;
  for (size_t n = 2; n > 0; --n) {
    if (from + n < to && is_label(table, phrase, to - n, n, true)) return n;
  }
  return 0;
}

// "iOS Order Completed", "order_completed_v2", "Order Completed Event".
uint32_t without_labels(const NameTable& table, const Phrase& phrase) {
  size_t from = 0, to = phrase.words;
  while (const size_t n = label_words_before(table, phrase, from, to)) from += n;
  while (const size_t n = label_words_behind(table, phrase, from, to)) to -= n;
  return to - from == phrase.words ? 0 : words_from(from, to);
}

// "The Order Has Been Completed".
uint32_t without_fillers(const NameTable& table, const Phrase& phrase) {
  uint32_t kept = 0;
  for (size_t i = 0; i < phrase.words; ++i) {
    const WordInfo* const word = table.lexicon.find(phrase.word(i));
    if (word == nullptr || !word->filler) kept |= 1u << i;
  }
  return kept == words_from(0, phrase.words) ? 0 : kept;
}

// What may be taken off a name, one after the other.
struct Peel {
  uint32_t (*without)(const NameTable& table, const Phrase& phrase);
  Reason reason;
};
constexpr Peel kPeels[] = {{without_prefix, Reason::kPrefix},
                           {without_labels, Reason::kLabel},
                           {without_fillers, Reason::kWording},
                           {without_actor, Reason::kActor}};

// "User Removed Account": the words of a name that says who did it to whom, in another order. Who acts there is
// no extra word.
bool has_both_parties(const NameTable& table, std::span<const WordInfo* const> words) {
  const auto is_said = [&](SenseId sense) {
    return std::any_of(words.begin(), words.end(),
                       [&](const WordInfo* word) { return word->sense(sense) != nullptr; });
  };
  return std::any_of(table.patterns.begin(), table.patterns.end(), [&](const NamePattern& pattern) {
    const auto senses = std::span(pattern.senses).first(pattern.words);
    return pattern.own && !pattern.synonyms && pattern.words == words.size() &&
           std::all_of(senses.begin(), senses.end(), is_said);
  });
}

NameMatch guess_event(const NameTable& table, const Phrase& phrase, const GuessOptions& options) {
  const Reader reader(table.lexicon, phrase);
  NameMatch found = guess_as_it_stands(table, reader, phrase, options);
  if (found.count != 0) return found;
  // "userloggedin" shows its actor only once it is taken apart.
  Phrase rest = reader.is_known() ? reader.phrase() : phrase;
  found = behind_label(table, rest, options.scope);
  if (found.count != 0) return found;
  for (const Peel& peel : kPeels) {
    const uint32_t words = peel.without(table, rest);
    if (words == 0) continue;
    if (peel.reason == Reason::kActor && reader.is_known() && has_both_parties(table, reader.words())) return {};
    rest = only(rest, words);
    found = known_rest(table, rest, options.scope);
    if (found.count == 0) {
      found = guess_as_it_stands(table, Reader(table.lexicon, rest), rest, options);
    }
    if (found.count == 0) continue;
    if (found.reason != Reason::kSynonym) found.reason = peel.reason;
    return found;
  }
  return {};
}

NameMatch guess_property(const NameTable& table, const Phrase& phrase,
                         const GuessOptions& options) {
  std::array<char, kMostNameBytes> letters;
  size_t size = 0;
  for (size_t i = 0; i < phrase.words; ++i) {
    size += write_singular(phrase.word(i), letters.data() + size);
  }
  const NameMatch found = answer_of(table, table.numbers, {letters.data(), size}, options.scope).match;
  if (found.count != 0 || !options.slips) return found;
  return best_slip(table, phrase, options.scope);
}

}  // namespace

NameMatch guess(const NameTable& table, const Phrase& phrase, const GuessOptions& options) {
  return table.domain == NameIndex::Domain::kEvents ? guess_event(table, phrase, options)
                                                    : guess_property(table, phrase, options);
}

}  // namespace specgate
