// A schema that no value can satisfy, told by reasoning on its keywords.
#pragma once

#include <cstdint>
#include <string>

#include "spec/json/json.h"

namespace specgate {

// Why nothing satisfies the schema, allOf, anyOf, oneOf and local references included; empty where
// something may. Never wrong where it speaks; silent where the keywords do not settle it. Looks at
// this value only: that a required member's own schema is impossible is that member's affair, but
// for the schema `false` and for members of which several parts speak.
//
// `steps` is what may still be spent on a whole plan, a part of a schema each; once it is gone
// nothing more is told.
std::string contradiction(const Json& schema, const Json& root, int64_t& steps);

inline constexpr int64_t kMostReasoning = 5'000'000;

}  // namespace specgate
