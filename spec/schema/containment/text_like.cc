// A text like a pattern: enough of RE2's syntax to fill a place that a plan gives a pattern.
//
//   alternatives a|b, groups, flags (?i), classes [a-z] \d \w \s \p{L} and their opposites; ? * + {n} {n,} {n,m}; anchors
//   are passed over. Of alternatives and of the characters of a class each turn takes another one.
//   Anything else makes the text useless, which does no harm.
#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

#include "spec/schema/containment/counterexamples.h"
#include "spec/text/utf8.h"

namespace specgate {
namespace {

constexpr size_t kLongest = 5000;

class Speller {
 public:
  Speller(std::string_view pattern, size_t more, size_t turn)
      : rest_(pattern), more_(more), turn_(turn) {}

  std::string alternatives() {
    const size_t more = more_;
    std::vector<std::string> all{sequence()};
    const size_t left = more_;
    while (!rest_.empty() && rest_.front() == '|') {
      rest_.remove_prefix(1);
      more_ = more;  // each has as much
      all.push_back(sequence());
    }
    if (all.size() == 1 || turn_ % all.size() == 0) more_ = left;
    return all[turn_ % all.size()];
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

  // A character, which may have more bytes than one; empty at the end.
  std::string take() {
    size_t size = rest_.empty() ? 0 : 1;
    while (size < rest_.size() && (static_cast<unsigned char>(rest_[size]) & 0xc0) == 0x80) ++size;
    std::string out(rest_.substr(0, size));
    rest_.remove_prefix(size);
    return out;
  }

  std::string atom() {
    const std::string character = take();
    switch (character.front()) {
      case '^':
      case '$':
        return {};
      case '.':
        return std::string(1, one_of("a0 -"));
      case '(':
        return group();
      case '[':
        return in_class();
      case '\\':
        return escaped(take());
      default:
        return character;
    }
  }

  std::string group() {
    if (rest_.substr(0, 1) == "?") {  // "(?:", "(?P<name>", or flags alone: "(?i)"
      const size_t end = std::min(rest_.find_first_of(":>)"), rest_.size());
      const bool flags = rest_.substr(end, 1) == ")";
      rest_.remove_prefix(std::min(end + 1, rest_.size()));
      if (flags) return {};
    }
    std::string out = alternatives();
    take();  // the closing bracket
    return out;
  }

  char one_of(std::string_view characters) const { return characters[turn_ % characters.size()]; }

  std::string escaped(const std::string& character) {
    switch (character.empty() ? '\0' : character.front()) {
      case 'p':  // \pL, \p{Greek}: mostly letters
        rest_.remove_prefix(std::min(rest_.substr(0, 1) == "{" ? rest_.find('}') : 0, rest_.size()));
        take();
        return std::string(1, one_of("aZ"));
      case 'd':
        return std::string(1, one_of("109"));
      case 'w':
        return std::string(1, one_of("aZ0_"));
      case 'x':
        return by_number(2);
      case 'u':
        return by_number(4);
      case 'D':
      case 'S':
        return std::string(1, one_of("aZ-"));
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
        return character;
    }
  }

  // "\\x41", "\\x{4e00}", "\\u4e00", behind the letter: the character of that number.
  std::string by_number(size_t digits_without_braces) {
    const bool braces = rest_.substr(0, 1) == "{";
    if (braces) take();
    unsigned number = 0;
    const std::string_view digits = rest_.substr(0, braces ? rest_.find('}') : digits_without_braces);
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), number, 16);
    rest_.remove_prefix(static_cast<size_t>(read.ptr - digits.data()));
    if (braces) take();
    std::array<char, 4> bytes;
    return {bytes.data(), put_utf8(std::min(number, 0x10ffffU), bytes.data())};
  }

  using Characters = std::vector<std::string>;

  std::string in_class() {
    const bool outside = !rest_.empty() && rest_.front() == '^';
    if (outside) take();
    Characters body;
    for (bool first = true; !rest_.empty() && (first || rest_.front() != ']'); first = false) {
      std::string character = take();
      body.push_back(character == "\\" ? escaped(take()) : std::move(character));
    }
    take();
    if (outside) return one_beside(body);
    if (body.empty()) return "a";
    const Characters all = members(body);
    return all[turn_ % all.size()];
  }

  static std::string one_beside(const Characters& body) {
    for (const char* const one : {"a", "0", "A", " ", "-", "_"}) {
      if (!listed(body, one)) return one;
    }
    return "~";
  }

  // "a-z_" -> a, z, m, _; between letters beyond ASCII there is no middle
  static Characters members(const Characters& body) {
    Characters out;
    for (size_t i = 0; i < body.size(); ++i) {
      out.push_back(body[i]);
      if (i + 2 >= body.size() || body[i + 1] != "-") continue;
      const std::string &first = body[i], &last = body[i + 2];
      out.push_back(last);
      if (first.size() == 1 && last.size() == 1)
        out.emplace_back(1, static_cast<char>((first[0] + last[0]) / 2));
      i += 2;
    }
    return out;
  }

  // UTF-8 sorts as its characters do.
  static bool listed(const Characters& body, const std::string& one) {
    for (size_t i = 0; i < body.size(); ++i) {
      if (body[i] == one) return true;
      if (i + 2 < body.size() && body[i + 1] == "-" && body[i] <= one && one <= body[i + 2]) return true;
    }
    return false;
  }

  size_t repetitions() {
    size_t times = 1;
    const char sign = rest_.empty() ? '\0' : rest_.front();
    if (sign == '?' || sign == '*' || sign == '+') {
      take();
      times = sign == '+' ? 1 : turn_ % 2;
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
  size_t turn_;
};

}  // namespace

std::string text_like(std::string_view pattern, size_t more, size_t turn) {
  return Speller(pattern, more, turn).alternatives();
}

}  // namespace specgate
