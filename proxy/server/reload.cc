#include "proxy/server/reload.h"

#include "proxy/net/time_text.h"

namespace specgate::proxy {

Reload::Reload(std::string config_file, Flags flags, Snapshots& snapshots)
    : config_file_(std::move(config_file)), flags_(std::move(flags)), snapshots_(snapshots) {
  state_.since_ms = unix_ms_now();
  state_.hash = snapshots_.current()->hash();
  times_ = file_times();
}

Reload::Times Reload::file_times() const {
  Times times;
  for (const std::string& file : snapshots_.current()->files()) {
    std::error_code error;
    const auto time = std::filesystem::last_write_time(file, error);
    if (!error) times[file] = time;
  }
  return times;
}

Problems Reload::now() {
  const std::lock_guard lock(mutex_);
  const std::shared_ptr<const Snapshot> before = snapshots_.current();
  Problems problems;
  Result<LoadedSettings> loaded = load_settings(config_file_, flags_);
  if (!loaded) problems = loaded.problems();
  if (problems.empty()) problems = changes_that_need_a_restart(before->settings(), loaded->proxy);
  if (problems.empty()) {
    Result<std::shared_ptr<const Snapshot>> next = Snapshot::make(*std::move(loaded));
    if (next) {
      snapshots_.swap(*std::move(next));
    } else {
      problems = next.problems();
    }
  }
  times_ = file_times();
  const std::lock_guard telling(state_mutex_);
  state_.problems = problems;
  if (!problems.empty()) {
    ++state_.failed;
    return problems;
  }
  ++state_.reloads;
  state_.since_ms = unix_ms_now();
  state_.hash = snapshots_.current()->hash();
  return {};
}

bool Reload::changed() {
  const std::unique_lock lock(mutex_, std::try_to_lock);
  return lock.owns_lock() && file_times() != times_;
}

ReloadState Reload::state() const {
  const std::lock_guard lock(state_mutex_);
  return state_;
}

Problems changes_that_need_a_restart(const ProxySettings& before, const ProxySettings& after) {
  Problems problems;
  const auto check = [&](std::string_view key, bool same) {
    if (same) return;
    problems.push_back({{}, 0, 0, "\"" + std::string(key) + "\" cannot change while the proxy runs: "
                                  "start it again"});
  };
  const auto alike = [](const Origin& a, const Origin& b) {
    return a.host == b.host && a.port == b.port;
  };
  if (before.has_section && !after.has_section) {  // half a file, more often than what is meant
    problems.push_back({{}, 0, 0, "the file has no \"proxy\" section any more, and the one in force has: "
                                  "to run without it, start again"});
  }
  check("proxy.listen", alike(before.listen, after.listen));
  check("proxy.admin", alike(before.admin, after.admin));
  check("proxy.threads", before.threads == after.threads);
  check("proxy.store", before.store.file == after.store.file);
  check("proxy.access_log", before.log.file == after.log.file);
  check("proxy.tls", before.tls.certificate == after.tls.certificate &&
                         before.tls.key == after.tls.key &&
                         before.tls.client_ca == after.tls.client_ca);
  check("proxy.upstream_ca", before.upstream_ca == after.upstream_ca);
  return problems;
}

}  // namespace specgate::proxy
