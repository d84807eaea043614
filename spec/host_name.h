// The host that a request names, as `Host` and URLs spell it.
#pragma once

#include <algorithm>
#include <string_view>

namespace specgate {

// Is `host` that one? With or without its port and the dot of the root at the end, which is part of no
// name, in any case. `name`: in lower case.
inline bool is_host_name(std::string_view host, std::string_view name) {
  const auto same = [](char c, char small) {
    return (c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c) == small;
  };
  host = host.substr(0, host.find(':'));
  if (host.ends_with('.')) host.remove_suffix(1);
  return std::equal(host.begin(), host.end(), name.begin(), name.end(), same);
}

}  // namespace specgate
