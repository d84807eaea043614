// A name -> what the Spec calls it, how that was found, and whether a rename is safe.
//
// The heart of specgate. One index serves event names and property names. Three answers:
//   exact       the Spec's own name
//   variant     the same words: case, separators, camelCase, spaces, US/UK spelling, verb-object
//               order with exactly the same words, a rename that Segment itself states (ecommerce v1)
//               -> a rename loses nothing: a safe fix
//   suggestion  probably meant: other tense or number, another vendor's name, a synonym, a typo within
//               distance 2, an extra actor word -> named, rewritten only when asked
// Everything else is none, and none is left alone: a wrong rewrite is worse than a missed one.
//
// Compiled once, then immutable and shared by all threads. `find` allocates nothing.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "spec/text/result.h"

namespace specgate {

enum class Match : uint8_t { kNone, kExact, kVariant, kSuggestion };

// How a match was reached; `specgate name` prints the words.
#define SPECGATE_REASONS(X)                                       \
  X(kNone, "no Spec name is near")                                \
  X(kExact, "the Spec's own spelling")                            \
  X(kCase, "the same words in another case or with other separators") \
  X(kSpelling, "the same words in British or American spelling")  \
  X(kOrder, "the same words in another order")                    \
  X(kRename, "renamed by Segment")                                \
  X(kStated, "its usual short form")        \
  X(kTense, "another tense or number of the same words")          \
  X(kAlias, "another tool's name for it")                         \
  X(kSynonym, "another word for it")                              \
  X(kTypo, "a slip of one or two letters")                        \
  X(kActor, "an extra word for who acted")                        \
  X(kPrefix, "another tool's prefix before it")                   \
  X(kLabel, "a platform, a version or the like around it")       \
  X(kWording, "the same words put another way")                   \
  X(kParted, "the same letters, parted in other places")

enum class Reason : uint8_t {
#define X(id, words) id,
  SPECGATE_REASONS(X)
#undef X
};
std::string_view words_of(Reason reason);

using NameId = uint16_t;  // index into the names the index was built from
inline constexpr NameId kNoName = 0xffff;
inline constexpr size_t kMostTargets = 8;

struct NameMatch {
  Match match = Match::kNone;
  Reason reason = Reason::kNone;
  uint8_t count = 0;                       // of targets; several only where a vendor name is ambiguous
  std::array<NameId, kMostTargets> targets{};
  NameId target() const { return count == 0 ? kNoName : targets[0]; }
  bool ambiguous() const { return count > 1; }
};

// A name the index answers with.
struct Name {
  std::string text;
  bool suggest_only = false;  // generic words (ai_copilot): a variant is only ever suggested
  bool legacy = false;        // v1 names: where a rename is stated, the search leads there instead
  bool exact_only = false;    // labels that Segment itself writes: nothing near is led to them
  bool reserved = false;      // right as it is, and nobody else's spelling: what is near is led elsewhere
};

// A name the index also knows, and the name it stands for.
struct NameAlias {
  std::string from;
  std::string to;
  bool rename = false;  // Segment states the rename: a variant, not a suggestion
};

// Words the index needs and no table of Segment's gives: spec/data/words.yaml.
struct Words {
  std::vector<std::vector<std::string>> spellings;  // {cancelled, canceled}: US/UK, one meaning
  std::vector<std::vector<std::string>> synonyms;   // things, {product, item}: suggestion only
  std::vector<std::vector<std::string>> verb_synonyms;  // doings by their base, {view, see}: likewise
  std::vector<std::vector<std::string>> forms;      // beyond the regular ones: {send, sent}
  std::vector<std::string> particles;               // to, from, up: words that stay with their verb
  std::vector<std::string> prepositions;            // in, of: what is before is a part of what is behind
  std::vector<std::string> compounds;               // wish list: parts that are written as one
  std::vector<std::string> fillers;                 // the, was: they add nothing
  std::vector<std::string> prefixes;                // af, ga: of other tools
  std::vector<std::string> labels;                  // ios, web: before a name or behind it
  std::vector<std::string> endings;                 // event, success: behind a name
  std::vector<std::string> actors;                  // user, customer, ...: extra words in a suggestion
  std::vector<std::string> real;                    // real words that are never a typo of another
  std::vector<NameAlias> stated;                    // {sign up -> Signed Up}: safe by decision
  std::vector<NameAlias> meant;                     // {Logged In -> Signed In}: suggestion only
};

struct NameTable;  // spec/names/name_table.h

class NameIndex {
 public:
  // What is indexed decides how strict the search is: events are phrases (object + verb), properties
  // are identifiers (no verb order, no actor, no synonyms).
  enum class Domain : uint8_t { kEvents, kProperties };

  NameIndex();
  ~NameIndex();
  NameIndex(NameIndex&&) noexcept;
  NameIndex& operator=(NameIndex&&) noexcept;

  static NameIndex compile(Domain, std::vector<Name> names, const std::vector<NameAlias>& aliases,
                           const Words&);

  // No allocation, no lock. Names over 128 bytes are kNone.
  NameMatch find(std::string_view name) const;

  // The same among some of the names only: "this key stands under Order Completed; which of its
  // properties is meant?" Another event's property of that very name is none, never a typo.
  NameMatch find(std::string_view name, std::span<const NameId> among) const;
  std::string_view text(NameId id) const;
  const Name& name(NameId id) const;
  size_t size() const;

 private:
  std::unique_ptr<const NameTable> table_;
};

// A name in lower case, without blanks and separators: "Sign-Up" -> "signup" (spec/names/normalized_name.h).
// Writes at most out.size() bytes; returns the length, or 0 when it does not fit.
size_t fold(std::string_view name, std::span<char> out);

}  // namespace specgate
