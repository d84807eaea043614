// Something that a coroutine of one loop waits for and any thread tells, once.
#pragma once

#include <boost/asio/post.hpp>
#include <memory>

#include "proxy/net/asio.h"

namespace specgate::proxy {

class Signal {
 public:
  explicit Signal(Executor executor) : executor_(executor), timer_(executor, Clock::time_point::max()) {}

  // Any thread. The loop that waits outlives it, or has been stopped.
  static void tell(std::shared_ptr<Signal> signal) {
    const Executor executor = signal->executor_;
    net::post(executor, [signal = std::move(signal)] {
      signal->told_ = true;
      signal->timer_.cancel();
    });
  }

  Task<void> wait() {
    if (!told_) co_await timer_.async_wait(kAwait);
  }

 private:
  const Executor executor_;
  Timer timer_;
  bool told_ = false;  // of the loop's thread
};

}  // namespace specgate::proxy
