// Oddities that decode() notes on single values, wherever they lie: in a call or around the calls.
#pragma once

#include "rules/engine/findings.h"
#include "rules/engine/site.h"

namespace specgate {

// For On::kBatch. Calls `report` for each value with one of `flags`, while `out` speaks of the call that
// holds the value, or of the body as a whole.
void each_flagged(const Site& site, uint16_t flags, Findings& out,
                  void (*report)(const Site&, const Node&, Findings&));

}  // namespace specgate
