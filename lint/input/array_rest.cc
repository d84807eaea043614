#include "lint/input/array_rest.h"

namespace specgate {
namespace {

// Whatever is nested deeper is no array that anyone reads on.
constexpr size_t kMostOpen = size_t{1} << 20;

constexpr bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

}  // namespace

void ArrayRest::begin(char before) {
  stack_ = '[';
  previous_ = before;
  in_string_ = escaped_ = false;
}

ArrayRest::Step ArrayRest::take(std::string_view piece) {
  for (size_t i = 0; i < piece.size(); ++i) {
    const char c = piece[i];
    if (in_string_ ? !in_string(c) : !is_blank(c) && !token(c)) return {i, State::kBroken};
    if (stack_.empty()) return {i + 1, State::kClosed};
  }
  return {piece.size(), State::kOpen};
}

// A string ends with its line, closed or not; an escaped byte may be any.
bool ArrayRest::in_string(char c) {
  if (escaped_) {
    escaped_ = false;
    return true;
  }
  escaped_ = c == '\\';
  in_string_ = c != '"';
  return c != '\n';
}

bool ArrayRest::token(char c) {
  if (c == '{' || c == '[') return opens(c);
  if (c == '}' || c == ']') return closes(c);
  in_string_ = c == '"';
  previous_ = c;
  return true;
}

bool ArrayRest::opens(char c) {
  const bool in_object = stack_.back() == '{';
  const bool fits = in_object ? previous_ == ':' : previous_ == ',' || previous_ == '[';
  if (!fits || stack_.size() == kMostOpen) return false;
  stack_ += c;
  previous_ = c;
  return true;
}

bool ArrayRest::closes(char c) {
  if (stack_.back() != (c == '}' ? '{' : '[')) return false;
  stack_.pop_back();
  previous_ = c;
  return true;
}

}  // namespace specgate
