// How many values a text of JSON has, before it is decoded: what decoding and judging hold in memory
// goes with their number, not with the length of the text.
#pragma once

#include <cstddef>
#include <string_view>

namespace specgate {

// A body of more values than this is judged by nobody: linter and proxy say so instead.
inline constexpr size_t kMostValues = 250'000;

// As many as decode() makes nodes of, where the text is well-formed; stops counting above `most`. Linear.
size_t values_in(std::string_view text, size_t most);

// At least as many as decode() makes events of: the items of the list that is the root, or of those that
// stand in it, or in its "body", as "batch", or under a key with escapes. Stops counting above `most`.
// Linear.
size_t calls_in(std::string_view text, size_t most);

}  // namespace specgate
