// A JSON number as it is spelled, taken apart without rounding and without memory of its own: what
// exact comparison, equality, hashing and multipleOf stand on.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace specgate {

// The value is 0.DIGITS * 10^point. Zero has no digits and no sign.
struct Decimal {
  std::string_view
      digits;         // from the first to the last that is not 0; a '.' may stand between them
  int64_t count = 0;  // of digits, the '.' aside
  int64_t point = 0;
  bool negative = false;

  bool whole() const { return point >= count; }
};

// Views into `number`. Exponents beyond 2^40 are taken for 2^40.
Decimal decimal_of(std::string_view number);
int compare(const Decimal& a, const Decimal& b);  // -1, 0 or 1
uint64_t hash_of(const Decimal& number);          // the same for equal numbers

// An integer written in at most 18 digits without fraction or exponent: nearly all of them.
std::optional<int64_t> small_integer(std::string_view number);

// What is left of a whole number once it was stored as a double: all its digits. `number` is within the
// range of a double. Views into `out`.
using WholeDigits = std::array<char, 312>;  // 309 before the point, and the sign
std::string_view as_double(std::string_view number, WholeDigits& out);

// Exactly. `divisor` is not zero. `limbs` is the reusable memory of long divisors.
bool is_multiple(const Decimal& number, const Decimal& divisor, std::vector<uint32_t>& limbs);

}  // namespace specgate
