// What fixing did to each event of a body, as RFC 6902, there and back: no longer than a few times the
// event and 1 MiB a pass.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "rules/gate.h"

namespace specgate::proxy {

class Patches {
 public:
  struct Pair {
    std::string forward, reverse;
  };

  // One pass of fix(), before its edits are done: what later passes do comes after it.
  void note(const Verdict& pass, const std::vector<const Edit*>& edits);
  const Pair* of(uint32_t event) const;  // null: it was not touched

 private:
  std::map<uint32_t, Pair> by_event_;
};

}  // namespace specgate::proxy
