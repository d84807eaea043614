#include "proxy/store/blot.h"

#include <algorithm>
#include <cstdint>
#include <vector>

#include "spec/event/look_alike.h"
#include "spec/text/ascii.h"

namespace specgate::proxy {
namespace {

constexpr std::string_view kName = "writekey";
constexpr std::string_view kKelvin = "\u212a";  // folds to k
constexpr int kKelvinCode = 0x212a;
constexpr char kZero = '\x01';  // an escaped zero, where C ends a text

bool is_word(char c) { return is_digit(c) || (to_lower(c) >= 'a' && to_lower(c) <= 'z'); }
bool is_joint(char c) { return c == '_' || c == '-' || c == ' ' || c == '.'; }

int digit_of(char c) {
  if (is_digit(c)) return c - '0';
  const char low = to_lower(c);
  return low >= 'a' && low <= 'f' ? low - 'a' + 10 : -1;
}

// `count` digits of hexadecimal at `at`, or -1.
int hex_at(std::string_view text, size_t at, size_t count) {
  if (text.size() < at + count) return -1;
  int code = 0;
  for (const char c : text.substr(at, count)) {
    if (digit_of(c) < 0) return -1;
    code = code * 16 + digit_of(c);
  }
  return code;
}

// A text as its reader has it, and where in its bytes each character begins.
class Plain {
 public:
  explicit Plain(std::string_view text) : source_(text), text_(text) {
    constexpr std::string_view kCoded("\\%\0", 3);
    if (text.find_first_of(kCoded) == std::string_view::npos) return;
    for (size_t at = 0; at < text.size();) at += add(at);
    begins_.push_back(static_cast<uint32_t>(text.size()));
    text_ = own_;
  }
  Plain(const Plain&) = delete;
  Plain& operator=(const Plain&) = delete;

  std::string_view text() const { return text_; }
  size_t begin_of(size_t i) const { return begins_.empty() ? i : begins_[i]; }

 private:
  // Reads one character and returns its bytes. A zero is none: UTF-16 has one with each letter.
  size_t add(size_t at) {
    const char c = source_[at];
    if (c == '\0') return 1;
    if (c == '%') {
      const int code = hex_at(source_, at + 1, 2);
      return code < 0 ? keep(c, at, 1) : keep(static_cast<char>(code), at, 3);
    }
    if (c != '\\' || at + 1 == source_.size()) return keep(c, at, 1);
    const char escaped = source_[at + 1];
    const size_t twice = escaped == '\\' ? 1 : 0;  // JSON within a text of JSON
    if (source_.substr(at + 1 + twice).starts_with('u')) {
      const int code = hex_at(source_, at + 2 + twice, 4);
      if (code >= 0) return keep(letter_of(code), at, 6 + twice);
    }
    const bool blank = std::string_view("bfnrt").find(escaped) != std::string_view::npos;
    return escaped == '\0' ? 1 : keep(blank ? ' ' : escaped, at, 2);
  }
  static char letter_of(int code) {
    if (code == kKelvinCode) return 'k';
    if (code == 0) return kZero;
    return code < 0x80 ? static_cast<char>(code) : ' ';
  }
  size_t keep(char c, size_t at, size_t bytes) {
    own_ += c;
    begins_.push_back(static_cast<uint32_t>(at));
    return bytes;
  }

  const std::string_view source_;
  std::string_view text_;
  std::string own_;
  std::vector<uint32_t> begins_;  // empty: each character is a byte
};

// Past the name that begins at `at`; 0 where none does.
size_t end_of_name(std::string_view text, size_t at) {
  const bool within = at != 0 && is_word(text[at - 1]) && text[at] != 'W';
  if (within) return 0;  // overwriteKey
  for (const char wanted : kName) {
    for (int skipped = 0; at < text.size() && is_joint(text[at]) && skipped < 4; ++skipped) ++at;
    if (wanted == 'k' && text.substr(at).starts_with(kKelvin)) {
      at += kKelvin.size();
    } else if (at < text.size() && to_lower(text[at]) == wanted) {
      ++at;
    } else {
      return 0;
    }
  }
  return at;
}

// From the end of a name to its value, past a colon, an equals sign or the end of a tag; npos: the
// name has none.
size_t value_after(std::string_view text, size_t at) {
  bool told = false;
  if (at < text.size() && text[at] == kZero) at = std::min(text.find('"', at), text.size());
  for (; at < text.size(); ++at) {
    const char c = text[at];
    if (is_word(c) || (told && (c == '_' || c == '-' || c == '+' || c == '/'))) break;
    if (c == ',' || c == '&' || c == ';' || c == '}' || c == '<') return std::string_view::npos;
    told = told || c == ':' || c == '=' || c == '>';
  }
  return told && at < text.size() ? at : std::string_view::npos;
}

bool ends_value(char c) {
  return static_cast<unsigned char>(c) <= ' ' ||
         std::string_view("\"'`\\,;}]&<").find(c) != std::string_view::npos;
}

// [begin, end) of the next secret at or after `at`; empty at the end where there is none.
class Search {
 public:
  Search(std::string_view text, const Secrets& secrets) : text_(text), secrets_(secrets) {}

