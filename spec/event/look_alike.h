// Keys that other readers of the same bytes take for a field: Go's encoding/json, and all that is built
// on it, matches keys without regard to case; C ends a text at NUL; some trim blanks.
#pragma once

#include <string_view>

#include "spec/event/event.h"

namespace specgate {

// The field of a call or an envelope that the key is one of case, NUL or blanks away from, or kCount:
// also where it is that very field.
Slot look_alike(std::string_view key);

// Something that can be seen: no blank of Unicode's, no control character, nothing of no width.
bool has_visible(std::string_view text);

}  // namespace specgate
