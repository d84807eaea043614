// Sets of bytes, looked up: what the formats are spelled with.
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

#include "spec/text/ascii.h"

namespace specgate {

// ASCII letters and digits, and `more`.
class Signs {
 public:
  consteval explicit Signs(std::string_view more) {
    for (size_t i = 0; i < table_.size(); ++i) {
      const char c = static_cast<char>(i);
      table_[i] = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  more.find(c) != std::string_view::npos;
    }
  }
  constexpr bool operator()(char c) const { return table_[static_cast<unsigned char>(c)]; }

 private:
  std::array<bool, 256> table_{};
};

constexpr bool is_wide(char c) { return static_cast<unsigned char>(c) >= 0x80; }

template <typename Test>
bool all(std::string_view text, const Test& test) {
  return std::all_of(text.begin(), text.end(), [&](char c) { return test(c); });
}

// Cuts the text before the first `separator` off `rest`; all of it where there is none.
inline std::string_view cut_at(char separator, std::string_view& rest) {
  const size_t at = std::min(rest.find(separator), rest.size());
  const std::string_view piece = rest.substr(0, at);
  rest.remove_prefix(std::min(at + 1, rest.size()));
  return piece;
}

}  // namespace specgate
