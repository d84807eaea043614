#include "spec/edit_distance.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace specgate {
namespace {

constexpr size_t kMostLetters = 64;
using Row = std::array<uint8_t, kMostLetters + 1>;

uint8_t least(int a, int b, int c) { return static_cast<uint8_t>(std::min({a, b, c})); }

}  // namespace

size_t edit_distance(std::string_view a, std::string_view b, size_t limit) {
  if (a.size() > b.size()) std::swap(a, b);
  if (b.size() > kMostLetters || b.size() - a.size() > limit) return limit + 1;
  std::array<Row, 3> rows{};  // two back, one back, this one
  for (size_t j = 0; j <= b.size(); ++j) rows[0][j] = static_cast<uint8_t>(j);
  for (size_t i = 1; i <= a.size(); ++i) {
    Row& row = rows[i % 3];
    const Row& above = rows[(i + 2) % 3];
    const Row& higher = rows[(i + 1) % 3];
    uint8_t best = row[0] = static_cast<uint8_t>(i);
    for (size_t j = 1; j <= b.size(); ++j) {
      row[j] = least(above[j] + 1, row[j - 1] + 1, above[j - 1] + (a[i - 1] != b[j - 1]));
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        row[j] = std::min(row[j], static_cast<uint8_t>(higher[j - 2] + 1));
      }
      best = std::min(best, row[j]);
    }
    if (best > limit) return limit + 1;
  }
  return std::min<size_t>(rows[a.size() % 3][b.size()], limit + 1);
}

}  // namespace specgate
