// Those who are here: counted by many threads, waited for by one. Thread-safe.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>

#include "proxy/net/asio.h"

namespace specgate::proxy {

class ConnectionCount {
 public:
  void enter() { ++count_; }
  void leave() {
    if (--count_ != 0) return;
    const std::lock_guard lock(mutex_);
    empty_.notify_all();
  }
  uint64_t count() const { return count_; }

  // Until nobody is left, or until `end`. Told, not asking again and again.
  void wait_until_empty(Clock::time_point end) {
    std::unique_lock lock(mutex_);
    empty_.wait_until(lock, end, [this] { return count_ == 0; });
  }

 private:
  std::atomic<uint64_t> count_ = 0;
  std::mutex mutex_;
  std::condition_variable empty_;
};

}  // namespace specgate::proxy
