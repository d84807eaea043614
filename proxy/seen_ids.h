// The messageIds that an upstream has acknowledged of late, over all threads: what makes a call a
// duplicate. An id counts as seen only once its call was taken, so a retry of a call that failed is
// never mistaken for one.
#pragma once

#include <array>
#include <mutex>
#include <string_view>

#include "rules/run/message_id_window.h"

namespace specgate::proxy {

class SeenIds {
 public:
  using Hash = MessageIdWindow::Hash;

  SeenIds(size_t ids, int64_t age_ms);

  Hash hash_of(std::string_view id) const { return MessageIdWindow::hash_of(id, key_); }
  bool contains(const Hash& hash, int64_t now_ms);
  void add(const Hash& hash, int64_t now_ms);

 private:
  // Threads meet at a shard only, not at the whole.
  struct Shard {
    std::mutex mutex;
    MessageIdWindow window;
    int64_t now_ms = 0;
  };
  Shard& shard_of(const Hash& hash) { return shards_[hash.high % shards_.size()]; }

  MessageIdWindow::Key key_;  // ids come from strangers: nobody shall make two of them collide
  std::array<Shard, 16> shards_;
};

}  // namespace specgate::proxy
