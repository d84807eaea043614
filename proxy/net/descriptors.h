// How many callers the limit on open files lets in: each needs a descriptor for itself and one for the
// upstream, and the proxy some of its own.
#pragma once

#include <cstddef>

namespace specgate::proxy {

struct DescriptorLimit {
  size_t descriptors = 0;  // that may be open at a time
  size_t callers = 0;      // of those wanted, as many as these are enough for; at least one
};

// Raises the process's limit as far as it may and as is needed for `callers` on `threads`.
DescriptorLimit provide_descriptors(size_t callers, unsigned threads);

}  // namespace specgate::proxy
