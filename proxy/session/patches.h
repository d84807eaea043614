// What fixing did to each event of a body, and to a batch around its calls, as RFC 6902, there and back:
// no longer than a few times the event, or the body, and 1 MiB a pass. All of them together, each with
// pointers within what it is of, make of what came what goes on.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "rules/engine/gate.h"

namespace specgate::proxy {

class Patches {
 public:
  struct Pair {
    std::string forward, reverse;  // "[]": what changed is no value (a key that stood twice)
  };

  // One pass of fix(), before its edits are done: what later passes do comes after it.
  void note(const Verdict& pass, const std::vector<const Edit*>& edits);
  // kNoEvent: of the batch, around its calls. Null: it was not touched.
  const Pair* of(uint32_t event) const;

 private:
  std::map<uint32_t, Pair> by_event_;
};

}  // namespace specgate::proxy
