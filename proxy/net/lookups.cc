#include "proxy/net/lookups.h"

#include <algorithm>
#include <boost/asio/ip/basic_resolver.hpp>
#include <boost/asio/post.hpp>
#include <map>
#include <mutex>
#include <optional>
#include <system_error>
#include <thread>

namespace specgate::proxy {
namespace {

constexpr const char* kSlow = "the look-up takes too long";

// One thread a look-up, so that a name that hangs holds up no other; nobody waits for its end.
void ask_system(const std::string& host, uint16_t port, Lookups::Done done) {
  const auto ask = [host, port, done] {
    net::io_context context;
    net::ip::basic_resolver<tcp, Executor> resolver(context.get_executor());
    Error error;
    Lookups::Addresses addresses;
    for (const auto& entry : resolver.resolve(host, std::to_string(port), error)) {
      addresses.push_back(entry.endpoint());
    }
    done(error, std::move(addresses));
  };
  try {
    std::thread(ask).detach();
  } catch (const std::system_error&) {
    done(net::error::no_memory, {});  // no more threads
  }
}

}  // namespace

struct Lookups::Name {
  // Is there a reason to begin a look-up?
  bool wants_one(Clock::time_point now) const {
    if (looking != 0 && (now - begun < kGivenUp || looking >= kMostHanging)) return false;
    if (addresses.empty()) return true;
    if (!doubted && now - found < kFresh) return false;
    return trouble.empty() || now - ended >= kAgain;
  }
  // Is the result of the one under way worth waiting for?
  bool wants_result(Clock::time_point now) const {
    if (addresses.empty()) return true;
    return trouble.empty() && (doubted || now - found >= kUsable);
  }
  void take(Error error, Addresses fresh, Clock::time_point now) {
    --looking;
    ended = now;
    if (!error && fresh.empty()) error = net::error::host_not_found;
    trouble = error ? error.message() : std::string();
    if (error) return;
    addresses = std::move(fresh);
    found = now;
    doubted = false;
  }

  Addresses addresses;  // the last good ones
  std::string trouble;  // of the last look-up; empty: none
  Clock::time_point found{}, begun{}, ended{};
  bool doubted = false;
  unsigned looking = 0;  // look-ups under way
  std::vector<std::weak_ptr<Timer>> waiting;
};

struct Lookups::Book {
  std::mutex mutex;  // of all that follows
  std::map<std::pair<std::string, uint16_t>, Name> names;
};

// One who waits, until told or until his time is up.
class Lookups::Wait {
 public:
  Wait(std::shared_ptr<Book> book, Name& name, Executor executor)
      : book_(std::move(book)), name_(name), timer_(std::make_shared<Timer>(executor)) {
    name_.waiting.push_back(timer_);  // under the book's lock
  }
  ~Wait() {
    const std::lock_guard lock(book_->mutex);
    std::erase_if(name_.waiting, [this](const auto& one) { return one.lock() == timer_; });
  }
  Wait(const Wait&) = delete;
  Wait& operator=(const Wait&) = delete;

  Timer& timer() { return *timer_; }

 private:
  const std::shared_ptr<Book> book_;
  Name& name_;
  const std::shared_ptr<Timer> timer_;
};

Lookups::Lookups() : Lookups(ask_system) {}
Lookups::Lookups(Resolve resolve, Now now)
    : resolve_(std::move(resolve)), now_(std::move(now)), book_(std::make_shared<Book>()) {}
Lookups::~Lookups() = default;

Task<Found> Lookups::find(Executor executor, std::string host, uint16_t port,
                          int64_t milliseconds) {
  Error no_address;
  const auto address = net::ip::make_address(host, no_address);
  Found out;
  if (!no_address) {
    out.addresses.emplace_back(address, port);
    co_return out;
  }

  Name* name = nullptr;
  bool begins = false;
  std::optional<Wait> wait;
  {
    const std::lock_guard lock(book_->mutex);
    name = &book_->names[{host, port}];
    const Clock::time_point now = now_();
    begins = name->wants_one(now);
    if (begins) {
      ++name->looking;
      name->begun = now;
    }
    if (name->looking != 0 && name->wants_result(now)) {
      wait.emplace(book_, *name, executor);
      wait->timer().expires_after(
          std::chrono::milliseconds(name->addresses.empty() ? milliseconds : milliseconds / 2));
    }
    out = {name->addresses, name->trouble};
  }
  if (begins) begin(host, port, *name);
  if (!wait) co_return out;
  const auto [told] = co_await wait->timer().async_wait(kAwait);
  {
    const std::lock_guard lock(book_->mutex);
    if (!told && name->looking != 0) name->trouble = kSlow;
    out = {name->addresses, name->trouble};
  }
  wait.reset();
  co_return out;
}

// Names stay in the book for good: they are those of the configuration.
void Lookups::begin(const std::string& host, uint16_t port, Name& name) {
  resolve_(host, port, [book = book_, &name, now = now_](Error error, Addresses addresses) {
    const std::lock_guard lock(book->mutex);
    name.take(error, std::move(addresses), now());
    for (const std::weak_ptr<Timer>& one : name.waiting) {
      const std::shared_ptr<Timer> timer = one.lock();
      if (timer == nullptr) continue;
      net::post(timer->get_executor(), [one] {
        if (const auto still = one.lock()) still->cancel();
      });
    }
  });
}

void Lookups::doubt(const std::string& host, uint16_t port) {
  const std::lock_guard lock(book_->mutex);
  const auto found = book_->names.find({host, port});
  if (found != book_->names.end()) found->second.doubted = true;
}

}  // namespace specgate::proxy
