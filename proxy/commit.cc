#include "proxy/commit.h"

#include <boost/asio/post.hpp>
#include <memory>

namespace specgate::proxy {

Task<bool> commit(Store& store, Executor executor, const Origination& from,
                  std::vector<EventRecord> events) {
  struct Waiting {
    explicit Waiting(Executor on) : timer(on, Clock::time_point::max()) {}
    Timer timer;
    bool done = false, kept = false;
  };
  const auto waiting = std::make_shared<Waiting>(executor);
  store.quarantine(from, std::move(events), [waiting, executor](bool kept) {
    net::post(executor, [waiting, kept] {
      waiting->done = true;
      waiting->kept = kept;
      waiting->timer.cancel();
    });
  });
  if (!waiting->done) co_await waiting->timer.async_wait(kAwait);
  co_return waiting->kept;
}

}  // namespace specgate::proxy
