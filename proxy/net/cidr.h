// Which networks an address lies in.
#pragma once

#include <string>
#include <vector>

#include "proxy/settings/settings.h"

namespace specgate::proxy {

// `address` as printed: "10.1.2.3", "2001:db8::1", "::ffff:10.1.2.3" (which is 10.1.2.3).
bool contains(const std::vector<Cidr>& networks, const std::string& address);

}  // namespace specgate::proxy
