// specgate, the judgement by itself: bytes in, verdict out. For programs that hold events in memory and want no
// report; Linter::gate_for() of lint.h makes a Gate from a configuration.
#pragma once

#include "rules/engine/gate.h"
