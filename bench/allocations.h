// Counts calls of operator new in this program: linking allocations.cc replaces it.
#pragma once

#include <cstddef>

namespace specgate::bench {

size_t allocations();

}  // namespace specgate::bench
