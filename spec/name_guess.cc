// What is probably meant by a name whose letters are not known: other forms of the same words,
// synonyms, an extra actor, a slip. Everything found here is a suggestion.
#include <algorithm>
#include <cstring>

#include "spec/name_table.h"
#include "spec/word_forms.h"

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

Phrase part_of(const Phrase& phrase, size_t first, size_t last) {
  Phrase out;
  const size_t from = phrase.begins[first];
  out.size = static_cast<uint8_t>(phrase.begins[last] - from);
  out.words = static_cast<uint8_t>(last - first);
  out.apart = static_cast<uint16_t>(phrase.apart >> first | 1u);
  std::memcpy(out.letters.data(), phrase.letters.data() + from, out.size);
  for (size_t i = 0; i <= out.words; ++i) {
    out.begins[i] = static_cast<uint8_t>(phrase.begins[first + i] - from);
  }
  return out;
}

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

enum Fit : int { kOwn, kPhrase, kOwnSynonym, kPhraseSynonym, kNoFit };

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
  return pattern.own ? kOwn : kPhrase;
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
  return found.as(best == kOwn ? Reason::kTense : Reason::kSynonym);
}

// Known words are no slips; a name that holds only them needs no search.
bool has_unknown(const NameTable& table, const Phrase& phrase) {
  for (size_t i = 0; i < phrase.words; ++i) {
    if (phrase.word(i).size() > 2 && table.lexicon.find(phrase.word(i)) == nullptr) return true;
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

// The same letters as a name or a stated spelling, once the actor is gone.
NameMatch known_without_actor(const NameTable& table, const Phrase& rest, const NameScope& scope) {
  NameMatch found = answer_of(table, table.folds, rest.folded(), scope);
  if (found.match != Match::kVariant) return {};
  const Name& name = table.names[found.target()];
  if (name.suggest_only || name.exact_only) return {};
  found.match = Match::kSuggestion;
  return found;
}

NameMatch guess_as_it_stands(const NameTable& table, const Reader& reader, const Phrase& phrase,
                             const GuessOptions& options) {
  NameMatch found;
  if (reader.is_known()) found = best_pattern(table, reader.words(), options.scope);
  if (found.count != 0 || !options.slips) return found;
  return best_slip(table, phrase, options.scope);
}

bool is_actor(const NameTable& table, std::string_view word) {
  const WordInfo* info = table.lexicon.find(word);
  return info != nullptr && info->actor;
}

// "User Signed Up", "Order Completed by Customer" -> what is left without the actor, or nothing.
bool without_actor(const NameTable& table, const Phrase& phrase, Phrase& rest) {
  const size_t n = phrase.words;
  if (n > 1 && is_actor(table, phrase.word(0))) {
    rest = part_of(phrase, 1, n);
    return true;
  }
  if (n < 3 || phrase.word(n - 2) != "by" || !is_actor(table, phrase.word(n - 1))) return false;
  rest = part_of(phrase, 0, n - 2);
  return true;
}

NameMatch guess_event(const NameTable& table, const Phrase& phrase, const GuessOptions& options) {
  const Reader reader(table.lexicon, phrase);
  NameMatch found = guess_as_it_stands(table, reader, phrase, options);
  if (found.count != 0) return found;
  // "userloggedin" shows its actor only once it is taken apart.
  const Phrase apart = reader.is_known() ? reader.phrase() : phrase;
  Phrase rest;
  if (!without_actor(table, apart, rest)) return {};
  found = known_without_actor(table, rest, options.scope);
  if (found.count == 0) {
    found = guess_as_it_stands(table, Reader(table.lexicon, rest), rest, options);
  }
  if (found.count != 0 && found.reason != Reason::kSynonym) found.reason = Reason::kActor;
  return found;
}

NameMatch guess_property(const NameTable& table, const Phrase& phrase,
                         const GuessOptions& options) {
  std::array<char, kMostNameBytes> letters;
  size_t size = 0;
  for (size_t i = 0; i < phrase.words; ++i) {
    size += write_singular(phrase.word(i), letters.data() + size);
  }
  const NameMatch found = answer_of(table, table.numbers, {letters.data(), size}, options.scope);
  if (found.count != 0 || !options.slips) return found;
  return best_slip(table, phrase, options.scope);
}

}  // namespace

NameMatch guess(const NameTable& table, const Phrase& phrase, const GuessOptions& options) {
  return table.domain == NameIndex::Domain::kEvents ? guess_event(table, phrase, options)
                                                    : guess_property(table, phrase, options);
}

}  // namespace specgate
