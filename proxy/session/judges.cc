#include "proxy/session/judges.h"

#include <chrono>

#include "spec/text/give_back.h"

namespace specgate::proxy {

Judges::Judges(SeenIds& seen, unsigned threads) {
  for (unsigned i = 0; i < threads; ++i) {
    threads_.emplace_back([this, &seen] {
      Decider decider(seen);
      serve(decider);
    });
  }
}

Task<void> Judges::run(Executor executor, Work work) {
  const auto done = std::make_shared<Signal>(executor);
  ++under_way_;
  {
    const std::lock_guard lock(mutex_);
    waiting_.push_back({std::move(work), done});
  }
  more_.notify_one();
  co_await done->wait();
}

void Judges::serve(Decider& decider) {
  constexpr auto kQuiet = std::chrono::seconds(1);
  const auto is_called = [this] { return stopping_ || !waiting_.empty(); };
  for (bool worked = false;; worked = true) {
    Job job;
    {
      std::unique_lock lock(mutex_);
      if (worked && !more_.wait_for(lock, kQuiet, is_called)) {
        lock.unlock();
        give_back_freed();  // what long bodies needed is free, and the system may have it
        lock.lock();
      }
      more_.wait(lock, is_called);
      if (stopping_) return;
      job = std::move(waiting_.front());
      waiting_.pop_front();
    }
    job.work(decider);
    --under_way_;
    Signal::tell(std::move(job.done));
  }
}

void Judges::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  more_.notify_all();
  for (std::thread& thread : threads_) {
    if (thread.joinable()) thread.join();
  }
  waiting_.clear();
}

}  // namespace specgate::proxy
