// The column, or for an event the table, that a name becomes in Segment's warehouses: what the package
// go-snakecase 1.2.0 of Segment makes of it (measured: tests/spec/columns.tsv).
//
//   "userId" user_id   "_id" id   "HTTPServer" httpserver   "priceUSD" price_usd   "3D View" 3d_view
//
// Whatever is no letter or digit of ASCII joins words and falls out, letters of other alphabets too, so
// that a name may become "".
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace specgate {

// Bytes that the column of a name of so many can have: at most one underscore a byte.
constexpr size_t column_bound(size_t bytes) { return 2 * bytes; }

// Writes the column of `name` into `out`, which has room for column_bound(name.size()); returns its
// bytes.
size_t write_column(std::string_view name, char* out);
std::string column_of(std::string_view name);

// Is it its own column? Costs no copy.
bool is_own_column(std::string_view name);
// Do both become one column? Names over kMostColumnName are told apart by their bytes.
bool same_column(std::string_view a, std::string_view b);
inline constexpr size_t kMostColumnName = 256;

// The letters and digits of ASCII, small; 0: any other byte.
inline constexpr auto kColumnLetters = [] {
  std::array<char, 256> letters{};
  for (size_t c = '0'; c <= '9'; ++c) letters[c] = static_cast<char>(c);
  for (size_t c = 'a'; c <= 'z'; ++c) letters[c] = letters[c - 'a' + 'A'] = static_cast<char>(c);
  return letters;
}();

// Have both the same letters and digits of ASCII, case and all else aside? Names that become one column
// have, and names that become one another in another style.
bool same_column_letters(std::string_view a, std::string_view b);

// The same, in a few instructions for nearly all pairs of keys: they begin otherwise.
inline bool may_share_column(std::string_view a, std::string_view b) {
  const auto front = [](std::string_view name) {
    return name.empty() ? '\0' : kColumnLetters[static_cast<unsigned char>(name.front())];
  };
  const char first = front(a), second = front(b);
  if (first != second && first != '\0' && second != '\0') return false;
  return same_column_letters(a, b);
}

}  // namespace specgate
