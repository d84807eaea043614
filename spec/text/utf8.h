// UTF-8 as RFC 3629 has it: no overlong forms, no surrogates, nothing above U+10FFFF.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace specgate {

inline constexpr size_t kAllUtf8 = static_cast<size_t>(-1);

// The offset of the first byte that begins no whole character, or kAllUtf8.
size_t first_bad_utf8(std::string_view text);

// Writes a code point; returns the bytes written, at most four. A surrogate becomes U+FFFD.
size_t put_utf8(uint32_t code, char* out);

}  // namespace specgate
