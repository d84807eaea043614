// What writes one transaction: records of the quarantine, rows of the feed, and what they push out.
//
// Made for one open file. Used by the writer's thread; the door's lock is the caller's.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "proxy/store/envelopes.h"
#include "proxy/store/retention.h"
#include "proxy/store/rows.h"

namespace specgate::proxy {

// Records that are kept together or not at all.
struct HeldRecords {
  Origination from;
  std::vector<EventRecord> events;
  std::function<void(bool)> done;
  StoreLoad load{};
  size_t repeated = 0;  // of them, once they are written
  bool kept = false;
};

struct FedRecord {
  Origination from;
  EventRecord event;
  StoreLoad load{};
};

// What goes into one transaction.
struct StoreTurn {
  std::span<HeldRecords> held;
  std::span<FedRecord> fed;
};

class StorePen {
 public:
  StorePen(Door& door, const StoreBudget& budget, const StoreSettings& settings,
           const StoreClocks& clocks);

  // The transaction as a whole: all that is in the turn is kept, or nothing is, and why() says why.
  bool write(StoreTurn turn);
  // A transaction that writes next to nothing: whether the store can be written. It waits for other
  // processes for a moment only.
  bool try_out();
  // What is due goes, some of it. True: more may be.
  bool tidy();

  const std::string& why() const { return why_; }
  // There is no room for all of it at once, or one record was refused on its own account: less at a
  // time may do.
  bool may_be_parted() const { return parted_; }
  int64_t rows() const { return rows_; }           // of the quarantine
  const Expired& gone() const { return gone_; }    // since this was made

 private:
  bool write_all(StoreTurn turn, Expired& gone, int64_t& held);
  bool insert(HeldRecords& records, Expired& gone, int64_t& held);
  bool finish(const EnvelopeSpan& span, Expired& gone);
  bool insert(const FedRecord& record, Expired& gone);

  Door& door_;
  const StoreBudget budget_;
  StoreAge age_;
  StoreRetention retention_;
  Statement begin_, commit_, rollback_, insert_held_, insert_fed_, insert_envelope_;
  int64_t rows_ = 0;
  Expired gone_;
  std::string why_;
  bool parted_ = false;
};

}  // namespace specgate::proxy
