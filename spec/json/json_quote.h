// Text as a JSON string, and as a step of a JSON pointer.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace specgate {

// `text` as a JSON string with quotes; escapes only what it must. `out` has json_string_bound() bytes;
// returns the end of what was written.
char* write_json_string(std::string_view text, char* out);
constexpr size_t json_string_bound(size_t bytes) { return 6 * bytes + 2; }
void append_json_string(std::string_view text, std::string& out);

// RFC 6901: appends "/key" with ~ and / escaped.
void append_pointer_step(std::string_view key, std::string& out);

}  // namespace specgate
