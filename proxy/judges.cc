#include "proxy/judges.h"

namespace specgate::proxy {

Judges::Judges(SeenIds& seen, unsigned threads) {
  for (unsigned i = 0; i < threads; ++i) {
    threads_.emplace_back([this, &seen] {
      Inspector inspector(seen);
      serve(inspector);
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

void Judges::serve(Inspector& inspector) {
  for (;;) {
    Job job;
    {
      std::unique_lock lock(mutex_);
      more_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
      if (stopping_) return;
      job = std::move(waiting_.front());
      waiting_.pop_front();
    }
    job.work(inspector);
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
