// What a string must look like: the formats the Spec names. Pure functions, no allocation.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "spec/catalogue/catalogue.h"

namespace specgate {

// kCurrency asks for three capital letters only: which codes are in force is Privacy::currencies.
bool matches(Format format, std::string_view text);
std::string_view words_of(Format format);  // "ISO-8601 date", "email address"

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
