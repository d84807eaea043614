// A line of a head as it is written: "Name: value" and the line's end.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace specgate::proxy {

// In one step: every head that goes on or back is made of a dozen.
inline void append_field(std::string_view name, std::string_view value, std::string& head) {
  constexpr std::string_view kColon = ": ", kEnd = "\r\n";
  const size_t begin = head.size();
  head.resize(begin + name.size() + kColon.size() + value.size() + kEnd.size());
  char* out = head.data() + begin;
  for (const std::string_view part : {name, kColon, value, kEnd}) {
    out = std::copy(part.begin(), part.end(), out);
  }
}

}  // namespace specgate::proxy
