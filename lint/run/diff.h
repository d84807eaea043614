// Unified diff of texts whose differences are known to be local.
#pragma once

#include <cstddef>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include "lint/report/spool.h"

namespace specgate {

// The whole lines [begin, end) of the old text become `lines`, a view into the new one.
struct LineChange {
  size_t begin = 0, end = 0;
  std::string_view lines;
};

// What turns `before` into `after`, as runs of whole lines; both start at the start of a line, and
// `offset` is where `before` starts in the old text. Appends in order. Memory: some lines' places.
void find_changes(std::string_view before, std::string_view after, size_t offset,
                  std::vector<LineChange>& out);

// The changes of a text that comes in pieces, as a unified diff with three lines of context. Memory: a
// few lines; a hunk that grows large waits in a temporary file for its head, which counts its lines.
class UnifiedDiff {
 public:
  explicit UnifiedDiff(std::string_view name) : name_(name) {}

  // The next whole lines of the old text, and their changes, in order. Writes what is finished.
  void take(std::string_view text, const std::vector<LineChange>& changes, std::FILE* out);
  // The next piece of a line that is too long to be shown; no hunk reaches over it.
  void leave_out(std::string_view text, std::FILE* out);
  void finish(std::FILE* out);

 private:
  void keep(std::string_view text, std::FILE* out);
  void change(std::string_view removed, std::string_view added);
  void add(char sign, std::string_view text);
  void close(std::FILE* out);

  std::string name_;
  size_t line_ = 1;         // of the old text, that comes next
  size_t shift_ = 0;        // lines that the new text is ahead; wraps on purpose
  std::string context_;     // the last lines before a hunk
  bool open_ = false;       // a hunk:
  bool headed_ = false;     // the file's names are written
  size_t first_ = 0, old_count_ = 0, new_count_ = 0;
  Spool body_;
  std::string after_;       // unchanged lines since its last change
  size_t after_lines_ = 0;
};

}  // namespace specgate
