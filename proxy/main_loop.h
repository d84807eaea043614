// `specgate-proxy`: from settings to a running proxy, until it is told to stop.
#pragma once

#include <string>

#include "proxy/settings/settings.h"

namespace specgate::proxy {

// Exit codes: 0 stopped as asked, 2 could not start (the problems are on standard error).
int serve(const std::string& config_file, const Flags& flags);

}  // namespace specgate::proxy
