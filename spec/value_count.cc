#include "spec/value_count.h"

namespace specgate {

size_t values_in(std::string_view text, size_t most) {
  size_t values = 1;
  for (size_t i = 0; i < text.size() && values <= most; ++i) {
    const char c = text[i];
    if (c == '"') {
      for (++i; i < text.size() && text[i] != '"'; ++i) i += text[i] == '\\' ? 1 : 0;
    } else if (c == ',' || c == '[' || c == '{') {
      ++values;
    }
  }
  return values;
}

}  // namespace specgate
