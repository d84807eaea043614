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

// The last `count` lines of a text.
std::string_view last_lines(std::string_view text, size_t count) {
  return text.substr(lines_back(text, text.size(), count, 0));
}

void write(std::string_view text, std::FILE* out) {
  std::fwrite(text.data(), 1, text.size(), out);
}

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

void UnifiedDiff::take(std::string_view text, const std::vector<LineChange>& changes,
                       std::FILE* out) {
  size_t at = 0;
  for (const LineChange& one : changes) {
    keep(text.substr(at, one.begin - at), out);
    change(text.substr(one.begin, one.end - one.begin), one.lines);
    at = one.end;
  }
  keep(text.substr(at), out);
}

// Unchanged lines end a hunk once there are more than two contexts would hold.
void UnifiedDiff::keep(std::string_view text, std::FILE* out) {
  while (open_ && !text.empty()) {
    const size_t end = lines_on(text, 0, 1, text.size());
    after_ += text.substr(0, end);
    text.remove_prefix(end);
    ++line_;
    if (++after_lines_ > 2 * kContext) close(out);
  }
  if (text.empty()) return;
  line_ += count_lines(text);
  const std::string_view last = last_lines(text, kContext);
  const size_t missing = kContext - std::min(kContext, count_lines(last));
  const std::string kept(last_lines(context_, missing));
  context_ = kept + std::string(last);
}

void UnifiedDiff::change(std::string_view removed, std::string_view added) {
  if (!open_) {
    open_ = true;
    old_count_ = new_count_ = 0;
    first_ = line_ - count_lines(context_);
    after_ = std::move(context_);
    context_.clear();
  }
  add(' ', after_);
  after_.clear();
  after_lines_ = 0;
  add('-', removed);
  add('+', added);
  line_ += count_lines(removed);
}

void UnifiedDiff::add(char sign, std::string_view text) {
  const size_t lines = count_lines(text);
  old_count_ += sign == '+' ? 0 : lines;
  new_count_ += sign == '-' ? 0 : lines;
  std::string out;
  append_lines(sign, text, out);
  body_.append(out);
}

// The hunk ends with its context; the lines after that may be context of the next one.
void UnifiedDiff::close(std::FILE* out) {
  if (!open_) return;
  open_ = false;
  const size_t end = lines_on(after_, 0, kContext, after_.size());
  add(' ', std::string_view(after_).substr(0, end));
  context_ = last_lines(std::string_view(after_).substr(end), kContext);
  after_.clear();
  after_lines_ = 0;
  if (!headed_) write("--- " + name_ + "\n+++ " + name_ + "\n", out);
  headed_ = true;
  write("@@ -" + range_text(first_, old_count_) + " +" + range_text(first_ + shift_, new_count_) +
            " @@\n",
        out);
  body_.move_to(out);
  shift_ += new_count_ - old_count_;
}

void UnifiedDiff::leave_out(std::string_view text, std::FILE* out) {
  close(out);
  context_.clear();
  line_ += static_cast<size_t>(std::count(text.begin(), text.end(), '\n'));
}

void UnifiedDiff::finish(std::FILE* out) { close(out); }

}  // namespace specgate
