// The audit trail: lines to a rotating file, or to standard output, written by a thread of its own.
//
// write() never waits: where the disk is too slow the oldest lines waiting are given up, and
// counted.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "proxy/settings/settings.h"

namespace specgate::proxy {

class AuditTrail {
 public:
  // Called on the trail's own thread, at most once in ten seconds, when lines could not be written.
  using OnFailure = std::function<void(const std::string& why)>;

  // The file is made with mode 0600, and so are those of later turns; its folder must be there.
  static Result<std::unique_ptr<AuditTrail>> open(const LogSettings& log, OnFailure on_failure);
  virtual ~AuditTrail() = default;  // writes what waits

  virtual void write(std::string_view line) = 0;
  virtual std::optional<Problem> reopen() = 0;  // with a problem: the old file stays in use
  virtual uint64_t dropped() = 0;               // lines given up, and writes that failed
};

}  // namespace specgate::proxy
