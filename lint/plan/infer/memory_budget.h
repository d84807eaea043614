// How much inference remembers at most: names, places, values. What no longer fits leaves the
// object or the text it was met in open, so that the plan stays true and says less.
#pragma once

#include <cstddef>

namespace specgate {

class MemoryBudget {
 public:
  // Of about a quarter of a kilobyte each.
  static constexpr size_t kMostThings = 300'000;

  bool take() {
    if (left_ == 0) return false;
    --left_;
    return true;
  }
  void give(size_t things) { left_ += things; }

 private:
  size_t left_ = kMostThings;
};

}  // namespace specgate
