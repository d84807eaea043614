// How a message names a value and its place. For the moment a violation is added, not before: both
// build text.
#pragma once

#include <algorithm>
#include <string_view>

#include "rules/site.h"

namespace specgate {

// `"yesterday"`, `42 (integer)`, `{"a":1} (object)`, `null`; `missing` where there is no value.
std::string_view found(const Site& site, const Node* node, Findings& out);

// The value's key, cut like every value; `an item of products` in an array, `the body` at the top.
std::string_view named(const Site& site, const Node& node, Findings& out);

// ASCII letters in either case; for headers, hosts and words that have no fixed case.
inline bool equal_but_for_case(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [&](char x, char y) { return lower(x) == lower(y); });
}

}  // namespace specgate
