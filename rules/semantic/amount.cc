#include "rules/semantic/amount.h"

#include <algorithm>
#include <charconv>

#include "spec/text/ascii.h"

namespace specgate {
namespace {

constexpr size_t kExactDigits = 15;  // a double keeps as many

bool all_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

bool is_written_whole(std::string_view text) {
  return all_digits(text) && (text.size() == 1 || text[0] != '0');
}

struct KindWords {
  KindMask kinds;  // null aside
  std::string_view words;
};
constexpr KindWords kKindWords[] = {
    {mask(Kind::kString), "a string"},
    {kNumber, "a number"},
    {mask(Kind::kInteger), "a whole number"},
    {mask(Kind::kBoolean), "true or false"},
    {mask(Kind::kObject), "an object"},
    {mask(Kind::kArray), "an array"},
    {mask(Kind::kString) | mask(Kind::kObject), "a string or an object"},
    {mask(Kind::kString) | kNumber, "a string or a number"},
    {mask(Kind::kString) | mask(Kind::kArray), "a string or an array"},
};

constexpr KindMask without_null(KindMask kinds) {
  return static_cast<KindMask>(kinds & ~mask(Kind::kNull));
}

}  // namespace

bool is_plain_integer(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  return is_written_whole(text) && text.size() <= kExactDigits;
}

bool is_plain_decimal(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  if (text.size() > kExactDigits + 1) return false;
  const size_t dot = text.find('.');
  if (dot == std::string_view::npos) return is_plain_integer(text);
  return is_written_whole(text.substr(0, dot)) && all_digits(text.substr(dot + 1));
}

std::optional<double> number_of(const Node* node) {
  if (node == nullptr || !admits(kNumber, node->kind)) return std::nullopt;
  double out = 0;
  const char* const end = node->text.data() + node->text.size();
  const auto read = std::from_chars(node->text.data(), end, out);
  if (read.ec != std::errc() || read.ptr != end) return std::nullopt;
  return out;
}

std::string_view wanted(const Constraint& constraint) {
  if (constraint.format == Format::kDate) return "an ISO-8601 date";
  const KindMask kinds = without_null(constraint.kinds);
  if (kinds == mask(Kind::kArray) && without_null(constraint.items) == mask(Kind::kString)) {
    return "an array of strings";
  }
  for (const KindWords& row : kKindWords) {
    if (row.kinds == kinds) return row.words;
  }
  return constraint.words;
}

}  // namespace specgate
