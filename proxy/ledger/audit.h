// The audit trail: lines to a rotating file, or to standard output, written by a thread of its own.
//
// write() never waits. Where the disk or a reader is too slow the oldest lines waiting are given up; a
// line that cannot be written, as the disk is full or the reader gone, is given up at once. Each is
// counted, and told when a spell of that begins and when it ends.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "proxy/settings/settings.h"

namespace specgate::proxy {

class AuditTrail {
 public:
  // An operator's line, told on the trail's own thread or by whoever calls close().
  using Tell = std::function<void(std::string_view level, std::string_view message)>;

  // The file is made with mode 0600, and so are those of later turns; its folder must be there.
  static Result<std::unique_ptr<AuditTrail>> open(const LogSettings& log, Tell tell);
  virtual ~AuditTrail() = default;  // closes it

  virtual void write(std::string_view line) = 0;
  // Opens the file again by its name, soon; where that fails the old one stays in use, and it is told.
  virtual void reopen() = 0;
  virtual uint64_t dropped() = 0;  // lines given up so far
  // Why lines are given up just now; empty: they are not.
  virtual std::string trouble() = 0;
  // Writes what waits, and gives up what a slow reader has not taken by `end`. Returns soon after that
  // whatever the reader and the disk do. The last call.
  virtual void close(std::chrono::steady_clock::time_point end) = 0;
};

}  // namespace specgate::proxy
