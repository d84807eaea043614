// How many properties or traits a call has.
#pragma once

#include "rules/engine/site.h"

namespace specgate {

// Direct members of the object; 0 at once where the object is too small to have more than `most`.
uint32_t members_beyond(const Site& site, const Node& object, uint32_t most);

}  // namespace specgate
