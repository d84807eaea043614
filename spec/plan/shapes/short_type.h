// Types as the short form has them: one word where JSON Schema needs several.
//
//   string  number  integer  boolean  null  object  array  any
//   date-time  date  time  email  uri  uuid  ipv4  ipv6  hostname    text of that format
//   string|null                                                     one of several
//   string[]  integer[][]                                           lists
//   string!                                                         required, behind any of these
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "spec/json/json.h"

namespace specgate {

struct ShortType {
  Json schema = Json::object();  // type, format, items
  bool required = false;
  std::string problem;  // what is wrong with the word, or empty
};
ShortType read_short_type(std::string_view word);

// The word for a schema that says nothing else; none if there is no such word.
std::optional<std::string> short_type_of(const Json& schema);

}  // namespace specgate
