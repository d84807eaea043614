// The counters behind /metrics.
#pragma once

#include <memory>
#include <string>

#include "proxy/ledger/ledger.h"

namespace specgate::proxy {

class Metrics {
 public:
  static std::unique_ptr<Metrics> make();
  virtual ~Metrics() = default;

  virtual void record(const Exchange& exchange) = 0;
  virtual void count(Trouble trouble) = 0;  // of a caller whose request nobody read
  virtual std::string text(const LiveCounts& live, const StoreCounts& store,
                           uint64_t audit_dropped) = 0;
};

}  // namespace specgate::proxy
