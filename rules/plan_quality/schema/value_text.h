// Values of a plan in messages, and as keys of a set.
#pragma once

#include <string>
#include <string_view>

#include "spec/json/json.h"

namespace specgate {

std::string value_text(const Json& value);  // as JSON, cut where it is very long
// Equal for numbers that are equal: 1, 1.0, 10e-1. Numbers of very many digits are spelled.
std::string number_key(std::string_view number);

}  // namespace specgate
