// What the threads of one proxy share, and what each has of its own.
#pragma once

#include <array>
#include <atomic>
#include <boost/asio/ssl/context.hpp>
#include <map>
#include <memory>
#include <set>
#include <string>

#include "proxy/http/upstream.h"
#include "proxy/ledger/ledger.h"
#include "proxy/net/conditions.h"
#include "proxy/net/connection_count.h"
#include "proxy/net/deadline.h"
#include "proxy/net/lookups.h"
#include "proxy/net/memory_budget.h"
#include "proxy/session/decision.h"
#include "proxy/session/judges.h"
#include "proxy/session/rate.h"
#include "proxy/session/seen_ids.h"
#include "proxy/session/snapshot.h"
#include "proxy/store/store.h"

namespace specgate::proxy {

class Session;

// Thread-safe, all of it; outlives the threads.
struct ProxyState {
  Snapshots& snapshots;
  Store& store;
  Ledger& ledger;
  SeenIds& seen;
  Judges& judges;
  MemoryBudget& budget;
  Rates& rates;
  const std::string& hash_key;
  net::ssl::context& upstream_tls;
  net::ssl::context* listen_tls = nullptr;  // null: plain HTTP
  std::atomic<bool> draining = false;
  ConnectionCount connections{};
  std::atomic<size_t> most_connections = 0;  // limits.connections, or what descriptors allow
  std::atomic<uint64_t> refused = 0, in_flight = 0;
  std::atomic<uint64_t> next_request = 0;
  std::array<std::atomic<uint64_t>, kUnjudgedKinds> unjudged{};
  std::atomic<uint64_t> notices_sent = 0, notices_lost = 0;  // to other sources
  Lookups lookups{};
  Conditions conditions{[this](std::string_view level, std::string_view message) {
    ledger.say(level, message);
  }};
};

// One thread: its loop, its connections, its buffers. Nothing here is locked.
struct Worker {
  explicit Worker(ProxyState& all)
      : shared(all),
        deadlines(context.get_executor()),
        upstreams(context, deadlines, {all.upstream_tls, all.lookups, all.conditions}),
        decider(all.seen) {}

  // The configuration in force; looked at once a request. Between two swaps it is the same one.
  const std::shared_ptr<const Snapshot>& snapshot() {
    if (const uint64_t now = shared.snapshots.version(); now != version_) {
      snapshot_ = shared.snapshots.current();
      version_ = now;
    }
    return snapshot_;
  }

  // Is there time to tell the store of one more event? A thousand a second, and no more.
  bool may_feed() {
    const Clock::time_point now = Clock::now();
    if (now - feed_began_ > std::chrono::seconds(1)) {
      feed_began_ = now;
      fed_ = 0;
    }
    return fed_++ < 1000;
  }

  // Hashes of the keys of late: a keyed hash costs more than all the rest of a small request.
  const std::string& hash_of(std::string_view write_key);

  ProxyState& shared;
  net::io_context context{1};
  Deadlines deadlines;
  Upstreams upstreams;
  Decider decider;
  std::set<Session*> sessions;       // those open now
  unsigned notices = 0;              // on their way to other sources
  unsigned turned_away = 0;          // connections that still hear so

 private:
  std::shared_ptr<const Snapshot> snapshot_;
  uint64_t version_ = 0;
  Clock::time_point feed_began_{};
  unsigned fed_ = 0;
  std::map<std::string, std::string, std::less<>> key_hashes_;
  std::string long_key_hash_;        // of the last key too long to be kept
};

}  // namespace specgate::proxy
