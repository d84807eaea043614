#include "spec/value_count.h"

namespace specgate {
namespace {

constexpr std::string_view kBlanks = " \t\r\n";

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
      for (++i; i < text.size() && text[i] != '"'; ++i) i += text[i] == '\\' ? 1 : 0;
    } else if (c == ',' || ((c == '[' || c == '{') && holds_any(text, i))) {
      ++values;
    }
  }
  return values;
}

}  // namespace specgate
