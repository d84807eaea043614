// One configuration in force, compiled: what a request keeps from its first byte to its last, so that
// a reload never splits it. Immutable, shared by all threads.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "proxy/settings/known_keys.h"
#include "proxy/settings/path_words.h"
#include "proxy/settings/settings.h"
#include "rules/engine/gate.h"

namespace specgate::proxy {

// A source of events and how its events are judged.
struct SourceEntry {
  std::string name;                 // empty: the sources that nobody configured
  Policy policy;
  std::shared_ptr<const Gate> gate;
  const SourceSettings* settings = nullptr;  // null: not configured
};

class Snapshot {
 public:
  // Compiles a gate for each distinct policy; sources whose rules agree share one.
  static Result<std::shared_ptr<const Snapshot>> make(LoadedSettings loaded);

  const ProxySettings& settings() const { return loaded_.proxy; }
  const std::string& hash() const { return loaded_.hash; }
  // All that was read: configuration and tracking plans. A change of one of them is a reason to reload.
  const std::vector<std::string>& files() const { return files_; }
  const Spec& spec() const { return *spec_; }
  // The source that a write key belongs to. An unknown key, or none, has the default policy.
  const SourceEntry& source_of(std::string_view write_key) const;
  // Whose policy decides over a request that may be of any source: the one that lets least go on.
  const SourceEntry& strictest() const;
  const SourceEntry* source_called(std::string_view name) const;
  const KnownKeys& keys() const { return keys_; }  // of the sources
  const PathWords& path_words() const { return path_words_; }
  bool has_sources() const { return entries_.size() > 1; }
  // What the tracking plans ask and nobody holds, or is read as not everybody would.
  const Problems& plan_gaps() const { return plan_gaps_; }
  bool rejects() const;  // may some event end up in the quarantine?

 private:
  Snapshot() = default;

  LoadedSettings loaded_;
  std::vector<std::string> files_;
  Problems plan_gaps_;
  std::shared_ptr<const Spec> spec_;
  std::vector<SourceEntry> entries_;  // the first: of unknown sources
  struct Hash {
    using is_transparent = void;
    size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
  };
  std::unordered_map<std::string, size_t, Hash, std::equal_to<>> by_key_;
  KnownKeys keys_;
  PathWords path_words_;
};

// The configuration in force. Readers look at a number first: taking part in the ownership of what
// all threads share would make them wait for one another.
class Snapshots {
 public:
  explicit Snapshots(std::shared_ptr<const Snapshot> first) : current_(std::move(first)) {}

  std::shared_ptr<const Snapshot> current() const { return current_.load(); }
  void swap(std::shared_ptr<const Snapshot> next);
  uint64_t version() const { return version_.load(std::memory_order_acquire); }
  // What is told of each swap, on the thread that swaps: whoever keeps the one before lets go of it.
  void on_swap(std::function<void()> tell);
  size_t alive() const;  // in memory: the one in force, and those that requests still need

 private:
  std::atomic<std::shared_ptr<const Snapshot>> current_;
  std::atomic<uint64_t> version_{1};
  mutable std::mutex mutex_;  // of what follows
  std::vector<std::weak_ptr<const Snapshot>> before_;
  std::function<void()> tell_;
};

}  // namespace specgate::proxy
