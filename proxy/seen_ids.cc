#include "proxy/seen_ids.h"

#include <algorithm>
#include <random>

namespace specgate::proxy {

SeenIds::SeenIds(size_t ids, int64_t age_ms) {
  std::random_device random;
  const auto word = [&random] { return uint64_t{random()} << 32 | random(); };
  key_ = {word(), word()};
  for (Shard& shard : shards_) {
    shard.window = MessageIdWindow({std::max<size_t>(ids / shards_.size(), 1), age_ms}, key_);
  }
}

bool SeenIds::contains(const Hash& hash, int64_t now_ms) {
  Shard& shard = shard_of(hash);
  const std::lock_guard lock(shard.mutex);
  shard.now_ms = std::max(shard.now_ms, now_ms);
  return shard.window.contains(hash, shard.now_ms);
}

void SeenIds::add(const Hash& hash, int64_t now_ms) {
  Shard& shard = shard_of(hash);
  const std::lock_guard lock(shard.mutex);
  shard.now_ms = std::max(shard.now_ms, now_ms);
  shard.window.seen_before(hash, {}, shard.now_ms);
}

}  // namespace specgate::proxy
