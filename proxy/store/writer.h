// The one that writes: a thread that takes whatever waits and commits it as one group.
//
// The quarantine comes first in a group. Where a group with rows of the feed fails, the quarantine
// is tried again without them. A failed group fails its records, not the ones to come.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <thread>
#include <vector>

#include "proxy/store/retention.h"
#include "proxy/store/rows.h"

namespace specgate::proxy {

class StoreWriter {
 public:
  // The door outlives the writer.
  StoreWriter(Door& door, const StoreSettings& settings, StoreTrouble hear);
  ~StoreWriter();  // commits what waits

  // See Store.
  void quarantine(const Origination& from, std::vector<EventRecord> events,
                  std::function<void(bool)> done);
  bool feed(const Origination& from, EventRecord event);

  // What this process wrote; rows and what expired are not filled in.
  StoreCounts counts() const;
  std::string trouble() const;  // see Store

 private:
  struct Held {
    Origination from;
    std::vector<EventRecord> events;
    std::function<void(bool)> done;
    size_t repeated = 0;
    bool kept = false;
  };
  struct Fed {
    Origination from;
    EventRecord event;
  };
  struct Group {
    std::vector<Held> held;
    std::vector<Fed> fed;
  };

  void run();
  bool take(Group& group);  // false: the end
  void commit(Group& group);
  bool write(Group& group);
  bool insert(Held& held);
  void settle(Group& group);
  void tell(const std::string& why);
  void tidy();

  Door& door_;
  StoreRetention retention_;
  Statement begin_, commit_, rollback_, insert_held_, insert_fed_;

  mutable std::mutex mutex_;  // of what follows
  std::condition_variable wake_;
  std::vector<Held> held_;
  std::deque<Fed> fed_;
  bool ending_ = false;
  std::string trouble_;

  std::atomic<uint64_t> quarantined_{0}, repeated_{0}, fed_rows_{0}, dropped_{0}, failed_{0};
  const StoreTrouble hear_;
  std::string why_;  // of the thread alone, as is what follows: why the last write failed
  bool told_ = false;
  std::chrono::steady_clock::time_point failed_at_{};
  bool more_to_tidy_ = true;
  std::chrono::steady_clock::time_point tidied_{};
  std::thread thread_;        // last: it uses all of the above
};

}  // namespace specgate::proxy
