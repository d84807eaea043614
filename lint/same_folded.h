// Words of a protocol, which are the same in any case: methods, names of headers, hosts.
#pragma once

#include <algorithm>
#include <string_view>

namespace specgate {

inline bool same_folded(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [&](char x, char y) { return lower(x) == lower(y); });
}

}  // namespace specgate
