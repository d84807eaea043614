// Payload text -> report text. Every byte of an event passes here before it is printed.
//
// An event is hostile input: control characters, ANSI sequences, direction marks and broken UTF-8
// may neither break a line, nor move a cursor, nor make JSON invalid.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace specgate {

// As a JSON string with quotes: always valid JSON in valid UTF-8. Broken bytes become U+FFFD.
void append_json_text(std::string_view text, std::string& out);

// JSON that may hold broken UTF-8 or marks within its strings -> the same JSON on one line without
// them.
void append_json_value(std::string_view json, std::string& out);

// For people: "\n", "\x1b", "\u202e" in place of what must not be printed. Cut at `most` characters
// (0: never) with an ellipsis.
void append_plain(std::string_view text, size_t most, std::string& out);

}  // namespace specgate
