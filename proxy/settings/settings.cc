#include "proxy/settings/settings.h"

#include <algorithm>

namespace specgate::proxy {
namespace {

constexpr std::string_view kModeNames[] = {
#define X(id, name) name,
    SPECGATE_MODES(X)
#undef X
};

}  // namespace

std::string_view name_of(Mode mode) { return kModeNames[static_cast<size_t>(mode)]; }

std::optional<Mode> mode_of(std::string_view name) {
  const auto found = std::find(std::begin(kModeNames), std::end(kModeNames), name);
  if (found == std::end(kModeNames)) return std::nullopt;
  return static_cast<Mode>(found - std::begin(kModeNames));
}

std::string Origin::authority() const {
  const bool v6 = host.find(':') != std::string::npos;
  const uint16_t own_port = tls ? 443 : 80;
  std::string out = v6 ? "[" + host + "]" : host;
  if (port != own_port) out += ":" + std::to_string(port);
  return out;
}

std::string Origin::text() const {
  if (none) return std::string(kNoUpstream);
  return (tls ? "https://" : "http://") + authority() + prefix;
}

}  // namespace specgate::proxy
