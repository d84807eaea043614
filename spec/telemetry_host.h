// Hosts that take no events: what analytics.js Signals and the settings of the browser send and fetch
// there is telemetry. It is passed on and never judged.
#pragma once

#include <algorithm>
#include <string_view>

namespace specgate {

inline constexpr std::string_view kTelemetryHosts[] = {"signals.segment.io", "cdn.edgefn.segment.com"};

// `host`: with or without its port, in any case.
inline bool is_telemetry_host(std::string_view host) {
  const auto same = [](char c, char small) {
    return (c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c) == small;
  };
  host = host.substr(0, host.find(':'));
  return std::any_of(std::begin(kTelemetryHosts), std::end(kTelemetryHosts),
                     [&](std::string_view known) {
                       return std::equal(host.begin(), host.end(), known.begin(), known.end(), same);
                     });
}

}  // namespace specgate
