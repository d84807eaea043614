// The check of all rules from specgate.yaml: what it looks for is Site::custom.
#pragma once

#include "rules/config/config.h"
#include "rules/engine/findings.h"
#include "rules/engine/site.h"

namespace specgate {

void check_custom(const Site& site, Findings& out);

}  // namespace specgate
