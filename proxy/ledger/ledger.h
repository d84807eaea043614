// What the proxy counts and writes down of its traffic: Prometheus metrics and the audit trail.
// The only door to prometheus-cpp and spdlog. Thread-safe; never in the way of a request.
#pragma once

#include <array>
#include <chrono>
#include <memory>
#include <string>

#include "proxy/store/record.h"
#include "proxy/store/store.h"

namespace specgate::proxy {

// Counters that change outside of an exchange.
struct LiveCounts {
  uint64_t connections = 0;        // open now
  uint64_t most_connections = 0;   // that may be
  uint64_t refused = 0;            // over the limit, or by address
  uint64_t upstream_connections = 0;
  uint64_t notices_sent = 0, notices_lost = 0;  // to other sources: blocked events, violations
  uint64_t reloads = 0, failed_reloads = 0;
  uint64_t body_memory = 0, body_memory_limit = 0;  // bytes, see MemoryBudget
  std::array<uint64_t, kUnjudgedKinds> unjudged{};  // requests, by Unjudged
  uint64_t long_bodies = 0;                         // see Judges
  uint64_t configurations = 0;                      // in memory, see Snapshots
  int64_t started_ms = 0, config_ms = 0;  // Unix time: start, and the configuration in force
};

// Of the access log.
struct LogState {
  uint64_t dropped = 0;  // lines, so far
  std::string trouble;   // why lines are dropped just now; empty: they are not, or there is no log
};

class Ledger {
 public:
  static Result<std::unique_ptr<Ledger>> open(const LogSettings& log);
  virtual ~Ledger() = default;  // closes the trail, with patience

  // Labels are bounded: names of configured sources only, rule codes, modes, outcomes, classes of
  // status; never a path, an event or an address.
  virtual void record(const Exchange& exchange) = 0;
  virtual void count(Trouble trouble) = 0;  // in the metrics alone: of a caller whose request nobody read
  // Prometheus text format 0.0.4.
  virtual std::string metrics(const LiveCounts& live, const StoreCounts& store) = 0;
  // Reopens the file of the audit trail (SIGHUP, after a rotation from outside).
  virtual void reopen() = 0;
  virtual LogState log_state() = 0;
  // Ends the trail: whatever its reader has not taken by `end` is dropped, and told. say() goes on.
  virtual void close(std::chrono::steady_clock::time_point end) = 0;
  // An operator's line on standard error: {"time":…,"level":…,"message":…}. Given up, and counted with
  // the next one, where nobody reads there.
  virtual void say(std::string_view level, std::string_view message) = 0;
};

// One exchange as a JSON line without newline, as the audit trail has it.
void append_audit_line(const Exchange& exchange, std::string& out);

}  // namespace specgate::proxy
