// What a walk over siblings would tell, found for all of them at once and remembered: the number of
// an item in its array, and the members of an object by their keys. So a question costs the same
// wherever in a large body it is asked.
//
// Made of one body's nodes when first asked: a body nobody asks about costs nothing. Part of
// DecodeBuffers, for one thread; the memory is used again for the next body.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "spec/event/event.h"

namespace specgate {

class BodyIndex {
 public:
  void next_body();

  // How many items of its array stand before `node`.
  uint32_t item_number(const Batch& batch, uint32_t node);
  // The first member of `object` with this key, or 0.
  uint32_t member(const Batch& batch, uint32_t object, std::string_view key);
  // Have all members of the same object with the key of `node` the bytes of its value?
  bool has_one_value(const Batch& batch, uint32_t node);

 private:
  struct Member {
    uint32_t node;
    uint32_t first;  // of those with this key, where this one is the first in order; else nothing
  };
  struct Object {
    uint32_t begin, end;  // in members_, in the order of key, value and node
  };
  void number_items(const Batch& batch);
  Object sorted(const Batch& batch, uint32_t object);

  bool numbered_ = false;
  std::vector<uint32_t> numbers_;  // by node
  std::vector<uint32_t> made_;     // by node: 1 + the index in objects_, or 0; empty: none yet
  std::vector<Object> objects_;
  std::vector<Member> members_;
};

}  // namespace specgate
