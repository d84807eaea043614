// --show-settings: every setting that is in force, with where it came from.
#pragma once

#include <string>
#include <vector>

#include "rules/config/config.h"

namespace specgate {

// "profile       partner      specgate.yaml:3". `given` are flags and the environment: they win.
std::string settings_text(const Config& config, const std::vector<Setting>& given);

}  // namespace specgate
