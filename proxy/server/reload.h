// The configuration in force and how it is replaced: read, compiled and checked whole beside the old
// one, then swapped in one step. A broken one changes nothing, and is told of in the status.
#pragma once

#include <filesystem>
#include <map>
#include <mutex>
#include <string>

#include "proxy/ledger/ledger.h"
#include "proxy/session/snapshot.h"

namespace specgate::proxy {

struct ReloadState {
  uint64_t reloads = 0, failed = 0;
  int64_t since_ms = 0;    // of the configuration in force
  std::string hash;
  Problems problems;       // of the last attempt; empty: it succeeded
};

class Reload {
 public:
  Reload(std::string config_file, Flags flags, Snapshots& snapshots);

  // Empty: the new configuration is in force. Thread-safe.
  Problems now();
  // Has a file of the configuration changed since the last time? Not while one is under way.
  bool changed();
  ReloadState state() const;

 private:
  using Times = std::map<std::string, std::filesystem::file_time_type>;
  Times file_times() const;

  const std::string config_file_;
  const Flags flags_;
  Snapshots& snapshots_;
  std::mutex mutex_;  // one reload at a time
  mutable std::mutex state_mutex_;  // whoever asks for the state does not wait for a reload
  ReloadState state_;
  Times times_;
};

// What cannot change while the proxy runs: addresses, threads, the store, the listener's TLS.
Problems changes_that_need_a_restart(const ProxySettings& before, const ProxySettings& after);

}  // namespace specgate::proxy
