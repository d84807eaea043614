// How a message names a value and its place. For the moment a violation is added, not before: both
// build text.
#pragma once

#include <algorithm>
#include <string_view>

#include "rules/engine/site.h"

namespace specgate {

// `"yesterday"`, `42 (integer)`, `{"a":1} (object)`, `null`; `missing` where there is no value.
std::string_view found(const Site& site, const Node* node, Findings& out);

// The value's key, cut like every value; `an item of products` in an array, `the body` at the top.
std::string_view named(const Site& site, const Node& node, Findings& out);

}  // namespace specgate
