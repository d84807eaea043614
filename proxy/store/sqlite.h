// SQLite as the store uses it: a connection and prepared statements that close themselves.
//
// A door is one connection with its lock: who holds the lock may use the connection and the
// statements prepared on it.
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>

#include "spec/text/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace specgate::proxy {

struct Door {
  sqlite3* db = nullptr;
  std::mutex lock;

  Door() = default;
  ~Door();  // after all its statements
  Door(const Door&) = delete;
  Door& operator=(const Door&) = delete;

  // `file` exists already, unless it is ":memory:". Empty: all is well.
  std::string open(const std::string& file);
  bool run(const char* sql);                  // one or more statements without result
  int64_t number(const char* sql);            // the first column of the first row, else 0
  std::string text(const char* sql);          // likewise, else empty
  std::string error() const;                  // of the last call
  bool in_transaction() const;

  // Of a file with a write-ahead log.
  int64_t log_pages() const { return log_pages_; }  // after the last commit
  // Everything in the log goes into the file and the log begins anew. False: somebody reads what the
  // log alone has, or the disk does not take it; the log stays as it is.
  bool empty_log();
  bool truncate_log();         // the same, and the log's file is empty then
  // The disk keeps room for a file of that size. False: it has none.
  bool reserve(int64_t bytes);
  bool has_moved();            // the name leads to another file by now, or to none
  void leave_log();            // closing does not touch the log: its name may be another's by now

 private:
  static int on_commit(void* self, sqlite3*, const char*, int pages);
  int64_t log_pages_ = 0;
};

// While it is there, its door waits for other connections a moment only, not some seconds.
class ShortPatience {
 public:
  explicit ShortPatience(Door& door);
  ~ShortPatience();
  ShortPatience(const ShortPatience&) = delete;
  ShortPatience& operator=(const ShortPatience&) = delete;

 private:
  Door& door_;
};

// Prepared once, used often. Numbers of parameters count from 1, of columns from 0.
class Statement {
 public:
  Statement(Door& door, std::string_view sql);
  ~Statement();
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;

  // Views must live until reset().
  Statement& bind(int64_t value);
  Statement& bind(std::string_view value);

  enum class Step : uint8_t { kRow, kDone, kFailed };
  Step step();
  bool run();    // bound, stepped to its end and reset; false: it failed
  void reset();  // parameters are bound from the first on again
  // The first column of the first row, bound as it is, then reset; `otherwise` where there is no row.
  int64_t value(int64_t otherwise = 0);

  int64_t number(int column) const;
  std::string text(int column) const;
  size_t size(int column) const;  // bytes of a text

 private:
  sqlite3_stmt* handle_ = nullptr;
  int bound_ = 0;
  bool failed_ = false;
};

}  // namespace specgate::proxy
