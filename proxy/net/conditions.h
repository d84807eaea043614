// What is wrong just now with what the proxy depends on: an upstream that cannot be reached, a name
// that cannot be looked up. Told on standard error when it begins and when it ends, listed by /status
// in between. Thread-safe.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace specgate::proxy {

struct Condition {
  std::string thing;    // "the upstream https://api.segment.io:443"
  std::string problem;  // the last one seen
  int64_t since_ms = 0;  // Unix time
  uint64_t times = 0;
};

class Conditions {
 public:
  // An operator's line; called under no lock, by whichever thread begins or ends a condition.
  using Tell = std::function<void(std::string_view level, std::string_view message)>;
  explicit Conditions(Tell tell) : tell_(std::move(tell)) {}

  static constexpr auto kQuiet = std::chrono::seconds(10);  // between two beginnings of one thing

  // `thing` is as `problem` says. Told if that is news, and a thing that comes and goes not more often
  // than every kQuiet.
  void begin(const std::string& thing, const std::string& problem);
  void end(const std::string& thing);  // costs a look at a number while nothing is wrong
  std::vector<Condition> now() const;

 private:
  using Clock = std::chrono::steady_clock;
  struct Entry {
    Condition condition;               // of no times: it is well
    std::string told;                  // the problem that was told last, until its end was
    std::optional<Clock::time_point> told_at;
  };

  const Tell tell_;
  std::atomic<size_t> wrong_ = 0;  // entries that are not well
  mutable std::mutex mutex_;       // of what follows
  std::map<std::string, Entry> entries_;
};

}  // namespace specgate::proxy
