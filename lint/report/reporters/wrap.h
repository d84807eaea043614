// Lines for a terminal: broken between words, never within one.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace specgate {

// `text` with each of its lines broken where it is wider than `width` columns; what follows begins
// `indent` columns in. Colours take no room. A word that is wider than a line stands on one of its own.
// Width 0: as it is. Appends.
void append_wrapped(std::string_view text, size_t width, size_t indent, std::string& out);

}  // namespace specgate
