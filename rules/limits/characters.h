// Lengths as people count them.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace specgate {

// Characters of a UTF-8 text: every byte but those that continue one.
inline size_t characters(std::string_view text) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
  }));
}

}  // namespace specgate
