// The names that a schema speaks of without listing them among its own properties: what it requires, what
// its branches, conditions, dependencies and names of members list, what its enum holds. Whoever sends one of
// them sends nothing new when it is listed.
#pragma once

#include <functional>
#include <set>
#include <string>

#include "spec/json/json.h"

namespace specgate {

std::set<std::string, std::less<>> mentioned_names(const Json& schema);

}  // namespace specgate
