#include "rules/engine/cut.h"

namespace specgate {
namespace {

constexpr size_t kWords = 48;  // more than the words after the cut need

bool continues(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

}  // namespace

std::string_view beginning(std::string_view text, size_t most) {
  if (text.size() <= most) return text;
  constexpr size_t kLongestRest = 3;  // of a character; what is no UTF-8 may go on for longer
  size_t size = most;
  while (size > 0 && size + kLongestRest > most && continues(text[size])) --size;
  return text.substr(0, size);
}

void append_long(std::string_view text, std::string& out) {
  out += beginning(text, kMostQuoted - kWords);
  out.append("\xE2\x80\xA6 (").append(grouped(text.size())).append(" bytes)");  // an ellipsis
}

std::string cut(std::string_view text) {
  std::string out;
  append_cut(text, out);
  return out;
}

std::string grouped(uint64_t number) {
  std::string digits = std::to_string(number);
  for (size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, 1, ' ');
  return digits;
}

}  // namespace specgate
