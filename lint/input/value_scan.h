// Where a top-level JSON value ends, without parsing it: brackets and strings only.
//
// Used to find the cut between documents, so it must notice a broken value early: a newline inside
// a string, a bracket that closes another kind, a value that starts where none can.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace specgate {

struct ValueScan {
  size_t end = 0;      // first byte past the value, or where it stopped making sense
  bool whole = false;  // the value is complete and its brackets match
};

// `at` is the first byte of the value. `stack` is a reused buffer.
ValueScan scan_value(std::string_view text, size_t at, std::string& stack);

// One past the closing quote of the string that opens at `at`; npos where its line ends first.
size_t string_end(std::string_view text, size_t at);

// First byte at or after `at` that is not white space; text.size() if there is none.
size_t skip_blanks(std::string_view text, size_t at);

}  // namespace specgate
