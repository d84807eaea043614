// One payload fixed until nothing changes; a captured request's body in a JSON string included.
#pragma once

#include <string>
#include <string_view>

#include "rules/gate.h"

namespace specgate {

// How to fix, and the buffers to do it with.
struct FixJob {
  const Gate& gate;
  const Arrival& arrival;
  FixMode mode;
  Scratch& outer;
  Scratch& inner;
};

// The inside of the string that holds a captured request's body: its place in the record.
struct NestedPlace {
  size_t begin = 0;
  std::string_view raw;  // still escaped
};
NestedPlace nested_place(const Batch& batch);

// Whether `out` differs from `body`; all bytes outside the edits are the same.
bool fix_body(const FixJob& job, std::string_view body, std::string& out);

}  // namespace specgate
