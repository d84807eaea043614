// Does every value that one schema accepts pass another? Answered by reasoning on the keywords of
// draft-07; what cannot be settled is said to be so, never guessed.
//
// kYes is proven keyword by keyword. kNo is proven by a value that was made up, passes the one and
// fails the other. Everything else is kMaybe: two different patterns, a `not` over a `not`, more
// branches than are worth the time.
#pragma once

#include <string>
#include <string_view>

#include "spec/schema/containment/schema_context.h"

namespace specgate {

enum class Contained : uint8_t { kYes, kNo, kMaybe };

struct Containment {
  Contained answer = Contained::kYes;
  std::string_view keyword{};     // of the wider schema, that is not met or was not decided
  uint32_t line = 0, column = 0;  // of that keyword's schema; 0: not in a file
  std::string why{};              // kMaybe: what could not be decided, in words
  std::string witness{};          // kNo: such a value, as JSON

  explicit operator bool() const { return answer == Contained::kYes; }
};

Containment contained(const Conjunction& narrow, const Conjunction& wide, SchemaSpace& space);

// Without the search for a value that proves the contrary.
bool surely_contained(const Conjunction& narrow, const Conjunction& wide, SchemaSpace& space);

}  // namespace specgate
