// SQLite as the store uses it: a connection and prepared statements that close themselves.
//
// A door is one connection with its lock: who holds the lock may use the connection and the
// statements prepared on it.
#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>

#include "spec/result.h"

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

  int64_t number(int column) const;
  std::string text(int column) const;

 private:
  sqlite3_stmt* handle_ = nullptr;
  int bound_ = 0;
  bool failed_ = false;
};

}  // namespace specgate::proxy
