// What several passes changed, one after the other, as one list of splices of the text that came.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "rules/engine/edit.h"

namespace specgate {

class Passes {
 public:
  void clear() { all_.clear(); }
  // Of the next pass: places in the text that those before it left.
  void add(const std::vector<Splice>& next);
  // Of the text that came, in order.
  const std::vector<Splice>& all() const { return all_; }

 private:
  std::vector<Splice> all_;
};

}  // namespace specgate
