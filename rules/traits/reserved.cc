#include "rules/traits/reserved.h"

#include <algorithm>

#include "spec/fold.h"

namespace specgate {
namespace {

// Other words for reserved traits, without case and separators. Segment's pages accept first_name,
// created_at and the like beside their own spelling: those are nobody's slip.
struct Synonym {
  std::string_view letters, trait;
};
constexpr Synonym kSynonyms[] = {
    {"birthdate", "birthday"}, {"dateofbirth", "birthday"}, {"dob", "birthday"},
    {"emailaddress", "email"}, {"phonenumber", "phone"},    {"telephone", "phone"},
    {"fullname", "name"},      {"givenname", "firstName"},  {"familyname", "lastName"},
    {"surname", "lastName"},   {"created", "createdAt"},    {"avatarurl", "avatar"},
    {"websiteurl", "website"},
};

// Reserved traits are camelCase: the same letters when case does not count.
bool same_letters(std::string_view trait, std::string_view folded) {
  return std::equal(trait.begin(), trait.end(), folded.begin(), folded.end(), [](char a, char b) {
    return (a >= 'A' && a <= 'Z' ? static_cast<char>(a + 32) : a) == b;
  });
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

bool is_sign(char c) {
  return (lower(c) >= 'a' && lower(c) <= 'z') || (c >= '0' && c <= '9');
}

// The first letter and the number of letters rule nearly every key out.
bool may_be_reserved(const Site& site, std::string_view key) {
  const auto begin = std::find_if(key.begin(), key.end(), is_sign);
  const auto size = static_cast<size_t>(std::count_if(begin, key.end(), is_sign));
  if (size == 0) return false;
  const auto alike = [&](std::string_view word) {
    return word.size() == size && lower(word.front()) == lower(*begin);
  };
  return std::any_of(std::begin(kSynonyms), std::end(kSynonyms),
                     [&](const Synonym& one) { return alike(one.letters); }) ||
         std::any_of(site.spec.data().traits.begin(), site.spec.data().traits.end(),
                     [&](const ReservedTrait& one) { return alike(one.trait); });
}

// Reserved in a call like this: group's employees is nobody's trait.
bool is_reserved(const Site& site, const Node& node, const ReservedTrait& trait) {
  const bool in_context = place_of(site, parent_of(site, node)).family == Family::kContext;
  const bool group = site.event.call == Call::kGroup && !in_context;
  return (trait.call == name_of(Call::kGroup)) == group;
}

}  // namespace

std::string_view reserved_trait(const Site& site, const Node& node) {
  if (!may_be_reserved(site, node.key)) return {};
  Phrase phrase;
  if (!split_words(node.key, phrase)) return {};
  for (const Synonym& synonym : kSynonyms) {
    if (synonym.letters == phrase.folded()) return synonym.trait;
  }
  for (const ReservedTrait& trait : site.spec.data().traits) {
    if (same_letters(trait.trait, phrase.folded()) && is_reserved(site, node, trait))
      return trait.trait;
  }
  return {};
}

bool is_accepted_spelling(const Site& site, const Node& node) {
  const Alias* alias = site.spec.alias("trait", node.key);
  return alias != nullptr && alias->why.find("not an error") != std::string::npos;
}

}  // namespace specgate
