#include "lint/run/diff.h"

#include <algorithm>

namespace specgate {
namespace {

constexpr size_t kContext = 3;
constexpr size_t kReach = 200;  // lines looked ahead for the two sides to meet again

size_t line_end(std::string_view text, size_t at) {
  return std::min(text.find('\n', at), text.size() - 1) + 1;
}

// The lines from some place on, as far ahead as is looked.
class Ahead {
 public:
  Ahead(std::string_view text, size_t at) : text_(text) {
    begins_.push_back(at);
    for (size_t i = 0; i < kReach + 2 && at < text.size(); ++i) {
      begins_.push_back(at = line_end(text, at));
    }
  }
  size_t lines() const { return begins_.size() - 1; }
  bool ends_at(size_t line) const { return line == lines() && begins_[line] == text_.size(); }
  size_t begin(size_t line) const { return begins_[line]; }
  std::string_view operator[](size_t line) const {
    return text_.substr(begins_[line], begins_[line + 1] - begins_[line]);
  }

 private:
  std::string_view text_;
  std::vector<size_t> begins_;  // of each line, and the end of the last
};

struct Cursor {
  size_t before = 0, after = 0;
};

// One line with something to say is enough to agree; brackets alone are found anywhere.
bool agree(const Ahead& before, const Ahead& after, Cursor at) {
  for (int i = 0; i < 2; ++i, ++at.before, ++at.after) {
    const bool old_ends = before.ends_at(at.before), new_ends = after.ends_at(at.after);
    if (old_ends || new_ends) return old_ends && new_ends;
    if (before[at.before] != after[at.after]) return false;
    if (before[at.before].find_first_not_of(" \t{}[],\r\n") != std::string_view::npos) break;
  }
  return true;
}

// The nearest pair of places from which two lines (or the rest) agree again.
Cursor next_agreement(std::string_view old_text, std::string_view new_text, Cursor from) {
  const Ahead before(old_text, from.before), after(new_text, from.after);
  for (size_t distance = 1; distance <= kReach; ++distance) {
    for (size_t skip = 0; skip <= distance; ++skip) {
      const Cursor to{skip, distance - skip};
      if (to.before > before.lines() || to.after > after.lines()) continue;
      if (agree(before, after, to)) return {before.begin(to.before), after.begin(to.after)};
    }
  }
  return {old_text.size(), new_text.size()};
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
  for (; count > 0 && at < most; --count) at = line_end(text, at);
  return std::min(at, most);
}

size_t count_lines(std::string_view text) {
  return static_cast<size_t>(std::count(text.begin(), text.end(), '\n')) +
         (!text.empty() && text.back() != '\n' ? 1 : 0);
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
  Cursor at;
  while (at.before < before.size() || at.after < after.size()) {
    if (at.before < before.size() && at.after < after.size()) {
      const size_t old_end = line_end(before, at.before), new_end = line_end(after, at.after);
      const std::string_view line = before.substr(at.before, old_end - at.before);
      if (line == after.substr(at.after, new_end - at.after)) {
        at = {old_end, new_end};
        continue;
      }
    }
    const Cursor to = next_agreement(before, after, at);
    out.push_back({offset + at.before, offset + to.before,
                   after.substr(at.after, to.after - at.after)});
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
  while (!text.empty()) {
    const size_t end = line_end(text, 0);
    body_.append({&sign, 1});
    body_.append(text.substr(0, end));
    if (text[end - 1] != '\n') body_.append("\n\\ No newline at end of file\n");
    text.remove_prefix(end);
  }
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
