// What a schema says of one value in several places at once: beside its keywords, allOf and local
// references.
#pragma once

#include <string_view>
#include <vector>

#include "spec/json/json.h"

namespace specgate {

// More parts than that are nobody's plan: what needs them all is not judged then.
inline constexpr size_t kMostParts = 64;

// The schemas that all hold where `schema` does: itself, its allOf, and what a local $ref leads to
// (whose siblings draft-07 passes over). Each once; empty where there are more than kMostParts.
std::vector<const Json*> parts_of(const Json& schema, const Json& root);

// "#/definitions/money" from the root; null for anything else and for what is not there.
const Json* local_reference(std::string_view reference, const Json& root);

// What `type`, `enum` and `const` of all parts admit. `integer` is Kind::kInteger alone.
KindMask kinds_of(const Json& schema, const Json& root);
// Of the value of `type`; kAnyKind where it is none.
KindMask kinds_of_type(const Json& type);
// Of the schema's `type`, with null where OpenAPI's `nullable` adds it.
KindMask kinds_by_type(const Json& schema);
// As a number that may be an integer by value: 1.0.
KindMask kinds_of_value(const Json& value);

}  // namespace specgate
