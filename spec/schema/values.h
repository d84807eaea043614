// Equality and hashes of values as JSON Schema has them: the order of members aside, 1.0 equal
// to 1.
//
// A value is a node of an array of nodes, be it the payload's or the constants of a schema, which
// are kept as nodes for that very reason. Of a key that stands twice the first counts.
#pragma once

#include <span>
#include <string_view>

#include "spec/event/event.h"

namespace specgate {

struct Values {
  std::span<const Node> nodes;
  std::string_view source;  // tells true from false

  bool truth(uint32_t index) const { return source[nodes[index].begin] == 't'; }
};

// What is left of the steps that one value may take; `spent` once it was not enough.
struct Steps {
  uint64_t left = 0;
  bool spent = false;

  bool take(uint64_t count) {
    if (left < count) spent = true;
    left -= spent ? left : count;
    return !spent;
  }
};

struct Value {
  const Values& values;
  uint32_t index;
};

// Either is worthless, and `same` says no, once the steps are spent.
uint64_t hash_of(const Values& values, uint32_t index, Steps& steps);
bool same(Value a, Value b, Steps& steps);

}  // namespace specgate
