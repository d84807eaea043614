// Values that rules take from the configuration; each has a default that suits a file of events.
#pragma once

#include <string>
#include <vector>

#include "spec/catalogue/spec.h"

namespace specgate {

struct Settings {
  std::string integration_name;      // context.integration.name to fill in, when configured
  std::string integration_version;   // likewise; "1.0.0" if only the name is given
  std::string region;                // "us", "eu", or empty: not judged
  Style property_style = Style::kSnake;
  int64_t future_tolerance_ms = 10 * 60 * 1000;  // clocks drift; beyond this a timestamp is "ahead"
  bool remove_red_keys = false;      // pii-red-key carries a safe fix that removes the member
};

}  // namespace specgate
