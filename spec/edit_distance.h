// How many slips lie between two words: letters left out, doubled, changed, or swapped with a
// neighbour (Damerau-Levenshtein, optimal string alignment).
#pragma once

#include <cstddef>
#include <string_view>

namespace specgate {

// At most `limit` + 1: the search stops there. Words over 64 letters are never near.
size_t edit_distance(std::string_view a, std::string_view b, size_t limit);

}  // namespace specgate
