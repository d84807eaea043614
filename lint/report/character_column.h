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
  // `start` is the start of a line, or the column in characters, from 1, is `column`.
  explicit CharacterColumn(std::string_view text, size_t start = 0, uint32_t column = 1)
      : text_(text), at_(start), first_(start), first_before_(column - 1), before_(column - 1) {}
  uint32_t at(size_t offset);  // from 1

 private:
  uint32_t count(size_t begin, size_t end) const;

  std::string_view text_;
  size_t at_ = 0;
  size_t first_ = 0;           // where the text began to be looked at,
  uint32_t first_before_ = 0;  // and the characters of its line before that
  uint32_t before_ = 0;  // characters of the line before at_
};

}  // namespace specgate
