#include "spec/value_count.h"

#include <algorithm>

namespace specgate {
namespace {

constexpr std::string_view kBlanks = " \t\r\n";

// From the quote at `i` to the one that ends its string.
size_t end_of_string(std::string_view text, size_t i) {
  for (++i; i < text.size() && text[i] != '"'; ++i) i += text[i] == '\\' ? 1 : 0;
  return i;
}

// Does what opens at `i` hold anything?
bool holds_any(std::string_view text, size_t i) {
  const size_t next = text.find_first_not_of(kBlanks, i + 1);
  return next != std::string_view::npos && text[next] != ']' && text[next] != '}';
}

}  // namespace

// The whole is a value, and so are the first within an array or object and all behind a comma.
size_t values_in(std::string_view text, size_t most) {
  size_t values = 1;
  for (size_t i = 0; i < text.size() && values <= most; ++i) {
    const char c = text[i];
    if (c == '"') {
      i = end_of_string(text, i);
    } else if (c == ',' || ((c == '[' || c == '{') && holds_any(text, i))) {
      ++values;
    }
  }
  return values;
}

size_t calls_in(std::string_view text, size_t most) {
  constexpr size_t kDepths = 2;  // of the root, and of what stands in it
  bool is_list[kDepths + 1] = {};
  size_t depth = 0, calls = 0;
  for (size_t i = 0; i < text.size() && calls <= most; ++i) {
    const char c = text[i];
    if (c == '"') {
      i = end_of_string(text, i);
    } else if (c == '[' || c == '{') {
      if (++depth > kDepths) continue;
      is_list[depth] = c == '[';
      if (is_list[depth] && holds_any(text, i)) ++calls;
    } else if (c == ']' || c == '}') {
      depth -= depth == 0 ? 0 : 1;
    } else if (c == ',' && depth <= kDepths && is_list[depth]) {
      ++calls;
    }
  }
  return std::max<size_t>(calls, 1);  // without a list the root may be one
}

}  // namespace specgate
