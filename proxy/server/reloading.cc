#include "proxy/server/reloading.h"

#include <chrono>
#include <utility>

namespace specgate::proxy {
namespace {

constexpr std::chrono::milliseconds kLookAgain{500};  // for changed files

}  // namespace

Reloading::Reloading(Steps steps) : steps_(std::move(steps)), thread_([this] { run(); }) {}

Reloading::~Reloading() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  asked_or_ending_.notify_one();
  thread_.join();
}

bool Reloading::ask() {
  const std::lock_guard lock(mutex_);
  asked_ = true;
  asked_or_ending_.notify_one();
  return !busy_;
}

void Reloading::run() {
  std::unique_lock lock(mutex_);
  while (!ending_) {
    asked_or_ending_.wait_for(lock, kLookAgain, [this] { return asked_ || ending_; });
    if (ending_) return;
    if (!asked_) {
      lock.unlock();
      const bool changed = steps_.changed();
      lock.lock();
      asked_ = asked_ || changed;
    }
    if (!asked_) continue;
    asked_ = false;
    busy_ = true;
    lock.unlock();
    steps_.tell(steps_.reload());
    lock.lock();
    busy_ = false;
  }
}

}  // namespace specgate::proxy
