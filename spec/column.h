// The column, or for an event the table, that a name becomes in Segment's warehouses: what the package
// go-snakecase 1.2.0 of Segment makes of it (measured: tests/spec/columns.tsv).
//
//   "userId" user_id   "_id" id   "HTTPServer" httpserver   "priceUSD" price_usd   "3D View" 3d_view
//
// Whatever is no letter or digit of ASCII joins words and falls out, letters of other alphabets too, so
// that a name may become "".
#pragma once

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

}  // namespace specgate
