#include "spec/catalogue/key_traits.h"

#include <algorithm>
#include <array>

#include "spec/catalogue/column.h"
#include "spec/names/letter_pairs.h"
#include "spec/names/normalized_name.h"

namespace specgate {
namespace {

// Words that follow the thing itself: phone_number, zip_code, address_line_1, email2.
constexpr std::string_view kTails[] = {"number", "code", "line", "no"};

// Red all the same where something else follows (credit_card_number, password_hash), but not these:
// token_count and token_type tell of tokens, and give none away. What stands before such a word may make
// another thing of it, too (push_token): there Segment's measure decides.
constexpr std::string_view kRedOnlyLast[] = {"token"};

// What a matcher's words are shortened to, and tokens that let whoever has them in: red wherever they
// stand.
constexpr std::string_view kRedOurOwn[] = {"ssn",       "access token",  "refresh token", "auth token", "social security",
                                           "api token", "session token", "bearer token",  "id token"};

// A person's name under its usual keys; product_name, event_name and the like are nobody's.
constexpr std::string_view kPersonNames[] = {
    "name",        "first name",  "last name", "full name", "middle name",   "given name",
    "family name", "maiden name", "surname",   "user name", "customer name", "contact name"};

// Fields whose value is a URL or a part of one (connections/spec/page.md, common.md), and the names
// that people give events: what was typed in somewhere ends up there.
constexpr std::string_view kCarriers[] = {"url", "path", "referrer", "search", "event"};

// More of it is no less of it: passwords, credit_cards, disabilities.
std::string plural_of(std::string_view words) {
  std::string out(words);
  if (!out.ends_with('y')) return out + 's';
  out.pop_back();
  return out + "ies";
}

bool is_number(std::string_view word) {
  return word.find_first_not_of("0123456789") == std::string_view::npos;
}

// How many words are left when numbers and words such as "number" at the end are set aside.
size_t without_tails(const Phrase& key) {
  size_t words = key.words;
  while (words > 1) {
    const std::string_view word = key.word(words - 1);
    if (!is_number(word) &&
        std::find(std::begin(kTails), std::end(kTails), word) == std::end(kTails))
      break;
    --words;
  }
  return words;
}

// Does `letters` fill whole words of `key` from its word `first` on? The word after, or 0.
size_t end_of_match(const Phrase& key, size_t first, std::string_view letters) {
  if (key.letters[key.begins[first]] != letters.front()) return 0;  // so do nearly all
  if (!key.folded().substr(key.begins[first]).starts_with(letters)) return 0;
  const size_t end = key.begins[first] + letters.size();
  for (size_t i = first + 1; i <= key.words; ++i) {
    if (key.begins[i] == end) return i;
  }
  return 0;
}

}  // namespace

KeyClassifier::KeyClassifier(const Privacy& privacy) {
  for (const std::string& words : privacy.red) {
    const bool last = std::find(std::begin(kRedOnlyLast), std::end(kRedOnlyLast), words) !=
                      std::end(kRedOnlyLast);
    const Stand stand = last ? Stand::kLast : Stand::kAnywhere;
    add(words, stand, kKeyPiiRed);
    add(plural_of(words), stand, kKeyPiiRed);
    matchers_.back().like = matchers_[matchers_.size() - 2].letters;
  }
  for (const std::string_view words : kRedOurOwn) {
    add(words, Stand::kAnywhere, kKeyPiiRed);
    add(plural_of(words), Stand::kAnywhere, kKeyPiiRed);
  }
  for (const std::string& words : privacy.yellow) {
    if (words != kPersonNames[0]) add(words, Stand::kLast, kKeyPiiYellow);
  }
  for (const std::string_view words : kPersonNames) add(words, Stand::kWhole, kKeyPiiYellow);
  for (const std::string& words : privacy.free_text) add(words, Stand::kWhole, kKeyFreeText);
  for (const std::string_view words : kCarriers) add(words, Stand::kWhole, kKeyFreeText);
  for (const std::string& column : privacy.reserved_columns) {
    const size_t hole = column.find('<');
    if (hole == std::string::npos) {
      columns_.push_back(column);
    } else {
      column_prefixes_.push_back(column.substr(0, hole));
    }
  }
  std::sort(columns_.begin(), columns_.end());
}

void KeyClassifier::add(std::string_view words, Stand stand, KeyTraits trait) {
  Phrase phrase;
  if (!split_words(words, phrase)) return;
  matchers_.push_back({std::string(phrase.folded()), std::string(phrase.folded()), stand, trait});
}

KeyTraits KeyClassifier::classify(std::string_view key) const {
  if (key.empty()) return kKeyEmpty;
  KeyTraits traits = match_words(key);
  if (key.find('.') != std::string_view::npos) traits |= kKeyDot;
  if (!is_own_column(key)) traits |= kKeyFolds;
  if (becomes_reserved(key)) traits |= kKeyReservedColumn;
  return traits;
}

KeyTraits KeyClassifier::match_words(std::string_view key) const {
  Phrase phrase;
  if (key.size() > kMostNameBytes) key.remove_prefix(key.size() - kMostNameBytes);
  if (!split_words(key, phrase) || phrase.too_many_words) return 0;
  const size_t last = without_tails(phrase);
  KeyTraits traits = 0, second_look = 0;
  for (const Matcher& matcher : matchers_) {
    for (size_t i = 0; i < phrase.words; ++i) {
      if (i != 0 && matcher.stand == Stand::kWhole) break;
      const size_t end = end_of_match(phrase, i, matcher.letters);
      const bool fits = end != 0 && (matcher.stand == Stand::kAnywhere || end == phrase.words ||
                                     (matcher.stand == Stand::kLast && end >= last));
      if (!fits && end != 0 && is_alike_whole(matcher, phrase)) traits |= matcher.trait;
      if (!fits) continue;
      if (is_unlike(matcher, phrase, last)) {
        second_look = kKeyPiiYellow;
      } else {
        traits |= matcher.trait;
      }
    }
  }
  if ((traits & kKeyPiiRed) == 0) traits |= second_look;
  return traits;
}

// Segment takes a key for a matcher where the two are alike enough. One that only holds a word of many
// uses deserves a second look.
bool KeyClassifier::is_unlike(const Matcher& matcher, const Phrase& key, size_t last) {
  if (matcher.trait != kKeyPiiRed || matcher.stand != Stand::kLast) return false;
  return !is_alike(key.folded().substr(0, key.begins[last]), matcher.like);
}

// A word behind the matcher's is short enough that the measure still takes the key for it: token_id.
bool KeyClassifier::is_alike_whole(const Matcher& matcher, const Phrase& key) {
  return matcher.trait == kKeyPiiRed && matcher.stand == Stand::kLast && is_alike(key.folded(), matcher.like);
}

bool KeyClassifier::becomes_reserved(std::string_view key) const {
  if (key.size() > kMostColumnName) return is_column(key);
  std::array<char, column_bound(kMostColumnName)> column;
  return is_column({column.data(), write_column(key, column.data())});
}

bool KeyClassifier::is_column(std::string_view key) const {
  if (std::binary_search(columns_.begin(), columns_.end(), key, std::less<>())) return true;
  return std::any_of(column_prefixes_.begin(), column_prefixes_.end(),
                     [&](const std::string& prefix) {
                       return key.starts_with(prefix) && key.size() > prefix.size();
                     });
}

}  // namespace specgate
