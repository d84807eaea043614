#include "proxy/session/await_store.h"

#include <atomic>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <memory>

namespace specgate::proxy {
namespace {

// Shared by the one who waits and the writer, whichever ends first.
struct Waiting {
  explicit Waiting(Executor on) : timer(on) {}
  enum State : uint8_t { kOpen, kTold, kGivenUp };
  std::atomic<State> state = kOpen;  // whoever changes it from kOpen decides
  Timer timer;                       // of the session's thread, as is what follows
  bool done = false, kept = false;
};

void tell(const std::shared_ptr<Waiting>& waiting, Executor executor, bool kept) {
  net::post(executor, [waiting, kept] {
    waiting->done = true;
    waiting->kept = kept;
    waiting->timer.cancel();
  });
}

}  // namespace

Task<bool> commit(Store& store, int64_t timeout_ms, const Origination& from,
                  std::vector<EventRecord> events) {
  const Executor executor = co_await net::this_coro::executor;
  const auto waiting = std::make_shared<Waiting>(executor);
  const uint64_t count = events.size();
  waiting->timer.expires_after(std::chrono::milliseconds(timeout_ms));
  store.quarantine(from, std::move(events), [waiting, executor, count, &store](bool kept) {
    Waiting::State open = Waiting::kOpen;
    if (waiting->state.compare_exchange_strong(open, Waiting::kTold)) {
      tell(waiting, executor, kept);
    } else if (kept) {
      store.count_late(count);
    }
  });
  co_await waiting->timer.async_wait(kAwait);
  Waiting::State open = Waiting::kOpen;
  if (waiting->state.compare_exchange_strong(open, Waiting::kGivenUp)) co_return false;
  // It was told at the very moment when the time was up: the news is on its way.
  waiting->timer.expires_at(Clock::time_point::max());
  if (!waiting->done) co_await waiting->timer.async_wait(kAwait);
  co_return waiting->kept;
}

}  // namespace specgate::proxy
