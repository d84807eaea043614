#include "rules/traits/reserved.h"

#include <algorithm>

#include "spec/catalogue/trait_words.h"
#include "spec/names/normalized_name.h"

namespace specgate {
namespace {

// Reserved traits are camelCase: the same letters when case does not count.
bool same_letters(std::string_view trait, std::string_view folded) {
  return std::equal(trait.begin(), trait.end(), folded.begin(), folded.end(), [](char a, char b) {
    return (a >= 'A' && a <= 'Z' ? static_cast<char>(a + 32) : a) == b;
  });
}

// Reserved in a call like this: group's employees is nobody's trait.
bool is_reserved(const Site& site, const Node& node, const ReservedTrait& trait) {
  const bool in_context = place_of(site, parent_of(site, node)).family == Family::kContext;
  const bool group = site.event.call == Call::kGroup && !in_context;
  return (trait.call == name_of(Call::kGroup)) == group;
}

}  // namespace

std::string_view reserved_trait(const Site& site, const Node& node) {
  if ((node.traits & kKeyTrait) == 0) return {};
  Phrase phrase;
  if (!split_words(node.key, phrase)) return {};
  for (const TraitSynonym& synonym : kTraitSynonyms) {
    if (synonym.letters == phrase.folded()) return synonym.trait;
  }
  for (const ReservedTrait& trait : site.spec.data().traits) {
    if (same_letters(trait.trait, phrase.folded()) && is_reserved(site, node, trait))
      return trait.trait;
  }
  return {};
}

bool is_accepted_spelling(const Site& site, const Node& node) {
  const Alias* alias = site.spec.alias(AliasKind::kTrait, node.key);
  return alias != nullptr && alias->permitted;
}

}  // namespace specgate
