// Time limits of connections: one timer a thread looks at all of them every tenth of a second, so
// that setting a limit costs a store and no system call.
#pragma once

#include <functional>

#include "proxy/asio.h"

namespace specgate::proxy {

class Deadlines;

// The limit of one connection, in force until it is cleared or set again. Not thread-safe.
class Deadline {
 public:
  // `on_expiry` makes what waits give up; it is called once for each expiry.
  Deadline(Deadlines& all, std::function<void()> on_expiry);
  ~Deadline();
  Deadline(const Deadline&) = delete;
  Deadline& operator=(const Deadline&) = delete;

  void set(int64_t milliseconds);
  void clear() { at_ = Clock::time_point::max(); }
  bool expired() const { return expired_; }
  void expire_now();

 private:
  friend class Deadlines;
  Deadlines& all_;
  std::function<void()> on_expiry_;
  Clock::time_point at_ = Clock::time_point::max();
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
  bool stopped_ = false;
};

}  // namespace specgate::proxy
