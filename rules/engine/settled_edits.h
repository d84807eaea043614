// Which edits of one call are done: where two want the same bytes the first counts. Internal to edit.cc,
// which makes bytes of them, and patch.cc, which makes operations of the same ones.
#pragma once

#include <vector>

#include "rules/engine/edit.h"

namespace specgate {

std::vector<const Edit*> settled(const Batch& batch, const std::vector<const Edit*>& edits);

}  // namespace specgate
