// Words that mean reserved traits: which keys are worth a closer look.
#pragma once

#include <string_view>
#include <vector>

#include "spec/catalogue/catalogue.h"

namespace specgate {

// Other words for reserved traits, without case and separators. Segment's pages accept first_name,
// created_at and the like beside their own spelling: those are nobody's slip.
struct TraitSynonym {
  std::string_view letters, trait;
};
inline constexpr TraitSynonym kTraitSynonyms[] = {
    {"birthdate", "birthday"}, {"dateofbirth", "birthday"}, {"dob", "birthday"},
    {"emailaddress", "email"}, {"phonenumber", "phone"},    {"telephone", "phone"},
    {"fullname", "name"},      {"givenname", "firstName"},  {"familyname", "lastName"},
    {"surname", "lastName"},   {"created", "createdAt"},    {"avatarurl", "avatar"},
    {"websiteurl", "website"},
};

// Could the key be a reserved trait in other letters, or another word for one? The first letter and
// the number of letters rule nearly every key out.
bool may_mean_trait(const std::vector<ReservedTrait>& traits, std::string_view key);

}  // namespace specgate
