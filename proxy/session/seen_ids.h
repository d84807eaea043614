// The messageIds that an upstream has acknowledged of late, over all threads: what makes a call a
// duplicate. An id counts as seen only once its call was taken, so a retry of a call that failed is
// never mistaken for one. Ids of calls that are on their way may be claimed: whoever brings the same
// meanwhile waits for the outcome, as only that tells whether its own call is a duplicate.
#pragma once

#include <array>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "rules/run/message_id_window.h"

namespace specgate::proxy {

class SeenIds {
 public:
  using Hash = MessageIdWindow::Hash;
  struct Order {
    bool operator()(const Hash& a, const Hash& b) const {
      return a.high != b.high ? a.high < b.high : a.low < b.low;
    }
  };

  // What one request has claimed; given up with this.
  class Claims {
   public:
    Claims() = default;
    ~Claims() { release(); }
    Claims(const Claims&) = delete;
    Claims& operator=(const Claims&) = delete;
    void release();  // tells those that wait

   private:
    friend class SeenIds;
    SeenIds* of_ = nullptr;
    std::vector<Hash> ids_;
  };

  // Milliseconds of a clock that nobody sets: a wall clock that jumps must neither forget what was seen
  // nor remember it for ever.
  using NowMs = int64_t (*)();
  static int64_t steady_now_ms();
  SeenIds(size_t ids, int64_t age_ms, NowMs now_ms = steady_now_ms);

  Hash hash_of(std::string_view id) const { return MessageIdWindow::hash_of(id, key_); }
  bool contains(const Hash& hash);
  bool add(const Hash& hash);  // true: it was there before

  // Claims all of `ids`, which are in order and of which none stands twice, or none of them: then the
  // result is one that another request has claimed, or that is seen by now.
  std::optional<Hash> claim(std::span<const Hash> ids, Claims& out);
  // Calls `tell` (on any thread) once the claim on `id` is released. False: nobody claims it.
  bool wait_for(const Hash& id, std::function<void()> tell);

 private:
  using Waiting = std::vector<std::function<void()>>;
  // Threads meet at a shard only, not at the whole.
  struct Shard {
    std::mutex mutex;
    MessageIdWindow window;
    std::map<Hash, Waiting, Order> claimed;
  };
  Shard& shard_of(const Hash& hash) { return shards_[hash.high % shards_.size()]; }
  bool claim(const Hash& id);
  void release(const Hash& id);

  const NowMs now_ms_;
  MessageIdWindow::Key key_;  // ids come from strangers: nobody shall make two of them collide
  std::array<Shard, 16> shards_;
};

}  // namespace specgate::proxy
