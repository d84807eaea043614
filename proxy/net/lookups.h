// Addresses of names: each is looked up once for all who wait, on a thread of its own, and nobody waits
// longer than he wants to. What was found serves again while a later look-up fails or hangs.
//
// One for the whole process, or for whoever posts on his own; thread-safe. Segment's addresses change:
// its HTTP API docs want them looked up again at least every 24 hours, here the first connection made
// after half a minute does.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "proxy/net/asio.h"

namespace specgate::proxy {

struct Found {
  std::vector<tcp::endpoint> addresses;  // empty: none, and `trouble` says why
  std::string trouble;                   // beside addresses: they are old, as looking up fails
};

class Lookups {
 public:
  using Addresses = std::vector<tcp::endpoint>;
  using Done = std::function<void(Error, Addresses)>;
  // Starts a look-up and returns; calls `done` once, from any thread, at any time or never.
  using Resolve = std::function<void(const std::string& host, uint16_t port, Done done)>;
  using Now = std::function<Clock::time_point()>;

  static constexpr auto kFresh = std::chrono::seconds(30);   // no reason to look up again
  static constexpr auto kUsable = std::chrono::minutes(5);   // looked up behind whoever is served
  static constexpr auto kAgain = std::chrono::seconds(1);    // after a failure, with addresses to use
  static constexpr auto kGivenUp = std::chrono::minutes(1);  // one that hangs: another is begun
  static constexpr unsigned kMostHanging = 4;                // of one name

  Lookups();  // the system's: getaddrinfo
  explicit Lookups(Resolve resolve, Now now = Clock::now);
  ~Lookups();

  // Waits for a look-up, where one is needed, at most `milliseconds`, and half of that where there are
  // old addresses to try.
  Task<Found> find(Executor executor, std::string host, uint16_t port, int64_t milliseconds);
  // Nobody could be reached at these addresses: whoever comes next waits for a look-up.
  void doubt(const std::string& host, uint16_t port);

 private:
  struct Name;
  struct Book;
  class Wait;
  void begin(const std::string& host, uint16_t port, Name& name);

  const Resolve resolve_;
  const Now now_;
  // Look-ups that hang outlive this: they keep the book, and find nobody in it who waits.
  const std::shared_ptr<Book> book_;
};

}  // namespace specgate::proxy
