// Exact arithmetic on numbers as they are spelled, and patterns that are lists of plain texts.
#include <algorithm>
#include <charconv>

#include "spec/json/decimal.h"
#include "spec/schema/containment/conjunction.h"

namespace specgate {

std::optional<std::vector<std::string>> alternatives_of(std::string_view pattern) {
  if (pattern.size() < 2 || pattern.front() != '^' || pattern.back() != '$') return std::nullopt;
  pattern = pattern.substr(1, pattern.size() - 2);
  const bool grouped = pattern.size() >= 2 && pattern.front() == '(' && pattern.back() == ')';
  if (grouped) {
    pattern = pattern.substr(1, pattern.size() - 2);
    if (pattern.substr(0, 2) == "?:") pattern.remove_prefix(2);
  }
  std::vector<std::string> out(1);
  for (size_t i = 0; i < pattern.size(); ++i) {
    constexpr std::string_view kSigns = ".^$*+?()[]{}\\/-";
    if (pattern[i] == '|') {
      if (!grouped) return std::nullopt;  // ^a|b$ is something else
      out.emplace_back();
    } else if (pattern[i] == '\\' && i + 1 < pattern.size() &&
               kSigns.find(pattern[i + 1]) != std::string_view::npos) {
      out.back() += pattern[++i];
    } else if (std::string_view(".^$*+?()[]{}\\").find(pattern[i]) != std::string_view::npos) {
      return std::nullopt;
    } else {
      out.back() += pattern[i];
    }
  }
  return out;
}

bool matches_all(std::string_view pattern) {
  // Not "^.*$": a dot is no line break.
  constexpr std::string_view kAll[] = {"", "^", "$", ".*", "^.*", ".*$"};
  return std::find(std::begin(kAll), std::end(kAll), pattern) != std::end(kAll);
}

bool multiple_of(std::string_view number, std::string_view divisor) {
  const Decimal by = decimal_of(divisor);
  std::vector<uint32_t> limbs;
  return by.count != 0 && is_multiple(decimal_of(number), by, limbs);
}

std::optional<double> number_of(std::string_view text) {
  double out = 0;
  if (std::from_chars(text.data(), text.data() + text.size(), out).ec != std::errc())
    return std::nullopt;
  return out;
}

}  // namespace specgate
