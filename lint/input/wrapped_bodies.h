// Bodies -> batches, for those who only count calls: whatever they are wrapped in (lint/input/unwrap.h).
#pragma once

#include <functional>
#include <memory>
#include <string_view>
#include <vector>

#include "lint/input/unwrap.h"
#include "spec/decode/decode.h"

namespace specgate {

// One worker's; the batches die with the next body.
class WrappedBodies {
 public:
  explicit WrappedBodies(const Spec& spec) : spec_(spec) {}

  using Take = std::function<void(const Batch&)>;
  void visit(std::string_view body, const Take& take) { visit({body, {}, true, 0}, take); }

 private:
  struct Text {
    std::string_view text;
    Arrival arrival;
    bool expected;  // else it counts only if it holds calls
    size_t depth;
  };
  void visit(const Text& text, const Take& take);
  void visit_piece(const Batch& batch, const Piece& piece, const Text& as, const Take& take);

  const Spec& spec_;
  std::vector<std::unique_ptr<DecodeBuffers>> buffers_;  // by depth
};

}  // namespace specgate
