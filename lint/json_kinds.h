// What JSON is that holds no calls: told by the keys that such files have.
#pragma once

#include "lint/unwrap.h"

namespace specgate {

// Sets Wrapped::is and Wrapped::instead. False: it may well be a call with mistakes.
bool name_kind(const Batch& batch, Wrapped& out);

}  // namespace specgate
