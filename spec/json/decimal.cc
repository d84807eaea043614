#include "spec/json/decimal.h"

#include <algorithm>
#include <charconv>

#include "spec/text/ascii.h"

namespace specgate {
namespace {

constexpr size_t kSmall = 18;  // as many digits, and one more, fit 64 bits
constexpr uint32_t kLimb = 1'000'000'000;
constexpr int kLimbDigits = 9;

int64_t exponent_of(std::string_view spelled) {
  constexpr int64_t kFar = int64_t{1} << 40;
  int64_t out = 0;
  for (const char c : spelled) {
    if (is_digit(c)) out = std::min(kFar, out * 10 + (c - '0'));
  }
  return spelled.starts_with('-') ? -out : out;
}

int compare_sizes(const Decimal& a, const Decimal& b) {
  if (a.digits.empty() || b.digits.empty()) return int{!a.digits.empty()} - int{!b.digits.empty()};
  if (a.point != b.point) return a.point < b.point ? -1 : 1;
  size_t i = 0, j = 0;
  for (; i < a.digits.size() && j < b.digits.size(); ++i, ++j) {
    if (a.digits[i] == '.') ++i;
    if (b.digits[j] == '.') ++j;
    if (a.digits[i] != b.digits[j]) return a.digits[i] < b.digits[j] ? -1 : 1;
  }
  return int{i < a.digits.size()} - int{j < b.digits.size()};
}

bool divides_small(const Decimal& number, const Decimal& divisor, int64_t zeros) {
  uint64_t by = 0, rest = 0;
  for (const char c : divisor.digits) {
    if (c != '.') by = by * 10 + static_cast<uint64_t>(c - '0');
  }
  for (const char c : number.digits) {
    if (c != '.') rest = (rest * 10 + static_cast<uint64_t>(c - '0')) % by;
  }
  for (; zeros > 0 && rest != 0; --zeros) rest = rest * 10 % by;
  return rest == 0;
}

// The remainder of a long division by a divisor of many digits, both as limbs, lowest first.
class LongDivision {
 public:
  LongDivision(const Decimal& divisor, std::vector<uint32_t>& limbs)
      : limbs_(limbs), size_(static_cast<size_t>(divisor.count / kLimbDigits) + 2) {
    limbs_.assign(2 * size_, 0);
    for (const char c : divisor.digits) {
      if (c != '.') append(0, static_cast<uint32_t>(c - '0'));
    }
  }
  void next(uint32_t digit) {
    append(size_, digit);
    while (fits()) subtract();
  }
  bool even() const {
    return std::all_of(limbs_.begin() + static_cast<ptrdiff_t>(size_), limbs_.end(),
                       [](uint32_t limb) { return limb == 0; });
  }

 private:
  void append(size_t at, uint32_t digit) {
    uint64_t carry = digit;
    for (size_t i = 0; i < size_; ++i) {
      carry += uint64_t{limbs_[at + i]} * 10;
      limbs_[at + i] = static_cast<uint32_t>(carry % kLimb);
      carry /= kLimb;
    }
  }
  bool fits() const {
    for (size_t i = size_; i-- > 0;) {
      if (limbs_[size_ + i] != limbs_[i]) return limbs_[size_ + i] > limbs_[i];
    }
    return true;
  }
  void subtract() {
    uint32_t borrow = 0;
    for (size_t i = 0; i < size_; ++i) {
      const uint32_t take = limbs_[i] + borrow;
      uint32_t& rest = limbs_[size_ + i];
      borrow = rest < take ? 1 : 0;
      rest = rest + borrow * kLimb - take;
    }
  }

  std::vector<uint32_t>& limbs_;  // the divisor, then the rest
  size_t size_;
};

}  // namespace

Decimal decimal_of(std::string_view number) {
  Decimal out;
  const size_t e = std::min(number.find_first_of("eE"), number.size());
  const std::string_view mantissa = number.substr(0, e);
  const size_t first = mantissa.find_first_of("123456789");
  if (first == std::string_view::npos) return out;
  const size_t last = mantissa.find_last_of("123456789");
  const size_t dot = std::min(mantissa.find('.'), mantissa.size());
  out.negative = mantissa.front() == '-';
  out.digits = mantissa.substr(first, last - first + 1);
  out.count = static_cast<int64_t>(out.digits.size()) - int64_t{first < dot && dot < last};
  out.point = static_cast<int64_t>(dot) - static_cast<int64_t>(first) + int64_t{first > dot};
  if (e + 1 < number.size()) out.point += exponent_of(number.substr(e + 1));
  return out;
}

int compare(const Decimal& a, const Decimal& b) {
  if (a.negative != b.negative) return a.negative ? -1 : 1;
  return a.negative ? compare_sizes(b, a) : compare_sizes(a, b);
}

uint64_t hash_of(const Decimal& number) {
  constexpr uint64_t kPrime = 0x100000001b3;  // FNV-1a
  uint64_t out =
      0xcbf29ce484222325 ^ static_cast<uint64_t>(number.point) ^ (uint64_t{number.negative} << 63);
  for (const char c : number.digits) {
    if (c != '.') out = (out ^ static_cast<unsigned char>(c)) * kPrime;
  }
  return out;
}

std::optional<int64_t> small_integer(std::string_view number) {
  const bool negative = number.starts_with('-');
  if (negative) number.remove_prefix(1);
  if (number.size() > kSmall) return std::nullopt;
  int64_t out = 0;
  for (const char c : number) {
    if (!is_digit(c)) return std::nullopt;
    out = out * 10 + (c - '0');
  }
  return negative ? -out : out;
}

std::string_view as_double(std::string_view number, WholeDigits& out) {
  double value = 0;
  std::from_chars(number.data(), number.data() + number.size(), value);
  const auto end = std::to_chars(out.data(), out.data() + out.size(), value, std::chars_format::fixed, 0).ptr;
  return {out.data(), static_cast<size_t>(end - out.data())};
}

bool is_multiple(const Decimal& number, const Decimal& divisor, std::vector<uint32_t>& limbs) {
  if (number.digits.empty()) return true;
  const int64_t shift = (number.point - number.count) - (divisor.point - divisor.count);
  if (shift < 0) return false;  // its last digit is not 0, so no multiple of ten's power divides it
  // A divisor of n digits has at most 3.33 n factors 2 or 5: more zeros than those change nothing.
  const int64_t zeros = std::min(shift, 4 * divisor.count);
  if (divisor.count <= static_cast<int64_t>(kSmall)) return divides_small(number, divisor, zeros);
  LongDivision division(divisor, limbs);
  for (const char c : number.digits) {
    if (c != '.') division.next(static_cast<uint32_t>(c - '0'));
  }
  for (int64_t i = 0; i < zeros && !division.even(); ++i) division.next(0);
  return division.even();
}

}  // namespace specgate
