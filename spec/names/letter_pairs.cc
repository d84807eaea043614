#include "spec/names/letter_pairs.h"

#include <bitset>

#include "spec/names/normalized_name.h"

namespace specgate {
namespace {

// Each pair of `b` stands for one of `a` at most.
size_t shared_pairs(std::string_view a, std::string_view b) {
  std::bitset<kMostNameBytes> taken;
  size_t shared = 0;
  for (size_t i = 0; i + 1 < a.size(); ++i) {
    for (size_t j = 0; j + 1 < b.size(); ++j) {
      if (taken[j] || a[i] != b[j] || a[i + 1] != b[j + 1]) continue;
      taken.set(j);
      ++shared;
      break;
    }
  }
  return shared;
}

}  // namespace

bool is_alike(std::string_view a, std::string_view b) {
  constexpr size_t kSeven = 7, kTen = 10;
  if (a == b) return true;
  if (a.size() < 2 || b.size() < 2 || b.size() > kMostNameBytes) return false;
  const size_t pairs = a.size() - 1 + b.size() - 1;
  return kTen * 2 * shared_pairs(a, b) > kSeven * pairs;
}

}  // namespace specgate
