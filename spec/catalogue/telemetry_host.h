// Hosts that take no events: what analytics.js Signals and the settings of the browser send and fetch
// there is telemetry. It is passed on and never judged.
#pragma once

#include <algorithm>
#include <string_view>

#include "spec/text/host_name.h"

namespace specgate {

inline constexpr std::string_view kTelemetryHosts[] = {"signals.segment.io", "cdn.edgefn.segment.com"};

inline bool is_telemetry_host(std::string_view host) {
  return std::any_of(std::begin(kTelemetryHosts), std::end(kTelemetryHosts),
                     [host](std::string_view known) { return is_host_name(host, known); });
}

}  // namespace specgate
