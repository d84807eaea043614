// Two versions of a schema made ready to be compared: written alike where they mean the same, and
// the old one granted what the new one adds.
//
// "Adding an optional property is compatible" (issue of the plan's users): nobody is taken to send,
// under an open plan, a property that was not planned, nor to be hurt by reading one that is new.
// So where the new schema lists a property that the old one leaves free and does not mention, the old one is taken to
// have listed it in the same way; then plain containment in both directions gives the verdicts.
// What calls carry anyhow (carried.h) is not new: the old schema is taken to have listed it free of all demands.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "spec/plan/diff/carried.h"
#include "spec/schema/containment/schema_context.h"

namespace specgate {

// JsonMember::line of a property that the old schema was granted.
inline constexpr uint32_t kGranted = 0xffffffff;
// Of a member that the old schema did not list and calls carry anyhow: its value is free.
inline constexpr uint32_t kCarried = 0xfffffffe;

// A member of every call that a rule is asked about, and all that can stand there: the `type` of a
// track call, the `event` of the calls of one event.
struct SettledField {
  std::string_view name;
  std::vector<std::string_view> values;
};

// What is known of the calls that two schemas are asked about. Views: must outlive its use.
struct CallFacts {
  const CarriedPlace* carried = nullptr;  // null: nothing is known
  std::vector<SettledField> settled;
};

// allOf opened into the schema around it, where that changes nothing.
Json flattened(const Json& schema, SchemaSpace& space);

// A copy of `before` with the properties that `after` adds. `after` must outlive the space.
Json granted(const Json& before, const Json& after, const CallFacts& facts, SchemaSpace& space);

// Members of `given` that are schemas become stand-ins, so that it may stand in another document.
Json transplanted(std::string_view keyword, const Json& given, const Json& root,
                  SchemaSpace& space);

// The schema of a call, to be compared with another: an object, as are its properties, traits and
// context where `other` or it speaks of them.
Json as_call(const Json& schema, const Json& other);

}  // namespace specgate
