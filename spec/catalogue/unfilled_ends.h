// By its first and its last byte: may a text be one that nobody filled in (unfilled.h)? False of nearly all;
// costs two looks at a table.
#pragma once

#include <array>
#include <string_view>

#include "spec/catalogue/unfilled.h"

namespace specgate {

// A blank, or the first byte of one beyond ASCII, may begin a text of nothing else; a template or a hole may
// end it ("plan-undefined").
inline bool has_unfilled_ends(char first, char last) {
  static constexpr auto kFirst = [] {
    std::array<bool, 256> may{};
    for (const unsigned char c : std::string_view(" \t\r\n\xC2\xE2\xE3\xEF")) may[c] = true;
    return may;
  }();
  static constexpr auto kLast = [] {
    std::array<bool, 256> may{};
    for (const unsigned char c : std::string_view("}]>)d \t\r\n")) may[c] = true;
    return may;
  }();
  return may_be_unfilled_value(first) || kFirst[static_cast<unsigned char>(first)] ||
         kLast[static_cast<unsigned char>(last)];
}

}  // namespace specgate
