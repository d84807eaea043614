// Threads for long work on bodies (inflating, judging, packing), so that no loop waits for it: the
// loop's other connections and the end of the process go on meanwhile.
//
// What the work looks at lives as long as it runs: the session that asked is suspended until then, and
// whoever destroys sessions stops this first. The process may end while it works.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "proxy/net/signal.h"
#include "proxy/session/decision.h"
#include "spec/json/value_count.h"

namespace specgate::proxy {

// A text up to so many bytes is judged on the loop, where it costs less than the way to another thread
// and back; a longer one beside it. Bodies above kWarm are counted by the budget, so what waits here is
// bounded by limits.memory.
inline constexpr size_t kMostOnLoop = 128 * 1024;
// What judging costs at worst goes with the number of values, some microseconds each: so many may be
// judged on the loop. A batch of 50 usual events has some 2000 in 66 KB; a text this short is not counted.
inline constexpr size_t kMostValuesOnLoop = 5000;
inline constexpr size_t kShortOnLoop = 32 * 1024;

// No fewer than values_in() counts: what stands in strings counts as well, so that bytes need no order
// and the compiler takes many at once.
inline size_t most_values_of(std::string_view text) {
  size_t values = 1;
  for (const char c : text) values += static_cast<size_t>(c == ',' || c == '[' || c == '{');
  return values;
}

// Does a text take so long that it is judged beside the loop?
inline bool is_long(std::string_view text) {
  if (text.size() <= kShortOnLoop) return false;
  if (text.size() > kMostOnLoop) return true;
  return most_values_of(text) > kMostValuesOnLoop &&
         values_in(text, kMostValuesOnLoop) > kMostValuesOnLoop;
}

// A body of more calls is not judged: each of them has a record, a line in the answer and, if it is
// rejected, a row. Twenty times what Segment takes (limits_and_formats.tsv: 2500).
inline constexpr size_t kMostCalls = 50'000;

// Thread-safe.
class Judges {
 public:
  using Work = std::function<void(Decider&)>;  // throws nothing

  Judges(SeenIds& seen, unsigned threads);
  ~Judges() { stop(); }

  // Runs `work` on one of the threads, in the order of asking; back on the loop when it is done.
  Task<void> run(Executor executor, Work work);
  uint64_t under_way() const { return under_way_; }  // at work and waiting
  void stop();  // what is at work is waited for, what waits is never begun

 private:
  struct Job {
    Work work;
    std::shared_ptr<Signal> done;
  };
  void serve(Decider& decider);

  std::mutex mutex_;
  std::condition_variable more_;
  std::deque<Job> waiting_;
  bool stopping_ = false;
  std::atomic<uint64_t> under_way_ = 0;
  std::vector<std::thread> threads_;
};

}  // namespace specgate::proxy
