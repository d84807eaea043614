// One payload fixed until nothing changes; a captured request's body in a JSON string included, and
// whatever else holds calls in a text or beside a record of their request (lint/input/unwrap.h).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rules/engine/gate.h"

namespace specgate {

// An event that was left as it came, whole or in part (OnFix::left_alone).
struct LeftAlone {
  size_t text = 0;     // where the text that holds it begins in the body; 0: the body itself holds it
  uint32_t event = 0;  // in that text
};

// How to fix, and the buffers to do it with.
struct FixJob {
  const Gate& gate;
  const Arrival& arrival;
  FixMode mode;
  Scratch& outer;
  Scratch& inner;
  bool wrapped = false;  // it is no call itself: only what it holds is fixed
  std::vector<LeftAlone>* left_alone = nullptr;  // who is told
  const Verdict* known = nullptr;  // of the body, if `outer` was used for nothing since
};

// The inside of a string of the batch that holds a body: its place in the text around it.
struct NestedPlace {
  size_t begin = 0;
  std::string_view raw;  // still escaped
};
NestedPlace place_of_text(const Batch& batch, uint32_t string);
// Likewise, of a captured request's body; nothing where that is no string.
NestedPlace nested_place(const Batch& batch);

// Whether `out` differs from `body`; all bytes outside the edits are the same.
bool fix_body(const FixJob& job, std::string_view body, std::string& out);

}  // namespace specgate
