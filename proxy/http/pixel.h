// The pixel: a call in the query of an image's URL (connections/sources/catalog/libraries/server/
// pixel-tracking-api). Either `data`, base64 in any of the three spellings seen in the wild, or the
// fields one by one with dotted names (properties.subject=...).
//
// Whoever stands behind may read the query by other rules: `;` parts parameters too, `a[b]` is a
// member, names are the same in any case, a field beside `data` replaces the one within. What such
// rules read otherwise than we do is said to be not understood, and judged as we read it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "proxy/http/unreadable.h"

namespace specgate::proxy {

struct Pixel {
  bool from_data = false;  // `data` was there
  std::optional<Unreadable> wrong{};  // kBrokenPixelData: there is no body; else there is one
  std::string body;        // the call as JSON
  std::string write_key;   // beside `data`, or empty
};
Pixel read_pixel(std::string_view query);

// Every write key that a query names, whatever the case of the parameter's name.
std::vector<std::string> write_keys_in_query(std::string_view query);

// The same query with `data` replaced by the base64 of `body`: how a rewritten call goes on.
std::string pixel_query(std::string_view query, std::string_view body);

// A transparent image of one pixel.
std::string_view empty_gif();

}  // namespace specgate::proxy
