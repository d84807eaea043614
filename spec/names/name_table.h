// What a NameIndex holds: internal to name_*.cc.
//
// Two ways to a name. `folds` answers for every spelling that a rename may silently mend, and for
// aliases: one probe. `patterns` and `spellings` serve the guesses (another tense, a synonym, a
// slip), for names that the first way did not know.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "spec/names/lexicon.h"
#include "spec/names/name_index.h"
#include "spec/names/normalized_name.h"
#include "spec/text/near_letters.h"
#include "spec/text/text_table.h"

namespace specgate {

// One answer to a folded name; `next` is the next best, as 1 + index, 0: none.
struct Answer {
  NameMatch match;
  uint64_t breaks = 0;  // where words begin in the spellings that have these letters: bits, as in separators_of()
  uint32_t next = 0;
};

// A name as a row of senses: matches it in any tense and number.
struct NamePattern {
  static constexpr size_t kMostWords = 6;
  uint8_t words = 0;
  bool own = false;       // of a canonical name; else of a phrase that is meant for one
  bool reworded = false;  // that phrase has the name's words and a preposition
  bool synonyms = false;  // synonyms may stand in
  NameId target = kNoName;
  std::array<SenseId, kMostWords> senses{};  // last: patterns that differ mostly differ before

  bool operator==(const NamePattern&) const = default;
};

// A spelling that slips are measured against.
struct Spelling {
  Phrase phrase;
  NameId target = kNoName;
};

struct NameTable {
  explicit NameTable(const Words& words) : lexicon(words) {}

  NameIndex::Domain domain = NameIndex::Domain::kEvents;
  std::vector<Name> names;
  TextTable<uint32_t> reserved;  // as it is written -> 1 + its id
  TextTable<uint32_t> folds;  // -> 1 + index of the first answer
  std::vector<Answer> answers;
  TextTable<uint32_t> numbers;  // properties: every word in the singular -> likewise
  Lexicon lexicon;
  std::vector<NamePattern> patterns;
  std::vector<std::vector<uint32_t>> patterns_of;  // by the sense they begin with
  std::vector<Spelling> spellings;
  NearLetters near_spellings;  // the numbers of `spellings`
};

// The names a search may answer with.
struct NameScope {
  std::span<const NameId> among;
  bool all = true;

  bool has(NameId id) const;
};

// The first way: what is known of a folded name within the scope. `breaks`: as in Answer.
struct Known {
  NameMatch match;
  uint64_t breaks = 0;
};
Known answer_of(const NameTable& table, const TextTable<uint32_t>& by, std::string_view folded,
                    const NameScope& scope);

// The second way (name_guess.cc). `slips`: whether a typo may be suspected.
struct GuessOptions {
  NameScope scope;
  bool slips = true;
};
NameMatch guess(const NameTable& table, const Phrase& phrase, const GuessOptions& options);

// How many slips lead from the spelling to what was typed, or kTooFar (name_slip.cc).
inline constexpr size_t kMostSlips = 2;
inline constexpr size_t kTooFar = 99;
size_t slips_between(const NameTable& table, const Phrase& typed, const Spelling& right);

}  // namespace specgate
