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

// What rows take, to be added up over those of one transaction.
struct StoreLoad {
  size_t bytes = 0;
  size_t lying = 0;    // bytes as they lie: a page is left where the next row does not fit into it
  size_t indexed = 0;  // rows of the quarantine

  void add(size_t row_bytes) {
    constexpr size_t kHeld = 4000;  // bytes that a page has for rows
    bytes += row_bytes;
    lying += row_bytes < kHeld / 2 ? row_bytes * kHeld / (kHeld - row_bytes) : row_bytes + kHeld;
  }
  StoreLoad& operator+=(const StoreLoad& other) {
    bytes += other.bytes;
    lying += other.lying;
    indexed += other.indexed;
    return *this;
  }
};

struct StoreBudget {
  static constexpr int64_t kPage = 4096;
  static constexpr int64_t kChunk = 4;  // the file grows by so many pages

  bool limited = false;
  int64_t file = std::numeric_limits<int32_t>::max();   // pages of the file
  int64_t log = 2048;                                   // pages of the log, 8 MB at most
  int64_t whole = std::numeric_limits<int32_t>::max();  // of both

  int64_t turn() const { return log / 2; }  // pages that one transaction may touch
  // Of these, pages for its records; the rest is for counts, marks and maps of pages.
  int64_t for_records() const { return std::max<int64_t>(turn() - 12, 4); }
  // Pages of the index that so many rows touch: all of it is an eighth of the file at most.
  int64_t index(size_t rows) const { return std::min(static_cast<int64_t>(rows), file / 8); }
  int64_t taken_by(const StoreLoad& load) const;    // pages of the file, at least
  int64_t touched_by(const StoreLoad& load) const;  // with those of what it pushes out
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

// Pages that rows of so many bytes take, and beside them those of the index.
constexpr int64_t pages_for(size_t bytes, int64_t index_pages) {
  return static_cast<int64_t>(bytes) / 4000 + 1 + index_pages;
}

inline int64_t StoreBudget::taken_by(const StoreLoad& load) const {
  return pages_for(load.bytes, index(load.indexed));
}
inline int64_t StoreBudget::touched_by(const StoreLoad& load) const {
  return pages_for(2 * load.lying, index(2 * load.indexed));
}

}  // namespace specgate::proxy
