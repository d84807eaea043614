// The host that a request names, as `Host` and URLs spell it.
#pragma once

#include <string_view>

#include "spec/text/ascii.h"

namespace specgate {

// Is `host` that one? With or without its port and the dot of the root at the end, which is part of no
// name, in any case. `name`: in lower case.
inline bool is_host_name(std::string_view host, std::string_view name) {
  host = host.substr(0, host.find(':'));
  if (host.ends_with('.')) host.remove_suffix(1);
  return equal_but_for_case(host, name);
}

}  // namespace specgate
