// Which keys the rules on personal data speak of at all.
#pragma once

#include "rules/site.h"

namespace specgate {

// Null says nothing of anybody. A flag says nothing but where it is the matter itself: has_password
// is a fact about an account, `disability` and `is_veteran` are facts about a person.
bool tells_nothing(const Node& node);

}  // namespace specgate
