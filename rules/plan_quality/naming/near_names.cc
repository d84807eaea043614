#include "rules/plan_quality/naming/near_names.h"

#include <algorithm>
#include <set>

#include "spec/catalogue/column.h"
#include "spec/names/normalized_name.h"
#include "spec/text/edit_distance.h"
#include "spec/text/text_hash.h"

namespace specgate {
namespace {

constexpr size_t kShortestSlip = 6;  // letters; shorter words are too near one another anyway
constexpr size_t kTwoSlips = 10;     // from so many letters on two slips are no other word
constexpr size_t kLongestSlip = 24;  // longer words are told apart by nobody
constexpr size_t kMostDeletions =
    1'000'000;                        // of all words: bounds memory; later words have no slips
constexpr size_t kMostInBucket = 32;  // words that share a deletion; bounds hostile vocabularies

// Past forms that no ending tells.
struct Irregular {
  std::string_view past, base;
};
constexpr Irregular kIrregular[] = {
    {"began", "begin"},  {"begun", "begin"}, {"bought", "buy"},    {"broke", "break"},
    {"broken", "break"}, {"built", "build"}, {"chose", "choose"},  {"chosen", "choose"},
    {"found", "find"},   {"gave", "give"},   {"given", "give"},    {"got", "get"},
    {"held", "hold"},    {"hid", "hide"},    {"hidden", "hide"},   {"left", "leave"},
    {"lost", "lose"},    {"made", "make"},   {"met", "meet"},      {"paid", "pay"},
    {"ran", "run"},      {"saw", "see"},     {"seen", "see"},      {"sent", "send"},
    {"shown", "show"},   {"sold", "sell"},   {"spent", "spend"},   {"taken", "take"},
    {"took", "take"},    {"won", "win"},     {"written", "write"}, {"wrote", "write"},
};

bool has_vowel(std::string_view text) {
  return text.find_first_of("aeiouy") != std::string_view::npos;
}

// Takes an ending off where at least three letters, one of them a vowel, stay.
bool take_ending(std::string& word, std::string_view ending, std::string_view instead = {}) {
  if (!word.ends_with(ending) || word.size() < ending.size() + 2) return false;
  const std::string_view stays(word.data(), word.size() - ending.size());
  if (stays.size() + instead.size() < 3 || !has_vowel(stays)) return false;
  word.resize(stays.size());
  word += instead;
  return true;
}

// What the forms of an English word have in common: order, orders, ordered, ordering -> order. Not
// always a word ("creat"); equal for equal words is all that is asked.
std::string stem_of(std::string_view text) {
  for (const Irregular& each : kIrregular) {
    if (each.past == text) text = each.base;
  }
  std::string word(text);
  const bool ended = take_ending(word, "ies", "y") || take_ending(word, "ied", "y") ||
                     (!word.ends_with("eed") && take_ending(word, "ed")) ||
                     take_ending(word, "ing") || (!word.ends_with("ss") && take_ending(word, "s"));
  if (ended && word.ends_with("ed") && !word.ends_with("eed")) take_ending(word, "ed");
  if (word.size() > 3 && word.back() == 'e') word.pop_back();
  const size_t size = word.size();
  if (size > 3 && word[size - 1] == word[size - 2]) word.pop_back();
  return word;
}

bool is_plain(std::string_view word) {
  return std::all_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

size_t slips_allowed(std::string_view a, std::string_view b) {
  return std::min(a.size(), b.size()) >= kTwoSlips ? 2 : 1;
}

// Two long words, one of which may be the other misspelled.
bool is_slip(std::string_view a, std::string_view b) {
  if (a[0] != b[0] || stem_of(a) == stem_of(b)) return false;
  const size_t allowed = slips_allowed(a, b);
  return edit_distance(a, b, allowed) <= allowed;
}

// The word without one letter, and of long words without two: two words a slip apart share one.
std::set<uint64_t> deletions_of(const std::string& word) {
  std::set<uint64_t> out = {hash_of(word)};
  for (size_t i = 0; i < word.size(); ++i) {
    std::string less = word;
    less.erase(i, 1);
    if (word.size() >= kTwoSlips) {
      for (size_t k = i; k < less.size(); ++k) {
        std::string least = less;
        out.insert(hash_of(least.erase(k, 1)));
      }
    }
    out.insert(hash_of(less));
  }
  return out;
}

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out.append(word).append("|");
  return out;
}

}  // namespace

std::string_view words_of(Likeness likeness) {
  constexpr std::string_view kWords[] = {
#define X(id, words) words,
      SPECGATE_LIKENESSES(X)
#undef X
  };
  return kWords[static_cast<size_t>(likeness)];
}

NearNames::NearNames(Domain domain, std::span<const std::string_view> names) : domain_(domain) {
  learn_words(names);
  for (const std::string_view name : names) learn(name);
  seen_.resize(numbers_.size() + 1);
}

std::vector<std::string> NearNames::words_in(std::string_view name) const {
  std::vector<std::string> out;
  Phrase phrase;
  if (!split_words(name, phrase) || phrase.too_many_words) return out;
  for (size_t i = 0; i < phrase.words; ++i) out.emplace_back(phrase.word(i));
  return out;
}

void NearNames::learn_words(std::span<const std::string_view> names) {
  std::set<std::string> words;
  for (const std::string_view name : names) {
    for (std::string& word : words_in(name)) {
      const bool fit = word.size() >= kShortestSlip && word.size() <= kLongestSlip;
      if (fit && is_plain(word)) words.insert(std::move(word));
    }
  }
  std::unordered_map<uint64_t, std::vector<const std::string*>> buckets;
  for (const std::string& word : words) {
    if (buckets.size() > kMostDeletions) break;
    for (const uint64_t each : deletions_of(word)) {
      std::vector<const std::string*>& bucket = buckets[each];
      for (const std::string* other : bucket) {
        if (!is_slip(word, *other)) continue;
        near_words_[word].push_back(*other);
        near_words_[*other].push_back(word);
      }
      if (bucket.size() < kMostInBucket) bucket.push_back(&word);
    }
  }
  for (auto& [word, near] : near_words_) {
    std::sort(near.begin(), near.end());
    near.erase(std::unique(near.begin(), near.end()), near.end());
  }
}

uint32_t NearNames::number_of(const std::string& text) {
  return numbers_.try_emplace(text, static_cast<uint32_t>(numbers_.size() + 1)).first->second;
}

void NearNames::learn(std::string_view name) {
  const auto [entry, fresh] = folds_.try_emplace(name);
  if (!fresh) return;
  Fold& fold = entry->second;
  fold.column = number_of("#" + column_of(name));
  Phrase phrase;
  if (!split_words(name, phrase)) return;
  fold.letters = number_of("=" + std::string(phrase.folded()));
  const std::vector<std::string> words = words_in(name);
  if (words.empty()) return;
  const auto stemmed = [&](std::vector<std::string> all) {
    if (domain_ == Domain::kEvents) {
      for (std::string& word : all) word = stem_of(word);
    }
    return all;
  };
  std::vector<std::string> stems = stemmed(words);
  fold.words = number_of(joined(stems));
  std::sort(stems.begin(), stems.end());
  fold.sorted = number_of("~" + joined(stems));
  for (size_t i = 0; i < words.size(); ++i) {
    const auto near = near_words_.find(words[i]);
    if (near == near_words_.end()) continue;
    for (const std::string& other : near->second) {
      std::vector<std::string> slipped = words;
      slipped[i] = other;
      fold.slips.push_back(number_of(joined(stemmed(slipped))));
    }
  }
}

std::vector<NearPair> NearNames::among(std::span<const std::string_view> names) {
  std::vector<NearPair> out;
  ++turn_;
  for (size_t i = 0; i < names.size(); ++i) {
    const auto found = folds_.find(names[i]);
    if (found == folds_.end()) continue;
    const Fold& fold = found->second;
    const auto earlier = [&](uint32_t number, Likeness how) {
      const Seen& first = seen_[number];
      if (number == 0 || first.turn != turn_ || names[first.name] == names[i]) return false;
      out.push_back({i, first.name, how});
      return true;
    };
    bool paired = earlier(fold.letters, Likeness::kLetters) ||
                  earlier(fold.column, Likeness::kColumn) ||
                  earlier(fold.words, Likeness::kForms) || earlier(fold.sorted, Likeness::kOrder);
    for (const uint32_t slip : fold.slips) {
      if (paired) break;
      paired = earlier(slip, Likeness::kSlip);
    }
    for (const uint32_t number : {fold.letters, fold.column, fold.words, fold.sorted}) {
      if (seen_[number].turn != turn_) seen_[number] = {turn_, static_cast<uint32_t>(i)};
    }
  }
  return out;
}

}  // namespace specgate
