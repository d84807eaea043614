// JSON as YAML that people like to read: blocks, words without quotes where that is safe.
#pragma once

#include <string>

#include "spec/json/json.h"

namespace specgate {

// Where YAML's bounds (64 levels, keys of 1000 bytes, those of read_plan.h) do not allow it, JSON: that is read as well.
std::string yaml_text(const Json& json);

}  // namespace specgate
