// What goes when: rows that are too old, and the oldest where there is no room for what comes.
//
// What comes in pushes out what is oldest, in the same transaction, so that retention is never behind.
// The feed makes room before anything quarantined does. What went is counted in the table `expired`,
// in the same transaction. Ages are those of StoreAge: the table `mark` tells for spans of rows when
// the last of a span came. An envelope goes with the last of its rows: rows go oldest first.
#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "proxy/store/age.h"
#include "proxy/store/budget.h"

namespace specgate::proxy {

enum class StoreTable : uint8_t { kFeed, kQuarantine };

// What went, by table and by reason: age, then size.
struct Expired {
  struct Count {
    int64_t rows = 0, waiting = 0;
  };
  std::array<std::array<Count, 2>, 2> of{};

  Count& at(StoreTable table, size_t reason) { return of[static_cast<size_t>(table)][reason]; }
  int64_t rows() const;
  int64_t by_size() const { return of[0][1].rows + of[1][1].rows; }
  int64_t waiting() const { return of[1][0].waiting + of[1][1].waiting; }
  int64_t held() const { return of[1][0].rows + of[1][1].rows; }  // rows of the quarantine
  void add(const Expired& other);
};

class StoreRetention {
 public:
  // keep_ms of 0 and a budget without limits keep everything. `file` is empty for memory. The door's
  // lock is the caller's.
  StoreRetention(Door& door, const StoreBudget& budget, std::string file, int64_t keep_ms);

  // Before a transaction that adds so much: the log has room for it, and the disk is asked for what the
  // file may grow. Rows may go for that: `gone`. Empty: go on; else why not.
  std::string prepare(const StoreLoad& load, Expired& gone);
  // The four that follow are steps of a transaction; false: SQLite failed.
  void begin();
  // The oldest go until there is room for so many pages more. False also where nothing is left to go.
  bool make_room(int64_t pages, Expired& gone);
  bool note(StoreTable table, int64_t id, int64_t stamp);  // a row came then, by StoreAge
  bool finish(int64_t held, const Expired& gone);          // `held` rows of the quarantine are new

  // A transaction of its own: some hundred rows at most go for their age, or because the file is
  // larger than it may be. True: more may be due.
  bool step(int64_t now, Expired& gone);

 private:
  enum Reason : uint8_t { kAge, kSize };
  struct Rows {
    Rows(Door& door, StoreTable table, const std::string& name);
    StoreTable table;
    Statement oldest, young, too_old, end, last_mark, set_mark, extend_mark, drop_marks;
    int64_t mark_id = 0, mark_began = 0;  // of the transaction at hand
    bool mark_known = false;
  };

  int64_t pages() { return page_count_.value(); }
  int64_t used() { return page_count_.value() - free_count_.value(); }
  bool is_overfull() { return budget_.limited && pages() > budget_.file; }
  int64_t room_on_disk(int64_t more);
  bool shrink_for(int64_t pages, Expired& gone);
  template <typename Work>
  bool transact(Expired& gone, Work&& work);
  bool remove(Rows& rows, Statement& statement, Reason reason, Expired& gone);
  bool remove_down_to(int64_t used, Expired& gone);  // false also where nothing is left
  bool remove_oldest(Rows& rows, int64_t used, Expired& gone);
  bool remove_aged(Rows& rows, int64_t now, Expired& gone);
  bool give_back(int64_t moved);
  void reserve_log();

  Door& door_;
  const StoreBudget budget_;
  const std::string file_;
  const int64_t keep_ms_;
  const int64_t span_ms_;   // of a mark
  int64_t limit_;           // pages of the file just now: less than the budget's while the disk is full
  int64_t base_ = 0;        // pages in use when the transaction began
  bool log_is_long_ = false;
  Statement page_count_, free_count_, begin_, commit_, rollback_, count_, tally_, drop_envelopes_;
  Rows feed_, quarantine_;
};

}  // namespace specgate::proxy
