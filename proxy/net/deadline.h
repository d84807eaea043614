// Time limits of connections: one timer a thread looks at all of them every tenth of a second, and
// counts these ticks, so that setting a limit costs a store and not even a look at the clock.
#pragma once

#include <functional>
#include <limits>

#include "proxy/net/asio.h"

namespace specgate::proxy {

class Deadlines;

// The limit of one connection, in force until it is cleared or set again. Not thread-safe.
class Deadline {
 public:
  // `on_expiry` makes what waits give up and what is begun later fail; it may be called again.
  Deadline(Deadlines& all, std::function<void()> on_expiry);
  ~Deadline();
  Deadline(const Deadline&) = delete;
  Deadline& operator=(const Deadline&) = delete;

  void set(int64_t milliseconds);  // from now; it expires up to a tick later than that
  void cap(int64_t milliseconds);  // from now: until it is cleared no limit reaches beyond that
  void lift() { at_ = cap_; }      // nothing is waited for just now; the cap stays
  void clear() { at_ = cap_ = kNever; }
  bool expired() const { return expired_; }  // and stays so: the connection is finished
  void expire_now();

 private:
  friend class Deadlines;
  uint64_t from_now(int64_t milliseconds) const;
  static constexpr uint64_t kNever = std::numeric_limits<uint64_t>::max();
  Deadlines& all_;
  std::function<void()> on_expiry_;
  uint64_t at_ = kNever, cap_ = kNever;  // in ticks
  bool expired_ = false;
  Deadline* before_ = nullptr;  // a list through Deadlines::first_
  Deadline* after_ = nullptr;
};

// Those of one thread.
class Deadlines {
 public:
  explicit Deadlines(Executor executor);

  void expire_all();  // the end: everything that waits gives up
  void stop();

 private:
  friend class Deadline;
  void tick();

  Timer timer_;
  Deadline* first_ = nullptr;
  uint64_t ticks_ = 0;
  bool stopped_ = false;
};

}  // namespace specgate::proxy
