#include "lint/report/character_column.h"

#include <algorithm>

namespace specgate {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

}  // namespace

uint32_t CharacterColumn::count(size_t begin, size_t end) const {
  if (begin == 0 && text_.starts_with(kByteOrderMark)) {
    begin = std::min(kByteOrderMark.size(), end);
  }
  const auto starts = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; };
  const char* const text = text_.data();
  return static_cast<uint32_t>(std::count_if(text + begin, text + end, starts));
}

uint32_t CharacterColumn::at(size_t offset) {
  offset = std::min(offset, text_.size());
  const size_t from = std::min(at_, offset);
  const size_t to = std::max(at_, offset);
  const size_t newline = text_.substr(from, to - from).rfind('\n');
  if (newline == std::string_view::npos) {
    const uint32_t between = count(from, to);
    before_ = offset < at_ ? before_ - between : before_ + between;
  } else if (offset > at_) {
    before_ = count(from + newline + 1, offset);
  } else {
    const size_t line = offset == 0 ? 0 : text_.rfind('\n', offset - 1) + 1;  // npos + 1 is 0
    const bool first = line <= first_;
    before_ = first ? first_before_ + count(first_, offset) : count(line, offset);
  }
  at_ = offset;
  return before_ + 1;
}

}  // namespace specgate
