// Keys of traits that mean a reserved trait.
#pragma once

#include <string_view>

#include "rules/engine/site.h"

namespace specgate {

// The reserved trait whose letters the key has, or for which it is another word ("birthDate"); the
// trait itself where the key is spelled right; else empty.
std::string_view reserved_trait(const Site& site, const Node& node);

// Segment's pages take this spelling as well: first_name, created_at.
bool is_accepted_spelling(const Site& site, const Node& node);

}  // namespace specgate
