// The one that writes: a thread that takes whatever waits and commits it, some pages at a time.
//
// The quarantine comes first. Where a transaction with rows of the feed fails, the quarantine is tried
// again without them. A failed one fails its records, not the ones to come. Before and after each, the
// file must still be the one that its name leads to: what was written into one that is gone by then is
// written again into the next, and nobody is told before.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

#include "proxy/store/open_file.h"
#include "proxy/store/pen.h"

namespace specgate::proxy {

// How the writer opens what it lost: everybody's statements go, the file is opened again, and new
// statements are made. Problems: it cannot be, just now.
using StoreReopen = std::function<Problems()>;

class StoreWriter {
 public:
  // The file outlives the writer.
  StoreWriter(OpenFile& file, const StoreSettings& settings, StoreTrouble hear, StoreSeams seams,
              StoreReopen reopen);
  ~StoreWriter();  // commits what waits

  // See Store.
  void quarantine(const Origination& from, std::vector<EventRecord> events,
                  std::function<void(bool)> done);
  bool feed(const Origination& from, EventRecord event);
  StoreCounts counts() const;
  std::string trouble() const;

 private:
  struct Group {
    std::vector<HeldRecords> held;
    std::vector<FedRecord> fed;
  };

  void run();
  bool take(Group& group);  // false: the end
  void commit(Group& group);
  StoreTurn next_turn(Group& group, size_t& held, size_t& fed) const;
  void commit(StoreTurn turn);
  bool write(StoreTurn turn);
  bool write_once(StoreTurn turn);
  bool is_open();
  bool open_again();
  void make_pen();
  void settle(StoreTurn turn);
  void tell(const std::string& why);
  void look_again();
  bool try_out();
  void tidy();
  void publish();

  OpenFile& file_;
  const StoreSettings settings_;
  const StoreBudget budget_;
  const StoreTrouble hear_;
  const StoreSeams seams_;
  const StoreReopen reopen_;
  std::unique_ptr<StorePen> pen_;  // of the thread alone, once that runs; null: the file is lost

  mutable std::mutex mutex_;  // of what follows
  std::condition_variable wake_;
  std::vector<HeldRecords> held_;
  size_t held_bytes_ = 0;  // of what waits, and of what is being written
  std::deque<FedRecord> fed_;
  bool ending_ = false;
  std::string trouble_;
  std::chrono::steady_clock::time_point began_{};  // the transaction under way; 0: none is
  Expired gone_before_;  // this and what follows: when the file was opened
  StoreCounts known_;    // rows, bytes and what expired, after the last transaction

  std::atomic<uint64_t> quarantined_{0}, repeated_{0}, fed_rows_{0}, dropped_{0}, failed_{0},
      replaced_{0};
  std::string why_;  // of the thread alone, as is what follows: why the last write failed
  bool failing_ = false, told_ = false;  // what was told last
  int64_t failed_at_ms_ = 0;             // by clocks.steady
  bool more_to_tidy_ = true;
  std::chrono::steady_clock::time_point tidied_{};
  std::thread thread_;        // last: it uses all of the above
};

}  // namespace specgate::proxy
