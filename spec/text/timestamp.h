// Points in time as Segment reads them. Pure functions, no allocation.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace specgate {

// An ISO-8601 point in time as far as Segment reads it (connections/spec/common.md): a date, or a
// date and a time with any fraction of a second; years 0000-9999; leap second 60 allowed; 24:00 is
// not. Extended (2015-02-02T00:30:08Z) or basic (20150202T003008Z).
struct Instant {
  int64_t ms = 0;         // Unix time; UTC where no zone was given
  bool has_time = false;  // a date alone is midnight
  bool has_zone = false;  // Z or an offset
};
std::optional<Instant> parse_instant(std::string_view text);

// "2015-2-02T00:30:08.276Z" -> "2015-02-02T00:30:08.276Z" where padding digits alone makes it
// valid. Writes into `out` (at least text.size() + 8 bytes); returns the length, 0 if padding does
// not help.
size_t pad_instant(std::string_view text, char* out);

}  // namespace specgate
