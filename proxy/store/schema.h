// The file of the store: made, recognised or refused.
#pragma once

#include <cstdint>
#include <string>

#include "proxy/store/sqlite.h"

namespace specgate::proxy {

// What a file begins with, where it does not have it yet.
struct StoreFacts {
  int64_t now_ms = 0;      // the wall clock's time, for a file of an older version
  std::string hash_key{};  // empty: one is made up
};

// Opens `door` on `file` (":memory:" or a path) and brings the schema in force. The file is made
// with mode 0600, and SQLite gives its companions (-wal, -shm) the mode of the file.
Problems open_store(const std::string& file, const StoreFacts& facts, Door& door);

// A further connection to a file that open_store() took.
Problems open_again(const std::string& file, Door& door);

}  // namespace specgate::proxy
