// Every rule by name, for checks and tests that speak of one another. Made from rules/all.inc.
#pragma once

#include "rules/rule.h"

namespace specgate::rules {

#define RULE(folder, name) extern const Rule name;
#include "rules/all.inc"
#undef RULE

}  // namespace specgate::rules
