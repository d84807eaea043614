// Base64 (RFC 4648) into a buffer of the caller's. Nothing is allocated.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace specgate {

// Both alphabets (+/ and -_), padding optional: senders disagree. The number of bytes written, or
// nothing where `text` is no base64 or `out` is too small.
std::optional<size_t> decode_base64(std::string_view text, std::span<char> out);

enum class Base64 : unsigned char { kPlain, kUrl };  // kUrl: -_ and no padding
std::string encode_base64(std::string_view text, Base64 alphabet);

}  // namespace specgate
