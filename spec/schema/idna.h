// IDNA 2008: does an A-label ("xn--...") stand for a label that may be registered?
#pragma once

#include <string_view>

namespace specgate {

bool is_a_label(std::string_view label);            // does it begin with xn--, in any case
bool stands_for_u_label(std::string_view a_label);  // RFC 5891, 4.2 and 5.4

}  // namespace specgate
