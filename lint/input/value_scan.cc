#include "lint/input/value_scan.h"

#include <array>
#include <cstring>

namespace specgate {
namespace {

constexpr bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

// The bytes a scan of the inside of a string must look at.
constexpr auto kStringStops = [] {
  std::array<bool, 256> stops{};
  stops['"'] = stops['\\'] = stops['\n'] = true;
  return stops;
}();

}  // namespace

size_t string_end(std::string_view text, size_t at) {
  for (++at; at < text.size(); ++at) {
    const char c = text[at];
    if (!kStringStops[static_cast<unsigned char>(c)]) continue;
    if (c == '"') return at + 1;
    if (c == '\n') break;
    ++at;  // the escaped byte
  }
  return std::string_view::npos;
}

namespace {

size_t line_break(std::string_view text, size_t at) {
  const size_t end = text.find('\n', at);
  return end == std::string_view::npos ? text.size() : end;
}

// What the scan remembers between two tokens.
class Scan {
 public:
  Scan(std::string_view text, size_t at, std::string& stack) : text_(text), at_(at), stack_(stack) {
    stack_.clear();
  }

  ValueScan run() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (is_blank(c)) {
        ++at_;
      } else if (!take(c)) {
        return {at_, false};
      } else if (stack_.empty()) {
        return {at_, true};
      }
    }
    return {at_, false};
  }

 private:
  bool take(char c) {
    switch (c) {
      case '{':
      case '[':
        return open(c);
      case '}':
      case ']':
        return close(c);
      case '"':
        return string();
      default:  // literals and numbers are the parser's business
        previous_ = c;
        ++at_;
        return true;
    }
  }

  bool open(char c) {
    if (!stack_.empty()) {
      const bool in_object = stack_.back() == '{';
      const bool fits = in_object ? previous_ == ':' : previous_ == ',' || previous_ == '[';
      if (!fits) return false;
    }
    stack_.push_back(c);
    previous_ = c;
    ++at_;
    return true;
  }

  bool close(char c) {
    const char opener = c == '}' ? '{' : '[';
    if (stack_.empty() || stack_.back() != opener) return false;
    stack_.pop_back();
    previous_ = c;
    ++at_;
    return true;
  }

  bool string() {
    const size_t end = string_end(text_, at_);
    if (end == std::string_view::npos) {
      at_ = line_break(text_, at_);
      return false;
    }
    at_ = end;
    previous_ = '"';
    return true;
  }

  std::string_view text_;
  size_t at_;
  std::string& stack_;
  char previous_ = 0;
};

}  // namespace

size_t skip_blanks(std::string_view text, size_t at) {
  while (at < text.size() && is_blank(text[at])) ++at;
  return at;
}

ValueScan scan_value(std::string_view text, size_t at, std::string& stack) {
  if (at >= text.size()) return {text.size(), false};
  if (text[at] == '{' || text[at] == '[') return Scan(text, at, stack).run();
  // A bare word, number or string is no call: it reaches to the end of its line.
  return {line_break(text, at), true};
}

}  // namespace specgate
