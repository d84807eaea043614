#include "spec/json/value_count.h"

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

bool may_be(std::string_view key, std::string_view name) {
  return key == name || key.find('\\') != key.npos;
}

// A list at this depth: the root, its "batch" or "body", or the "batch" of its "body".
bool may_be_calls(size_t depth, const std::string_view* keys) {
  if (depth == 1) return true;
  const bool body = may_be(keys[1], "body");
  return depth == 2 ? body || may_be(keys[1], "batch") : body && may_be(keys[2], "batch");
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
  constexpr size_t kDepths = 3;  // of the root, of what stands in it, and in the body of a request
  bool is_list[kDepths + 1] = {};
  std::string_view keys[kDepths + 1];  // of the member that was begun at each depth
  size_t depth = 0, calls = 0;
  for (size_t i = 0; i < text.size() && calls <= most; ++i) {
    const char c = text[i];
    if (c == '"') {
      const size_t begin = i + 1;
      i = end_of_string(text, i);
      if (depth < kDepths) keys[depth] = text.substr(begin, std::min(i, text.size()) - begin);
    } else if (c == '[' || c == '{') {
      if (++depth > kDepths) continue;
      is_list[depth] = c == '[' && may_be_calls(depth, keys);
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
