// Texts of events as findings quote them: whole up to a length; what is longer is cut, and says so.
//
// One call may hold a value of 16 MiB, and a hundred findings may speak of it: what is told of it costs
// no more than this.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace specgate {

// Bytes of one quoted text at most, with the words that say it is cut.
inline constexpr size_t kMostQuoted = 4096;
// Bytes of a pointer, which programs follow, before anything is escaped.
inline constexpr size_t kMostPointer = size_t{64} << 10;

// As it is, or its beginning: "abc… (3 900 000 bytes)". Never within a character; cutting again
// changes nothing.
void append_long(std::string_view text, std::string& out);  // of one that is longer
inline void append_cut(std::string_view text, std::string& out) {
  if (text.size() > kMostQuoted) return append_long(text, out);
  out += text;
}
std::string cut(std::string_view text);

// At most so many bytes of a text, and no part of a character.
std::string_view beginning(std::string_view text, size_t most);

std::string grouped(uint64_t number);  // "1 200"

}  // namespace specgate
