#include "rules/privacy/exposed.h"

#include <algorithm>
#include <span>

#include "spec/names/normalized_name.h"

namespace specgate {
namespace {

using Words = std::span<const std::string_view>;

// What a name tells of something: how many, whether, since when.
enum class Tells : unsigned char { kIt, kCount, kState, kMoment };

// At the end of a name. `number` is none: it is what a card or a passport is known by.
constexpr std::string_view kCounts[] = {"count", "counts", "attempts", "tries", "length", "strength", "score"};
constexpr std::string_view kStates[] = {
    "required", "provided", "verified",  "enabled",  "disabled", "set",     "changed", "updated",
    "added",    "removed",  "saved",     "used",     "sent",     "expired", "requested",
    "missing",  "present",  "valid",     "accepted", "supported", "shown",  "optional", "status"};
// Before one of these, a moment: password_changed_at, password_reset_at.
constexpr std::string_view kMoments[] = {"at", "on", "date", "time"};
constexpr std::string_view kHappens[] = {"expires", "reset", "created"};
// At its beginning.
constexpr std::string_view kAsks[] = {"has", "is", "needs", "requires", "num"};
// A state of these is the matter itself.
constexpr std::string_view kMatters[] = {"veteran", "disability"};
constexpr std::string_view kVisa = "visa", kStatus = "status";

bool is_one(std::string_view word, Words words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

Tells read(std::string_view key) {
  Phrase phrase;
  if (!split_words(key, phrase) || phrase.too_many_words || phrase.words < 2) return Tells::kIt;
  const std::string_view last = phrase.word(phrase.words - 1U), before = phrase.word(phrase.words - 2U);
  for (size_t i = 0; i < phrase.words; ++i) {
    if (is_one(phrase.word(i), kMatters)) return Tells::kIt;
    if (phrase.word(i) == kVisa && last == kStatus) return Tells::kIt;
  }
  if (is_one(last, kCounts)) return Tells::kCount;
  if (is_one(last, kStates)) return Tells::kState;
  if (is_one(last, kMoments) && (is_one(before, kStates) || is_one(before, kHappens))) return Tells::kMoment;
  return is_one(phrase.word(0), kAsks) ? Tells::kState : Tells::kIt;
}

bool is_small_number(std::string_view text) {
  constexpr size_t kMostDigits = 6;
  return !text.empty() && text.size() <= kMostDigits &&
         text.find_first_not_of("0123456789.") == std::string_view::npos;
}

// "yes", "not set", "pending"
bool is_plain_word(std::string_view text) {
  constexpr size_t kLongest = 24;
  return text.size() <= kLongest && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == ' ' || c == '_' || c == '-';
         });
}

// "2026-01-31T10:00:00Z"
bool is_time(std::string_view text) {
  constexpr size_t kDay = 10;
  return text.size() >= kDay && text[4] == '-' &&
         text.find_first_not_of("0123456789-:.+TZtz ") == std::string_view::npos;
}

}  // namespace

bool is_a_state(std::string_view key) {
  constexpr std::string_view kIs = "is";
  Phrase phrase;
  if (!split_words(key, phrase)) return false;
  std::string_view folded = phrase.folded();
  if (phrase.words > 1 && phrase.word(0) == kIs) folded.remove_prefix(kIs.size());
  return is_one(folded, kMatters);
}

bool tells_nothing(const Node& node) {
  return node.is(Kind::kNull) || (node.is(Kind::kBoolean) && !is_a_state(node.key));
}

bool is_unlike_token(std::string_view key) {
  constexpr std::string_view kToken = "token", kTokens = "tokens";
  constexpr std::string_view kBehind[] = {"number", "code", "line", "no"};
  Phrase phrase;
  if (!split_words(key, phrase) || phrase.too_many_words) return false;
  size_t last = phrase.words;
  const auto is_behind = [&](std::string_view word) { return is_small_number(word) || is_one(word, kBehind); };
  while (last > 1 && is_behind(phrase.word(last - 1))) --last;
  return phrase.word(last - 1) == kToken || phrase.word(last - 1) == kTokens;
}

bool describes(std::string_view key) { return read(key) != Tells::kIt; }

bool only_describes(const Node& node) {
  const bool number = node.is(Kind::kInteger) || node.is(Kind::kReal);
  if (!number && !node.is(Kind::kString)) return false;
  switch (read(node.key)) {
    case Tells::kIt:
      return false;
    case Tells::kCount:
      return is_small_number(node.text) || (!number && is_plain_word(node.text));
    case Tells::kState:
      return number ? is_small_number(node.text) : node.text.size() == 1 || is_plain_word(node.text);
    case Tells::kMoment:
      return number || is_time(node.text);
  }
  return false;
}

}  // namespace specgate
