// The store: quarantined events, and a feed of recent ones, in SQLite. The only door to SQLite.
//
// One writer thread commits in groups: whatever waits when a commit begins goes into it. A record of
// the quarantine is on disk (WAL, synchronous=FULL) when its `done` is called; the feed may drop
// under pressure and counts what it dropped. What comes in pushes out what is oldest, so that file and
// log stay within keep_size. Counts are kept, not computed. Nothing here holds a write key.
// Thread-safe.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "proxy/store/record.h"

namespace specgate::proxy {

struct StoreCounts {
  uint64_t quarantined = 0;       // records this process committed
  uint64_t repeated = 0;          // of these not new: the same event again, by source and messageId
  uint64_t fed = 0, dropped = 0;  // rows of the feed, and those there was no time for
  uint64_t expired = 0;           // rows that age or size removed since the file was made
  uint64_t expired_by_size = 0;   // of these for want of room
  uint64_t expired_waiting = 0;   // of these quarantined, never replayed
  uint64_t failed = 0;            // records that could not be written
  uint64_t late = 0;              // kept after all, when their sender had been told otherwise
  uint64_t replaced = 0;          // times that the file was found gone or replaced
  uint64_t rows = 0, bytes = 0;   // of the quarantine now, and of the file with its log
};

// A row as it is read back.
struct StoredEvent {
  int64_t id = 0;
  Origination from;
  EventRecord event;
  uint64_t seen = 1;        // how often it came, retries included
  int64_t last_ms = 0;
  int64_t replayed_ms = 0;  // 0: not yet
};

size_t bytes_of(const StoredEvent& row);  // in memory, about

struct StoreQuery {
  std::string source, type, name, rule, message_id;  // empty: any
  std::optional<Outcome> outcome;
  int64_t since_ms = 0, until_ms = 0;  // 0: open
  bool only_waiting = false;           // quarantine: not replayed yet
  bool envelopes = true;               // false: rows come without theirs, which may be long
  int64_t after_id = 0;                // paging: rows below this id; 0: from the newest
  size_t limit = 100;
  size_t most_bytes = size_t{8} << 20;  // of the rows found; one is found however long it is
};

// Rows that a replay takes upon itself, so that no other one sends them, too. It lasts until it is
// settled, or until `until_ms` if whoever claimed it died.
struct StoreClaim {
  std::string owner;  // unlike that of any other
  int64_t now_ms = 0, until_ms = 0;  // Unix time
  bool again = false;                // also rows that were replayed before
};

struct StoreClocks {
  std::function<int64_t()> wall;    // Unix milliseconds
  std::function<int64_t()> steady;  // milliseconds since whenever, never set, goes on in a suspended machine
  static StoreClocks of_system();
};

// What tests put in the place of the world, and who hears what.
struct StoreSeams {
  StoreClocks clocks = StoreClocks::of_system();
  // Told on the writer's thread that the file was found gone or replaced, and what was done.
  std::function<void(const std::string& what)> notice{};
};

// Hears why nothing can be written, in SQLite's words, and an empty text once it is written again;
// on the writer's thread. Once for each spell: a disk that is full now and then is not told by turns.
using StoreTrouble = std::function<void(const std::string& why)>;

class Store {
 public:
  // `file` ":memory:" keeps everything in memory. The file is made with mode 0600.
  static Result<std::unique_ptr<Store>> open(const StoreSettings& settings,
                                             StoreTrouble hear = nullptr, StoreSeams seams = {});
  virtual ~Store() = default;  // commits what waits, then closes

  // Keyed material for hashes of write keys: made once, random, kept in the file.
  virtual std::string hash_key() = 0;

  // `done(true)` once all records are committed; `done(false)` if they could not be. It is called
  // on the writer's thread, or at once where too many wait already, and must only pass the news on.
  virtual void quarantine(const Origination& from, std::vector<EventRecord> events,
                          std::function<void(bool)> done) = 0;
  // Never waits. False: dropped. Rewrites are never dropped.
  virtual bool feed(const Origination& from, EventRecord event) = 0;

  // Newest first. On the caller's thread. Fewer than query.limit also where most_bytes cut it short:
  // only a page without rows is the last.
  virtual std::vector<StoredEvent> quarantined(const StoreQuery& query) = 0;
  virtual std::vector<StoredEvent> recent(const StoreQuery& query) = 0;
  virtual std::optional<StoredEvent> find(int64_t quarantine_id) = 0;
  virtual bool mark_replayed(int64_t quarantine_id, int64_t at_ms) = 0;

  // Those of `ids` that are now the claimer's, in their order; nothing: it could not be written. On the
  // caller's thread, as is settle(): of rows that were claimed `replayed` are marked, `waiting` wait
  // again. False: it could not be written.
  virtual std::optional<std::vector<int64_t>> claim(const std::vector<int64_t>& ids,
                                                    const StoreClaim&) {
    return ids;
  }
  virtual bool settle(const std::vector<int64_t>& replayed, const std::vector<int64_t>& waiting,
                      int64_t at_ms);

  // A sender was told that its `events` were not kept, as it took too long, and then they were.
  void count_late(uint64_t events) { late_ += events; }

  virtual StoreCounts counts() = 0;  // waits for nothing and asks SQLite nothing
  // Why the last group was not written; empty if it was.
  virtual std::string trouble() = 0;

 protected:
  std::atomic<uint64_t> late_ = 0;
};

}  // namespace specgate::proxy
