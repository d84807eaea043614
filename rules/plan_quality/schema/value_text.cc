#include "rules/plan_quality/schema/value_text.h"

#include <charconv>

namespace specgate {

std::string value_text(const Json& value) {
  constexpr size_t kLongest = 60;
  std::string out;
  append_json(value, JsonLayout::kCompact, out);
  if (out.size() <= kLongest) return out;
  size_t end = kLongest;
  while (end > 0 && (static_cast<unsigned char>(out[end]) & 0xC0U) == 0x80U) --end;
  out.resize(end);
  return out += "...";
}

std::string number_key(std::string_view number) {
  constexpr int64_t kMostZeros = 400;
  std::string digits;
  int64_t exponent = 0;
  bool fraction = false;
  size_t i = number.starts_with('-') ? 1 : 0;
  for (; i < number.size() && number[i] != 'e' && number[i] != 'E'; ++i) {
    if (number[i] == '.') {
      fraction = true;
    } else {
      digits += number[i];
      exponent -= fraction ? 1 : 0;
    }
  }
  if (i < number.size()) {
    int64_t power = 0;
    const char* from = number.data() + i + (number.substr(i + 1).starts_with('+') ? 2 : 1);
    const auto [stop, error] = std::from_chars(from, number.data() + number.size(), power);
    if (error != std::errc() || power > kMostZeros || power < -kMostZeros)
      return std::string(number);
    exponent += power;
  }
  while (digits.size() > 1 && digits.back() == '0') {
    digits.pop_back();
    ++exponent;
  }
  const size_t first = digits.find_first_not_of('0');
  if (first == std::string::npos) return "0";
  digits.erase(0, first);
  return (number.starts_with('-') ? "-" : "") + digits + 'e' + std::to_string(exponent);
}

}  // namespace specgate
