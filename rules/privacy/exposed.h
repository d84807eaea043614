// Which keys the rules on personal data speak of at all.
#pragma once

#include "rules/site.h"

namespace specgate {

// The Spec itself asks for this value here: a push token in context.device, a reserved trait.
bool is_asked_for(const Site& site, const Node& node);

// Null says nothing of anybody. A flag says nothing but where it is the matter itself: has_password
// is a fact about an account, `disability` and `is_veteran` are facts about a person.
bool tells_nothing(const Node& node);

}  // namespace specgate
