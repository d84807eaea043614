// The thread that reloads: whoever waits for signals waits for no file, and hears of each.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

#include "spec/text/result.h"

namespace specgate::proxy {

class Reloading {
 public:
  // Called on the thread that reloads, one after the other.
  struct Steps {
    std::function<bool()> changed;               // have the files, since the last time?
    std::function<Problems()> reload;            // empty: the new configuration is in force
    std::function<void(const Problems&)> tell;   // of a reload's outcome
  };
  explicit Reloading(Steps steps);
  ~Reloading();  // waits for the reload under way

  // Begins one at once. False: one is under way already, and another follows when it has ended,
  // however often it is asked for meanwhile.
  bool ask();

 private:
  void run();

  const Steps steps_;
  std::mutex mutex_;  // of what follows
  std::condition_variable asked_or_ending_;
  bool asked_ = false, busy_ = false, ending_ = false;
  std::thread thread_;
};

}  // namespace specgate::proxy
