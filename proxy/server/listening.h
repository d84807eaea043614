// Addresses to listen at, as they are told.
#pragma once

#include <string>

#include "proxy/settings/settings.h"

namespace specgate::proxy {

// "127.0.0.1:8080", "[::1]:8080"
inline std::string endpoint_text(const Origin& at, uint16_t port) {
  const bool bare_v6 = at.host.find(':') != std::string::npos && !at.host.starts_with('[');
  const std::string host = bare_v6 ? '[' + at.host + ']' : at.host;
  return host + ':' + std::to_string(port);
}

}  // namespace specgate::proxy
