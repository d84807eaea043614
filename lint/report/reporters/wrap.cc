#include "lint/report/reporters/wrap.h"

#include <algorithm>

#include "lint/report/reporters/human.h"

namespace specgate {
namespace {

// The bytes of the colour that stands here: "\x1b[31m"; 0: none does.
size_t colour_at(std::string_view text) {
  if (!text.starts_with("\x1b[")) return 0;
  const size_t end = text.find('m');
  return end == std::string_view::npos ? 0 : end + 1;
}

constexpr size_t kMostApart = 2;  // blanks between words of a line that was broken

// One line, word by word.
class Line {
 public:
  Line(size_t width, size_t indent, std::string& out) : width_(width), indent_(indent), out_(out) {}

  void add(std::string_view line) {
    while (!line.empty()) {
      if (const size_t colour = colour_at(line); colour != 0) {
        out_ += line.substr(0, colour);
        line.remove_prefix(colour);
      } else if (line.front() == ' ') {
        ++blanks_;
        line.remove_prefix(1);
      } else {
        const size_t end = std::min({line.find(' '), line.find('\x1b', 1), line.size()});
        word(line.substr(0, end));
        line.remove_prefix(end);
      }
    }
  }

 private:
  void word(std::string_view word) {
    const size_t wide = width_of(word);
    if (broken_) blanks_ = std::min(blanks_, kMostApart);  // columns that lines share end where one is broken
    if (any_ && blanks_ != 0 && used_ + blanks_ + wide > width_) {
      out_ += '\n';
      used_ = 0;
      blanks_ = indent_;
      broken_ = true;
    }
    out_.append(blanks_, ' ');
    out_ += word;
    used_ += blanks_ + wide;
    blanks_ = 0;
    any_ = true;
  }

  const size_t width_, indent_;
  std::string& out_;
  size_t used_ = 0, blanks_ = 0;  // columns; blanks that a word must follow
  bool any_ = false, broken_ = false;
};

}  // namespace

void append_wrapped(std::string_view text, size_t width, size_t indent, std::string& out) {
  while (width != 0 && !text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    Line(width, indent, out).add(text.substr(0, end));
    if (end < text.size()) out += '\n';
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  out += text;
}

}  // namespace specgate
