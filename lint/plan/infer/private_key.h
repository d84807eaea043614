// Which keys hold what a plan must not list: a person's data, ids, prose, addresses of pages.
#pragma once

#include <string_view>

#include "spec/event/event.h"

namespace specgate {

// The values under this key, and under all below it, are never to be copied into a plan. `traits`
// are the key's (decode() has them): the Privacy Portal's matchers and free text among them.
bool is_private_key(std::string_view key, KeyTraits traits);

// A name that is data itself: it holds an email address, a phone or a card number.
bool is_personal_name(std::string_view name);

}  // namespace specgate
