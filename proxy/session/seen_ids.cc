#include "proxy/session/seen_ids.h"

#include <algorithm>
#include <chrono>
#include <random>
#include <utility>

namespace specgate::proxy {

int64_t SeenIds::steady_now_ms() {
  const auto since = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(since).count();
}

SeenIds::SeenIds(size_t ids, int64_t age_ms, NowMs now_ms) : now_ms_(now_ms) {
  std::random_device random;
  const auto word = [&random] { return uint64_t{random()} << 32 | random(); };
  key_ = {word(), word()};
  for (Shard& shard : shards_) {
    shard.window = MessageIdWindow({std::max<size_t>(ids / shards_.size(), 1), age_ms}, key_);
  }
}

bool SeenIds::contains(const Hash& hash) {
  Shard& shard = shard_of(hash);
  const std::lock_guard lock(shard.mutex);
  return shard.window.contains(hash, now_ms_());
}

bool SeenIds::add(const Hash& hash) {
  Shard& shard = shard_of(hash);
  const std::lock_guard lock(shard.mutex);
  return shard.window.seen_before(hash, {}, now_ms_()).has_value();
}

// Everyone claims in the same order and waits with nothing in hand: nobody waits in a circle.
std::optional<SeenIds::Hash> SeenIds::claim(std::span<const Hash> ids, Claims& out) {
  out.release();
  out.of_ = this;
  for (const Hash& id : ids) {
    if (!claim(id)) {
      out.release();
      return id;
    }
    out.ids_.push_back(id);
  }
  return std::nullopt;
}

bool SeenIds::claim(const Hash& id) {
  Shard& shard = shard_of(id);
  const std::lock_guard lock(shard.mutex);
  return !shard.window.contains(id, now_ms_()) && shard.claimed.try_emplace(id).second;
}

bool SeenIds::wait_for(const Hash& id, std::function<void()> tell) {
  Shard& shard = shard_of(id);
  const std::lock_guard lock(shard.mutex);
  const auto found = shard.claimed.find(id);
  if (found == shard.claimed.end()) return false;
  found->second.push_back(std::move(tell));
  return true;
}

void SeenIds::release(const Hash& id) {
  Waiting waiting;
  Shard& shard = shard_of(id);
  {
    const std::lock_guard lock(shard.mutex);
    const auto found = shard.claimed.find(id);
    waiting = std::move(found->second);
    shard.claimed.erase(found);
  }
  for (const auto& tell : waiting) tell();
}

void SeenIds::Claims::release() {
  for (const Hash& id : std::exchange(ids_, {})) of_->release(id);
}

}  // namespace specgate::proxy
