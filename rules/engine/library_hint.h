// What a library leaves out of what it sends, though the code that calls it sets it.
#pragma once

#include <string_view>

#include "spec/event/event.h"

namespace specgate {

// For a call that lacks something: what its context.library is known not to send. Empty: nothing is
// known of it. A constant.
std::string_view left_out_by_library(const Batch& batch, const Event& event);

}  // namespace specgate
