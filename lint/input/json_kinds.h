// What JSON is that holds no calls: told by the keys that such files have.
#pragma once

#include "lint/input/unwrap.h"

namespace specgate {

// By what only such files have; false: none of them. Sets Wrapped::is and Wrapped::instead.
bool name_by_marks(const Batch& batch, Wrapped& out);
// As a tracking plan that stands alone: what it plans looks like calls.
bool name_plan(const Batch& batch, Wrapped& out);
// And as JSON that has nothing of a call. Sets Wrapped::is and Wrapped::instead. False: it may well be a call with
// mistakes.
bool name_kind(const Batch& batch, Wrapped& out);

}  // namespace specgate
