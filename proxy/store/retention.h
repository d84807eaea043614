// What goes when: rows that are too old, and the oldest where the file is too large.
//
// Works in short steps, so that whoever waits for a commit does not wait for it. The feed makes room
// before anything quarantined does. What went is counted in the table `expired`, in the same
// transaction.
#pragma once

#include <cstdint>

#include "proxy/settings/settings.h"
#include "proxy/store/sqlite.h"

namespace specgate::proxy {

class StoreRetention {
 public:
  // keep_ms and keep_bytes of 0 keep everything. The door's lock is the caller's.
  StoreRetention(Door& door, const StoreSettings& settings);

  // Removes some hundred rows at most. True: more may be due.
  bool step(int64_t now_ms);

 private:
  struct Table {
    Table(Door& door, std::string_view name);
    std::string_view name;
    Statement too_old;    // ?1: rows that came before then
    Statement oldest;     // ?1: so many bytes of them
  };

  int64_t bytes_too_many();
  // Whether it succeeded; adds the number of rows that went.
  bool remove(Table& table, Statement& statement, int64_t value, int64_t& rows);

  Door& door_;
  const int64_t keep_ms_;
  const uint64_t keep_bytes_;
  Statement bytes_, begin_, commit_, rollback_, count_;
  Table feed_, quarantine_;
};

}  // namespace specgate::proxy
