// What a text is that is no JSON at all: told by its first part, once, in place of a broken line for each
// of its lines.
#pragma once

#include <string>
#include <string_view>

namespace specgate {

struct TextKind {
  std::string_view is, instead;  // constants; empty: JSON, or it cannot be told
  explicit operator bool() const { return !is.empty(); }
};

// `begin`: at least the first lines, or all there is. A text with a line that begins as JSON does is
// none of these, but for HTTP and UTF-16.
TextKind text_kind(std::string_view begin);

// "this is CSV, it holds no calls: ..."
std::string wrong_kind(const TextKind& kind);

// Does it hold bytes that no text has?
bool is_binary(std::string_view begin);

}  // namespace specgate
