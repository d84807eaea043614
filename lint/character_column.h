// Byte offsets -> columns that count characters (Unicode code points), as SARIF and editors want
// them; all else here counts bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace specgate {

// Walks from the place that was asked for last, forward or back, so that a run of findings costs
// one pass over the text however long its lines are. `text` must outlive it. A byte-order mark is
// no character, nor is a byte that in UTF-8 only continues one.
class CharacterColumn {
 public:
  CharacterColumn() = default;
  // `start` is the start of a line.
  explicit CharacterColumn(std::string_view text, size_t start = 0) : text_(text), at_(start) {}
  uint32_t at(size_t offset);  // from 1

 private:
  uint32_t count(size_t begin, size_t end) const;

  std::string_view text_;
  size_t at_ = 0;
  uint32_t before_ = 0;  // characters of the line before at_
};

}  // namespace specgate
