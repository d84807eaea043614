// Two versions of a schema made ready to be compared: written alike where they mean the same, and
// the old one granted what the new one adds.
//
// "Adding an optional property is compatible" (issue of the plan's users): nobody is taken to send,
// under an open plan, a property that was not planned, nor to be hurt by reading one that is new.
// So where the new schema lists a property that the old one leaves free and does not mention, the old one is taken to
// have listed it in the same way; then plain containment in both directions gives the verdicts.
#pragma once

#include <cstdint>

#include "spec/compare/space.h"

namespace specgate {

// JsonMember::line of a property that the old schema was granted.
inline constexpr uint32_t kGranted = 0xffffffff;

// allOf opened into the schema around it, where that changes nothing.
Json flattened(const Json& schema, SchemaSpace& space);

// A copy of `before` with the properties that `after` adds. `after` must outlive the space.
Json granted(const Json& before, const Json& after, SchemaSpace& space);

// Members of `given` that are schemas become stand-ins, so that it may stand in another document.
Json transplanted(std::string_view keyword, const Json& given, const Json& root,
                  SchemaSpace& space);

// The schema of a call, to be compared with another: an object, as are its properties, traits and
// context where `other` or it speaks of them.
Json as_call(const Json& schema, const Json& other);

}  // namespace specgate
