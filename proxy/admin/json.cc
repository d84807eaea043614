#include "proxy/admin/json.h"

#include "rules/report/escape.h"
#include "spec/text/ascii.h"

namespace specgate::proxy {
namespace {

constexpr int kMostLevels = 512;  // as many as decode() reads; each is a call on the stack

// Reads forward over values without building them; false: no JSON from here on. Broken UTF-8 is
// let through: append_json_value mends it.
class JsonReader {
 public:
  explicit JsonReader(std::string_view text) : text_(text) {}

  bool value(int level = 0) {
    if (level > kMostLevels) return false;
    blanks();
    switch (peek()) {
      case '{':
        return members('}', level);
      case '[':
        return members(']', level);
      case '"':
        return string();
      default:
        return word("true") || word("false") || word("null") || number();
    }
  }
  void blanks() {
    while (peek() == ' ' || peek() == '\t' || peek() == '\r' || peek() == '\n') ++at_;
  }
  bool take(char wanted) {
    if (at_ >= text_.size() || text_[at_] != wanted) return false;
    ++at_;
    return true;
  }
  size_t at() const { return at_; }
  bool at_end() const { return at_ == text_.size(); }

 private:
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  bool members(char closing, int level) {
    ++at_;
    blanks();
    if (take(closing)) return true;
    do {
      if (closing == '}' && !key()) return false;
      if (!value(level + 1)) return false;
      blanks();
    } while (take(','));
    return take(closing);
  }

  bool key() {
    blanks();
    if (!string()) return false;
    blanks();
    return take(':');
  }

  bool string() {
    if (!take('"')) return false;
    while (at_ < text_.size()) {
      const char c = text_[at_++];
      if (c == '"') return true;
      if (static_cast<unsigned char>(c) < 0x20) return false;
      if (c == '\\' && !escape()) return false;
    }
    return false;
  }

  bool escape() {
    if (!take('u')) {
      return at_ < text_.size() &&
             std::string_view("\"\\/bfnrt").find(text_[at_++]) != std::string_view::npos;
    }
    for (int i = 0; i < 4; ++i, ++at_) {
      if (!is_hex(peek())) return false;
    }
    return true;
  }

  bool digits() {
    if (!is_digit(peek())) return false;
    while (is_digit(peek())) ++at_;
    return true;
  }

  bool number() {
    take('-');
    if (!take('0') && !digits()) return false;
    if (take('.') && !digits()) return false;
    if (!take('e') && !take('E')) return true;
    if (!take('+')) take('-');
    return digits();
  }

  bool word(std::string_view wanted) {
    if (!text_.substr(at_).starts_with(wanted)) return false;
    at_ += wanted.size();
    return true;
  }

  std::string_view text_;
  size_t at_ = 0;
};

}  // namespace

bool is_json(std::string_view text) {
  JsonReader reader(text);
  if (!reader.value()) return false;
  reader.blanks();
  return reader.at_end();
}

void append_embedded(std::string_view text, std::string& out) {
  if (is_json(text)) {
    append_json_value(text, out);
  } else {
    append_json_text(text, out);
  }
}

void for_each_item(std::string_view array, const std::function<void(std::string_view)>& on_item) {
  JsonReader reader(array);
  reader.blanks();
  if (!is_json(array) || !reader.take('[')) return;
  reader.blanks();
  while (!reader.take(']')) {
    const size_t begin = reader.at();
    reader.value();
    on_item(array.substr(begin, reader.at() - begin));
    reader.blanks();
    reader.take(',');
    reader.blanks();
  }
}

}  // namespace specgate::proxy