  std::pair<size_t, size_t> next(size_t at) {
    for (; at < text_.size(); ++at) {
      if (const size_t bytes = known(at)) return {at, at + bytes};
      if (to_lower(text_[at]) != 'w') continue;
      const size_t end = end_of_name(text_, at);
      if (end == 0) continue;
      const size_t first = value_after(text_, end);
      if (first == std::string_view::npos) continue;
      const auto* const last = std::find_if(text_.begin() + first, text_.end(), ends_value);
      return {first, static_cast<size_t>(last - text_.begin())};
    }
    return {text_.size(), text_.size()};
  }

 private:
  size_t known(size_t at) const {
    const size_t own = secrets_.own.match(text_, at);
    return secrets_.configured == nullptr ? own : std::max(own, secrets_.configured->match(text_, at));
  }

  std::string_view text_;
  const Secrets& secrets_;
};

void append_blotted(std::string_view source, const Secrets& secrets, std::string& out) {
  const Plain plain(source);
  Search search(plain.text(), secrets);
  size_t done = 0;
  for (size_t at = 0; at < plain.text().size();) {
    const auto [first, last] = search.next(at);
    if (first == last) break;
    const size_t begin = plain.begin_of(first);
    out.append(source.substr(done, begin - done)).append(kBlot);
    done = plain.begin_of(last);
    at = last;
  }
  out.append(source.substr(done));
}

// Of JSON that is valid: past the string whose quote is at `at`.
size_t end_of_string(std::string_view json, size_t at) {
  for (++at; at < json.size() && json[at] != '"'; ++at) {
    if (json[at] == '\\') ++at;
  }
  return std::min(at + 1, json.size());
}

// A number, or a word.
void append_literal(std::string_view literal, const Secrets& secrets, std::string& out) {
  Search search(literal, secrets);
  const auto [first, last] = search.next(0);
  if (first == last) {
    out += literal;
  } else {
    out.append("\"").append(kBlot).append("\"");
  }
}

}  // namespace

KeyName key_name_in(std::string_view name) {
  if (look_alike(name) == Slot::kWriteKey) return KeyName::kWhole;
  const std::string_view looked_at = name.substr(0, KnownKeys::kLongest);
  for (size_t at = 0; at < looked_at.size(); ++at) {
    if (to_lower(looked_at[at]) != 'w') continue;
    const size_t end = end_of_name(looked_at, at);
    if (end == 0) continue;
    const std::string_view before = looked_at.substr(0, at);
    const std::string_view after = looked_at.substr(end, looked_at.find('\0', end) - end);
    if (std::ranges::any_of(after, is_word)) continue;
    return std::ranges::any_of(before, is_word) ? KeyName::kLast : KeyName::kWhole;
  }
  return KeyName::kNone;
}

std::string blotted(std::string_view text, const Secrets& secrets) {
  std::string out;
  append_blotted(text, secrets, out);
  return out;
}

std::string blotted_json(std::string_view json, const Secrets& secrets) {
  std::string out;
  for (size_t at = 0; at < json.size();) {
    if (json[at] == '"') {
      const size_t end = end_of_string(json, at);
      out += '"';
      append_blotted(json.substr(at + 1, std::max(end, at + 2) - at - 2), secrets, out);
      if (end - at > 1) out += '"';
      at = end;
      continue;
    }
    const auto is_literal = [](char c) { return is_word(c) || c == '-' || c == '+' || c == '.'; };
    size_t end = at;
    while (end < json.size() && is_literal(json[end])) ++end;
    if (end != at) {
      append_literal(json.substr(at, end - at), secrets, out);
    } else {
      out += json[end++];
    }
    at = end;
  }
  return out;
}

}  // namespace specgate::proxy
