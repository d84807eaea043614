#include "spec/catalogue/trait_words.h"

#include <algorithm>

#include "spec/text/ascii.h"

namespace specgate {
namespace {

bool is_sign(char c) { return (to_lower(c) >= 'a' && to_lower(c) <= 'z') || (c >= '0' && c <= '9'); }

}  // namespace

bool may_mean_trait(const std::vector<ReservedTrait>& traits, std::string_view key) {
  const auto begin = std::find_if(key.begin(), key.end(), is_sign);
  const auto size = static_cast<size_t>(std::count_if(begin, key.end(), is_sign));
  if (size == 0) return false;
  const auto alike = [&](std::string_view word) {
    return word.size() == size && to_lower(word.front()) == to_lower(*begin);
  };
  return std::any_of(std::begin(kTraitSynonyms), std::end(kTraitSynonyms),
                     [&](const TraitSynonym& one) { return alike(one.letters); }) ||
         std::any_of(traits.begin(), traits.end(),
                     [&](const ReservedTrait& one) { return alike(one.trait); });
}

}  // namespace specgate
