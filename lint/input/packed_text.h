// Texts in strings: whether they begin as JSON does, as they stand or in base64.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace specgate {

// One past what may stand before JSON: blanks, a byte-order mark, the separator of RFC 7464.
size_t begin_of_json(std::string_view text);
bool begins_json(std::string_view text);

// Base64 (in lines and behind "data:...;base64," too) of what begins as JSON, gzip or zlib does. Looks at
// no more than it takes to see that.
bool begins_packed(std::string_view text);

// The text that is packed so: over `out`, at most `most` bytes. False: it is no such thing.
bool unpack_text(std::string_view base64, size_t most, std::string& out);

}  // namespace specgate
