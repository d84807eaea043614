// Answers of an upstream that wait until the test lets them go.
#pragma once

#include <condition_variable>
#include <mutex>
#include <string>

#include "tests/proxy/upstream_fixture.h"

namespace specgate::proxy::testing {

// The first request is held, the others are answered at once.
class FirstHeld {
 public:
  FirstHeld(Upstream& upstream, std::string answer) : answer_(std::move(answer)) {
    upstream.respond([this](const HttpMessage&) { return respond(); });
  }
  ~FirstHeld() { let_go(); }
  FirstHeld(const FirstHeld&) = delete;
  FirstHeld& operator=(const FirstHeld&) = delete;

  void wait_until_there() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return requests_ != 0; });
  }
  void let_go() {
    const std::lock_guard lock(mutex_);
    held_ = false;
    changed_.notify_all();
  }

 private:
  std::string respond() {
    std::unique_lock lock(mutex_);
    if (++requests_ != 1) return ok_answer();
    changed_.notify_all();
    changed_.wait(lock, [this] { return !held_; });
    return answer_;
  }

  const std::string answer_;
  std::mutex mutex_;
  std::condition_variable changed_;
  int requests_ = 0;
  bool held_ = true;
};

}  // namespace specgate::proxy::testing
