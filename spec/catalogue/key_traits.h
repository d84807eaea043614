// What a key's letters alone give away: the Privacy Portal's matchers, warehouse columns, free
// text.
//
// A matcher is compared word by word with any casing and separators: "credit card" finds
// creditCard, credit_card_number and CREDITCARD, "ip" finds client_ip and never "ship" or
// "description".
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "spec/catalogue/catalogue.h"
#include "spec/event/event.h"
#include "spec/names/normalized_name.h"

namespace specgate {

// Compiled once from spec/data/privacy.yaml, then immutable and shared by all threads. Owns its text.
class KeyClassifier {
 public:
  explicit KeyClassifier(const Privacy& privacy);

  // The bits kKeyPiiRed, kKeyPiiYellow, kKeyReservedColumn, kKeyDot, kKeyFreeText and kKeyEmpty.
  // Allocates nothing. Of a key over kMostNameBytes only the end is read for words.
  KeyTraits classify(std::string_view key) const;

 private:
  // Where in a key the matcher's words must stand.
  enum class Stand : uint8_t { kAnywhere, kLast, kWhole };
  struct Matcher {
    std::string letters;  // words without separators
    std::string like;     // what the measure compares with: of a plural its singular
    Stand stand;
    KeyTraits trait;
  };

  static bool is_unlike(const Matcher& matcher, const Phrase& key, size_t last);
  static bool is_alike_whole(const Matcher& matcher, const Phrase& key);
  void add(std::string_view words, Stand stand, KeyTraits trait);
  KeyTraits match_words(std::string_view key) const;
  bool becomes_reserved(std::string_view key) const;
  bool is_column(std::string_view column) const;

  std::vector<Matcher> matchers_;
  std::vector<std::string> columns_;          // sorted
  std::vector<std::string> column_prefixes_;  // "context_" of context_<key>
};

}  // namespace specgate
