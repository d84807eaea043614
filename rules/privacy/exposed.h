// Which keys the rules on personal data speak of at all.
#pragma once

#include <string_view>

#include "rules/site.h"

namespace specgate {

// Null says nothing of anybody. A flag says nothing but where it is the matter itself: has_password
// is a fact about an account, `disability` and `is_veteran` are facts about a person.
bool tells_nothing(const Node& node);

// "veteran", "is_veteran": a flag of this name is the matter itself.
bool is_a_state(std::string_view key);

}  // namespace specgate
