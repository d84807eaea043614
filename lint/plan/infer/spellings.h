// Names that differ in case and separators only: "Order Completed", "order_completed".
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace specgate {

class NameIndex;

struct NameCount {
  std::string name;
  uint64_t times = 0;
};

// A name, and the one of its spellings that counts: the Spec's own name where it is among
// them, else the most frequent, of equals the first.
struct KeySpelling {
  std::string name;
  std::string kept;  // `name` itself where it is the one, or the only one
};

// In the order of `names`, each of which is there once. `known`: the Spec's events or properties,
// or null.
std::vector<KeySpelling> find_spellings(const std::vector<NameCount>& names, const NameIndex* known);

}  // namespace specgate
