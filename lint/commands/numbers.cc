#include "lint/commands/numbers.h"

#include <charconv>
#include <cstdio>

namespace specgate {
namespace {

template <typename Number>
bool read(const std::string& word, Number& out) {
  const char* const end = word.data() + word.size();
  const auto result = std::from_chars(word.data(), end, out);
  return result.ec == std::errc() && result.ptr == end;
}

std::string words_of(double number) {
  char text[32];
  std::snprintf(text, sizeof text, "%g", number);
  return text;
}

}  // namespace

WordCheck whole_number(uint64_t least) {
  return [least](const std::string& word) {
    constexpr uint64_t kMost = INT32_MAX;
    uint64_t number = 0;
    if (read(word, number) && number >= least && number <= kMost) return std::string();
    return "\"" + word + "\", wanted a whole number, " + std::to_string(least) + " or more";
  };
}

WordCheck number_between(double least, double most) {
  return [least, most](const std::string& word) {
    double number = 0;
    if (read(word, number) && number >= least && number <= most) return std::string();
    return "\"" + word + "\", wanted a number from " + words_of(least) + " to " + words_of(most);
  };
}

}  // namespace specgate
