// What a string must look like: the formats the Spec names. Pure functions, no allocation.
#pragma once

#include <string_view>

#include "spec/catalogue/catalogue.h"

namespace specgate {

// kCurrency asks for three capital letters only: which codes are in force is Privacy::currencies.
bool matches(Format format, std::string_view text);
std::string_view words_of(Format format);  // "ISO-8601 date", "email address"

}  // namespace specgate
