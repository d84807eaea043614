#include "spec/names/name_index.h"

#include <algorithm>

#include "spec/names/name_table.h"
#include "spec/names/plain_letters.h"
#include "spec/names/plain_name.h"

namespace specgate {
namespace {

NameMatch exactly(NameId id) {
  return {.match = Match::kExact, .reason = Reason::kExact, .count = 1, .targets = {id}};
}

// What an answer by letters means for this very spelling.
NameMatch settle(const NameTable& table, std::string_view name, NameMatch found) {
  const auto targets = std::span(found.targets).first(found.count);
  for (const NameId id : targets) {
    if (table.names[id].text == name) return exactly(id);
  }
  const Name& first = table.names[found.target()];
  if (first.exact_only) return {};
  if (found.ambiguous() || first.suggest_only) found.match = Match::kSuggestion;
  return found;
}

// "ProductReViewed": within a word of the name begins another of two letters or more. "oRDER" is a slip of the
// shift key.
bool capitals_part(const Phrase& phrase, uint64_t breaks) {
  for (size_t i = 1; i < phrase.words; ++i) {
    const bool within = phrase.begins[i] < 64 && (breaks >> phrase.begins[i] & 1u) == 0;
    if (within && phrase.word(i - 1).size() > 1 && phrase.word(i).size() > 1) return true;
  }
  return false;
}

// "Product Re-Viewed", "Signe Dup": the letters of the name, but a separator within its words.
// "Order -> Completed": perhaps two names.
bool is_parted_otherwise(const NameTable& table, std::string_view name, const Phrase& phrase,
                         uint64_t breaks) {
  if (has_signs_around(name)) return true;
  if (table.domain == NameIndex::Domain::kProperties) return false;  // sub_total is subtotal
  return (separators_of(phrase) & ~breaks) != 0 || capitals_part(phrase, breaks) || has_signs_between(name);
}

// Some name of the index is written so, whatever the scope.
bool is_listed(const NameTable& table, const Phrase& phrase) {
  return answer_of(table, table.folds, phrase.folded(), {}).match.reason == Reason::kCase;
}

NameMatch as_written(const NameTable& table, std::string_view name, const NameScope& scope) {
  const uint32_t* const reserved = table.reserved.find(name);
  if (reserved != nullptr && scope.has(static_cast<NameId>(*reserved - 1))) {
    return exactly(static_cast<NameId>(*reserved - 1));
  }
  Phrase phrase;
  if (!split_words(name, phrase)) return {};
  const Known known = answer_of(table, table.folds, phrase.folded(), scope);
  if (known.match.count != 0) {
    NameMatch found = settle(table, name, known.match);
    if (found.match == Match::kVariant && is_parted_otherwise(table, name, phrase, known.breaks)) {
      found.match = Match::kSuggestion;
      found.reason = Reason::kParted;
    }
    return found;
  }
  if (phrase.too_many_words) return {};
  return guess(table, phrase, {scope, scope.all || !is_listed(table, phrase)});
}

// What the name would be but for a sign or two: never more than a suggestion, and no second slip.
NameMatch but_for_signs(const NameTable& table, std::string_view name, Reason reason) {
  NameMatch found = as_written(table, name, {});
  if (found.count == 0 || found.reason == Reason::kTypo) return {};
  const Name& first = table.names[found.target()];
  if (first.suggest_only || first.exact_only || first.reserved) return {};
  found.match = Match::kSuggestion;
  found.reason = reason;
  return found;
}

// The same words in quotes, or with their blanks as a URL has them: what they mean, and never exact.
NameMatch but_for_quotes(const NameTable& table, std::string_view name, const NameScope& scope) {
  std::array<char, kMostNameBytes> letters;
  const bool event = table.domain == NameIndex::Domain::kEvents;  // "discount%20" may be a number
  const std::string_view decoded = event ? without_escapes(name, letters) : std::string_view();
  const std::string_view bare = without_quotes(decoded.empty() ? name : decoded);
  if (bare.size() == name.size()) return {};
  NameMatch found = as_written(table, bare, scope);
  if (found.match != Match::kExact) return found;
  const Name& only = table.names[found.target()];
  if (only.exact_only || only.reserved) return {};
  found.match = only.suggest_only ? Match::kSuggestion : Match::kVariant;
  found.reason = Reason::kCase;
  return found;
}

NameMatch but_for_look_alikes(const NameTable& table, std::string_view name) {
  std::array<char, kMostNameBytes> letters;
  for (const char one : {'l', 'i'}) {
    const std::string_view plain = plain_letters(name, one, letters);
    if (plain.empty()) return {};
    if (const NameMatch meant = but_for_signs(table, plain, Reason::kTypo); meant.count != 0) return meant;
  }
  return {};
}

NameMatch but_for_brackets(const NameTable& table, std::string_view name) {
  std::array<char, kMostNameBytes> letters;
  const std::string_view bare = without_brackets(name, letters);
  return bare.empty() ? NameMatch{} : but_for_signs(table, bare, Reason::kWording);
}

NameMatch search(const NameTable& table, std::string_view name, const NameScope& scope) {
  NameMatch found = as_written(table, name, scope);
  if (found.count != 0 || name.size() < 2) return found;
  found = but_for_quotes(table, name, scope);
  if (found.count != 0 || table.domain != NameIndex::Domain::kEvents) return found;
  if (name[0] == '$') return but_for_signs(table, name.substr(1), Reason::kPrefix);
  found = but_for_look_alikes(table, name);
  if (found.count != 0) return found;
  const std::string_view bare = without_punctuation(name);
  if (bare.size() != name.size()) found = but_for_signs(table, bare, Reason::kWording);
  return found.count != 0 ? found : but_for_brackets(table, bare);
}

}  // namespace

bool NameScope::has(NameId id) const {
  return all || std::find(among.begin(), among.end(), id) != among.end();
}

Known answer_of(const NameTable& table, const TextTable<uint32_t>& by, std::string_view folded,
                const NameScope& scope) {
  const uint32_t* first = by.find(folded);
  for (uint32_t at = first == nullptr ? 0 : *first; at != 0;) {
    const Answer& answer = table.answers[at - 1];
    NameMatch found = answer.match;
    if (scope.all) return {found, answer.breaks};
    found.count = 0;
    for (const NameId id : std::span(answer.match.targets).first(answer.match.count)) {
      if (scope.has(id)) found.targets[found.count++] = id;
    }
    if (found.count != 0) return {found, answer.breaks};
    at = answer.next;
  }
  return {};
}

std::string_view words_of(Reason reason) {
  static constexpr std::array kWords = {
#define X(id, words) std::string_view(words),
      SPECGATE_REASONS(X)
#undef X
  };
  return kWords[static_cast<size_t>(reason)];
}

NameIndex::NameIndex() {
  const Words none;
  auto table = std::make_unique<NameTable>(none);
  table->lexicon.finish();
  table_ = std::move(table);
}
NameIndex::~NameIndex() = default;
NameIndex::NameIndex(NameIndex&&) noexcept = default;
NameIndex& NameIndex::operator=(NameIndex&&) noexcept = default;

NameMatch NameIndex::find(std::string_view name) const { return search(*table_, name, {}); }

NameMatch NameIndex::find(std::string_view name, std::span<const NameId> among) const {
  return search(*table_, name, {among, false});
}

std::string_view NameIndex::text(NameId id) const { return name(id).text; }
const Name& NameIndex::name(NameId id) const { return table_->names[id]; }
size_t NameIndex::size() const { return table_->names.size(); }

}  // namespace specgate
