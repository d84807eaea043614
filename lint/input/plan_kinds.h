// Tracking plans as text that is no JSON, told by how they begin.
#pragma once

#include <string_view>

namespace specgate {

// Segment's table of a plan: events and their properties are columns of it.
bool is_plan_table(std::string_view text);

// specgate's own, of what is YAML: names stand below "events:", and no list of calls.
bool is_plan_yaml(std::string_view text);

}  // namespace specgate
