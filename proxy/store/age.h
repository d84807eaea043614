// How old rows are, by a clock that nobody sets: it goes on with the monotonic clock while the process
// lives, and from one process to the next with the wall clock, but by a tenth of `keep` at most. So a
// wall clock that jumps by a year ages nothing by a year.
//
// It counts milliseconds and began as Unix time. It is kept in the table `meta`, beside the wall
// clock's time then.
#pragma once

#include <cstdint>

#include "proxy/store/sqlite.h"
#include "proxy/store/store.h"

namespace specgate::proxy {

class StoreAge {
 public:
  // `keep_ms` of 0: rows do not age, and the clock follows the wall from process to process.
  StoreAge(Door& door, const StoreClocks& clocks, int64_t keep_ms);

  int64_t now();
  // When a row came that a request brought at wall time `at_ms`: before now, unless the wall clock
  // has jumped since the last call or says that it came in the future.
  int64_t stamp(int64_t at_ms);
  // In a transaction, and once a minute only, but for the next time. False: it failed.
  bool save();
  void save_next_time() { saved_ms_ = 0; }

 private:
  int64_t read(const char* name, int64_t otherwise);

  const StoreClocks clocks_;
  Statement read_, write_;
  int64_t steady_ms_ = 0, wall_ms_ = 0;  // at the last call
  int64_t now_ms_ = 0, saved_ms_ = 0;
  bool jumped_ = false;
};

}  // namespace specgate::proxy
