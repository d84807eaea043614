// How keep_size is shared out, in pages, so that file and write-ahead log together stay within a tenth
// above it at every moment: of 17/16 the log has a quarter, 8 MB at most, and the file has the rest.
// What a transaction may write is half of the log, which is emptied before the other half is begun.
//
// The room of the log is taken from the disk when the store is opened. A transaction that makes room
// and fills it again therefore needs nothing of a disk that is full by then.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>

namespace specgate::proxy {

struct StoreBudget {
  static constexpr int64_t kPage = 4096;
  static constexpr int64_t kChunk = 4;  // the file grows by so many pages

  bool limited = false;
  int64_t file = std::numeric_limits<int32_t>::max();   // pages of the file
  int64_t log = 2048;                                   // pages of the log, 8 MB at most
  int64_t whole = std::numeric_limits<int32_t>::max();  // of both

  int64_t turn() const { return log / 2; }  // pages that one transaction may touch
  // Pages of its index that so many rows touch: all of it is an eighth of the file at most.
  int64_t index(size_t rows) const { return std::min(static_cast<int64_t>(rows), file / 8); }
  // Pages of the largest record: it has to stand in the file and in the log at once.
  int64_t record() const { return limited ? (whole - 48) / 2 : file; }
};

inline StoreBudget budget_of(uint64_t keep_bytes) {
  StoreBudget out;
  if (keep_bytes == 0) return out;
  const int64_t pages = static_cast<int64_t>(keep_bytes) / StoreBudget::kPage;
  out.limited = true;
  out.log = pages < 256 ? 16 : std::min(pages / 4, out.log);
  out.whole = pages * 17 / 16;
  out.file = std::min(pages, out.whole - out.log) / StoreBudget::kChunk * StoreBudget::kChunk;
  return out;
}

// Pages that rows of so many bytes take, and beside them one of the index for each.
constexpr int64_t pages_for(size_t bytes, int64_t index_pages) {
  return static_cast<int64_t>(bytes) / 4000 + 1 + index_pages;
}

}  // namespace specgate::proxy
