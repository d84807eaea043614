// A text like a pattern: enough of RE2's syntax to fill a place that a plan gives a pattern.
//
//   alternatives a|b: the first; groups, classes [a-z] \d \w \s and their opposites; ? * + {n} {n,}
//   {n,m}; anchors are passed over. Anything else makes the text useless, which does no harm.
#include <algorithm>
#include <charconv>

#include "spec/compare/samples.h"

namespace specgate {
namespace {

constexpr size_t kLongest = 5000;

class Speller {
 public:
  Speller(std::string_view pattern, size_t more) : rest_(pattern), more_(more) {}

  std::string alternatives() {
    std::string out = sequence();
    while (!rest_.empty() && rest_.front() == '|') {
      rest_.remove_prefix(1);
      const size_t more = more_;
      sequence();  // passed over
      more_ = more;
    }
    return out;
  }

 private:
  std::string sequence() {
    std::string out;
    while (!rest_.empty() && rest_.front() != '|' && rest_.front() != ')') {
      const std::string piece = atom();
      size_t times = repetitions();
      times = std::min(times, kLongest);
      for (size_t i = 0; i < times && out.size() < kLongest; ++i) out += piece;
    }
    return out;
  }

  char take() {
    const char c = rest_.empty() ? '\0' : rest_.front();
    rest_.remove_prefix(rest_.empty() ? 0 : 1);
    return c;
  }

  std::string atom() {
    const char c = take();
    switch (c) {
      case '^':
      case '$':
        return {};
      case '.':
        return "a";
      case '(':
        return group();
      case '[':
        return std::string(1, in_class());
      case '\\':
        return escaped(take());
      default:
        return std::string(1, c);
    }
  }

  std::string group() {
    if (rest_.substr(0, 1) == "?") rest_.remove_prefix(std::min(rest_.find(':') + 1, rest_.size()));
    std::string out = alternatives();
    take();  // the closing bracket
    return out;
  }

  static std::string escaped(char c) {
    switch (c) {
      case 'd':
        return "1";
      case 'D':
      case 'w':
      case 'S':
        return "a";
      case 'W':
      case 's':
        return " ";
      case 'b':
      case 'A':
      case 'z':
        return {};
      case 'n':
        return "\n";
      case 't':
        return "\t";
      default:
        return std::string(1, c);
    }
  }

  char in_class() {
    const bool outside = !rest_.empty() && rest_.front() == '^';
    if (outside) take();
    std::string body;
    for (bool first = true; !rest_.empty() && (first || rest_.front() != ']'); first = false) {
      const char c = take();
      body += c == '\\' ? escaped(take()) : std::string(1, c);
    }
    take();
    if (!outside) return body.empty() ? 'a' : body.front();
    for (const char c : {'a', '0', 'A', ' ', '-', '_'}) {
      if (!listed(body, c)) return c;
    }
    return '~';
  }

  static bool listed(const std::string& body, char c) {
    for (size_t i = 0; i < body.size(); ++i) {
      if (body[i] == c) return true;
      if (i + 2 < body.size() && body[i + 1] == '-' && body[i] <= c && c <= body[i + 2])
        return true;
    }
    return false;
  }

  size_t repetitions() {
    size_t times = 1;
    const char sign = rest_.empty() ? '\0' : rest_.front();
    if (sign == '?' || sign == '*' || sign == '+') {
      take();
      times = sign == '+' ? 1 : 0;
      if (sign != '?') times += std::exchange(more_, 0);
    } else if (sign == '{') {
      times = counted();
    } else {
      return 1;
    }
    if (!rest_.empty() && rest_.front() == '?') take();  // a lazy one
    return times;
  }

  // "{2}", "{2,}", "{2,5}"
  size_t counted() {
    const size_t close = rest_.find('}');
    if (close == std::string_view::npos) return 1;
    const std::string_view body = rest_.substr(1, close - 1);
    rest_.remove_prefix(close + 1);
    size_t least = 0, most = 0;
    std::from_chars(body.data(), body.data() + body.size(), least);
    const size_t comma = body.find(',');
    if (comma == std::string_view::npos) return least;
    most = kLongest;
    std::from_chars(body.data() + comma + 1, body.data() + body.size(), most);
    const size_t extra = std::min(more_, most - std::min(least, most));
    more_ -= extra;
    return least + extra;
  }

  std::string_view rest_;
  size_t more_;
};

}  // namespace

std::string text_like(std::string_view pattern, size_t more) {
  return Speller(pattern, more).alternatives();
}

}  // namespace specgate
