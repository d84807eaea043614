// Where the lines of the audit trail go: a file that is rotated by its size, or standard output.
//
// Rotation erases no line but those of the oldest file, once `keep` of them are full: access.log becomes
// access.1.log, that one access.2.log and so on up to the first number that is free. Where a file cannot
// be renamed nothing is, and access.log grows on. Used by one thread; never waits.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "proxy/settings/settings.h"

namespace specgate::proxy {

class LogFile {
 public:
  explicit LogFile(LogSettings log) : log_(std::move(log)) {}
  ~LogFile();
  LogFile(const LogFile&) = delete;
  LogFile& operator=(const LogFile&) = delete;

  // Opens it, by its name; made with mode 0600 if it is not there. Returns an errno, 0: done. Where it
  // cannot be opened the one in use stays in use.
  int open();
  // Was it deleted since? Then what is written to it nobody will ever read.
  bool is_lost() const;
  bool is_empty() const { return size_ == 0; }
  bool has_room(size_t bytes) const;  // or do so many more need a new one?
  // Begins a new file. Empty: done; else why not, and the one in use stays in use.
  std::string rotate();

  struct Written {
    size_t bytes = 0;
    int error = 0;  // an errno if `bytes` is 0; EAGAIN: the reader is too slow
  };
  // Some of these bytes, which are lines; whole ones as far as one call can.
  Written write(std::string_view lines);
  // Takes back the last bytes written, the begin of a line that cannot be ended. False: they stay.
  bool take_back(size_t bytes);
  // Returns once it takes some more, or after so long.
  void wait_until_ready(int milliseconds) const;

 private:
  std::string numbered(unsigned number) const;
  std::string shift() const;

  const LogSettings log_;
  int file_ = -1;
  bool regular_ = false;
  uint64_t size_ = 0;  // of what this writes to
};

}  // namespace specgate::proxy
