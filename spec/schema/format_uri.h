// The formats that are spelled as URIs, and those of JSON pointers.
#pragma once

#include <string_view>

namespace specgate {

// kWide is the IRI (RFC 3987), which has letters of other alphabets; which of them is not asked.
enum class UriSigns : unsigned char { kAscii, kWide };

bool is_uri(std::string_view text, UriSigns signs);
bool is_uri_reference(std::string_view text, UriSigns signs);
bool is_uri_template(std::string_view text);
bool is_json_pointer(std::string_view text);
bool is_relative_json_pointer(std::string_view text);

}  // namespace specgate
