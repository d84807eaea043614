// What a Result holds where a test cannot go on without: otherwise the program ends and says why.
#pragma once

#include <utility>

#include "spec/text/result.h"

namespace specgate {

[[noreturn]] void end_for(const Problems& problems);

template <typename T>
T whole(Result<T> result) {
  if (!result) end_for(result.problems());
  return *std::move(result);
}

}  // namespace specgate
