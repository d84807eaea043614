// YAML as the JSON it stands for (YAML 1.2, core schema): plain null, true, false and numbers are
// those, all else is text. What JSON cannot spell as a number (0x10, .5, +1) stays text.
#pragma once

#include "spec/json/json.h"
#include "spec/text/yaml.h"

namespace specgate {

Json json_of(const YamlNode& node);

// Is it a number as JSON spells them?
bool is_json_number(std::string_view text);
// Would YAML read it, unquoted, as something that is no text?
bool is_yaml_word(std::string_view text);

}  // namespace specgate
