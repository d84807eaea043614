#include "lint/diff.h"

#include <algorithm>

namespace specgate {
namespace {

constexpr size_t kContext = 3;
constexpr size_t kReach = 200;  // lines looked ahead for the two sides to meet again

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return lines;
}

using Lines = std::vector<std::string_view>;

struct Cursor {
  size_t before = 0, after = 0;
};

// The nearest pair of places from which two lines (or the rest) agree again.
Cursor next_agreement(const Lines& before, const Lines& after, Cursor from) {
  // One line with something to say is enough; brackets alone are found anywhere.
  const auto agree = [&](size_t b, size_t a) {
    for (int i = 0; i < 2; ++i, ++b, ++a) {
      if (b == before.size() || a == after.size()) return b == before.size() && a == after.size();
      if (before[b] != after[a]) return false;
      if (before[b].find_first_not_of(" \t{}[],\r\n") != std::string_view::npos) break;
    }
    return true;
  };
  for (size_t distance = 1; distance <= kReach; ++distance) {
    for (size_t skip = 0; skip <= distance; ++skip) {
      const Cursor to{from.before + skip, from.after + distance - skip};
      if (to.before > before.size() || to.after > after.size()) continue;
      if (agree(to.before, to.after)) return to;
    }
  }
  return {before.size(), after.size()};
}

size_t line_start(std::string_view text, size_t at) {
  if (at == 0) return 0;
  const size_t newline = text.rfind('\n', at - 1);
  return newline == std::string_view::npos ? 0 : newline + 1;
}

size_t lines_back(std::string_view text, size_t at, size_t count, size_t least) {
  for (; count > 0 && at > least; --count) at = line_start(text, at - 1);
  return at;
}

size_t lines_on(std::string_view text, size_t at, size_t count, size_t most) {
  for (; count > 0 && at < most; --count) at = std::min(text.find('\n', at), text.size() - 1) + 1;
  return std::min(at, most);
}

size_t count_lines(std::string_view text) {
  return static_cast<size_t>(std::count(text.begin(), text.end(), '\n')) +
         (!text.empty() && text.back() != '\n' ? 1 : 0);
}

void append_lines(char sign, std::string_view text, std::string& out) {
  for (std::string_view line : lines_of(text)) {
    out += sign;
    out += line;
    if (line.back() != '\n') out += "\n\\ No newline at end of file\n";
  }
}

std::string range_text(size_t first, size_t count) {
  if (count == 0) --first;  // as diff has it: the line before
  std::string text = std::to_string(first);
  if (count != 1) text.append(",").append(std::to_string(count));
  return text;
}

class Hunks {
 public:
  Hunks(std::string_view text, std::string& out) : text_(text), out_(out) {}

  // One hunk of changes whose contexts touch.
  void write(const LineChange* first, const LineChange* last) {
    const size_t begin = lines_back(text_, first->begin, kContext, done_);
    const size_t end = lines_on(text_, last[-1].end, kContext, text_.size());
    old_line_ += count_lines(text_.substr(done_, begin - done_));
    std::string body;
    size_t at = begin, added = 0;
    for (const LineChange* change = first; change != last; ++change) {
      append_lines(' ', text_.substr(at, change->begin - at), body);
      append_lines('-', text_.substr(change->begin, change->end - change->begin), body);
      append_lines('+', change->lines, body);
      added += count_lines(change->lines);
      removed_ += count_lines(text_.substr(change->begin, change->end - change->begin));
      at = change->end;
    }
    append_lines(' ', text_.substr(at, end - at), body);
    const size_t old_count = count_lines(text_.substr(begin, end - begin));
    const size_t new_count = old_count + added - removed_;
    out_ += "@@ -" + range_text(old_line_, old_count) + " +" +
            range_text(old_line_ + shift_, new_count) + " @@\n" + body;
    shift_ += added - removed_;  // wraps on purpose: a negative shift comes out right
    removed_ = 0;
    old_line_ += old_count;
    done_ = end;
  }

 private:
  std::string_view text_;
  std::string& out_;
  size_t done_ = 0;
  size_t old_line_ = 1;
  size_t shift_ = 0;
  size_t removed_ = 0;
};

}  // namespace

void find_changes(std::string_view before, std::string_view after, size_t offset,
                  std::vector<LineChange>& out) {
  const Lines old_lines = lines_of(before), new_lines = lines_of(after);
  const char* const base = before.data();
  Cursor at;
  while (at.before < old_lines.size() || at.after < new_lines.size()) {
    const bool both = at.before < old_lines.size() && at.after < new_lines.size();
    if (both && old_lines[at.before] == new_lines[at.after]) {
      ++at.before;
      ++at.after;
      continue;
    }
    const Cursor to = next_agreement(old_lines, new_lines, at);
    const auto place = [&](size_t line) {
      return line == old_lines.size() ? before.size()
                                      : static_cast<size_t>(old_lines[line].data() - base);
    };
    LineChange change{offset + place(at.before), offset + place(to.before), {}};
    for (size_t i = at.after; i < to.after; ++i) change.lines += new_lines[i];
    out.push_back(std::move(change));
    at = to;
  }
}

std::string unified_diff(std::string_view name, std::string_view old_text,
                         const std::vector<LineChange>& changes) {
  std::string out;
  if (changes.empty()) return out;
  out.append("--- ").append(name).append("\n+++ ").append(name).append("\n");
  Hunks hunks(old_text, out);
  const LineChange* const end = changes.data() + changes.size();
  for (const LineChange* first = changes.data(); first != end;) {
    const LineChange* last = first + 1;
    while (last != end &&
           lines_on(old_text, last[-1].end, 2 * kContext, old_text.size()) >= last->begin) {
      ++last;
    }
    hunks.write(first, last);
    first = last;
  }
  return out;
}

}  // namespace specgate
