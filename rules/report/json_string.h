// The inside of a JSON string, unescaped and back: for a captured request whose body is JSON in a
// string, and for values in a report.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace specgate {

// Text of a JSON string (quotes included) -> plain. What is no string comes back as it is.
std::string plain_of(std::string_view json);

// Plain text -> the inside of a JSON string, without quotes; escapes only what it must.
void append_escaped(std::string_view plain, std::string& out);

// Offsets in the unescaped text -> offsets in the raw inside of the string, walking forward; going
// back starts again.
class RawOffsets {
 public:
  explicit RawOffsets(std::string_view raw) : raw_(raw) {}
  size_t raw(size_t plain);

 private:
  std::string_view raw_;
  size_t at_raw_ = 0, at_plain_ = 0;
};

}  // namespace specgate
