// Unified diff of texts whose differences are known to be local.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace specgate {

// The whole lines [begin, end) of the old text become `lines`.
struct LineChange {
  size_t begin = 0, end = 0;
  std::string lines;
};

// What turns `before` into `after`, as runs of whole lines; both start at the start of a line, and
// `offset` is where `before` starts in the old text. Appends in order.
void find_changes(std::string_view before, std::string_view after, size_t offset,
                  std::vector<LineChange>& out);

// The changes, in order, as a unified diff with three lines of context.
std::string unified_diff(std::string_view name, std::string_view old_text,
                         const std::vector<LineChange>& changes);

}  // namespace specgate
