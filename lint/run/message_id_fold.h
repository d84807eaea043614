// What one event cannot show: folds over the run, in file order.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "lint/run/worker.h"
#include "rules/run/message_id_window.h"

namespace specgate {

// What of each call the gate's rules of On::kRun want.
struct RunFacts {
  bool ids = false, event_names = false;
};
RunFacts run_facts(const Gate& gate);

// Where a chunk lies in the run.
struct ChunkPlace {
  std::string_view file;
  uint32_t lines = 0;   // of the file before the chunk
  uint64_t events = 0;  // likewise
};

// Finds message ids that the run has seen before and adds a finding for each. Bounded memory, see
// MessageIdWindow. One thread at a time, chunks in file order.
class MessageIdFold {
 public:
  // The report's ids are taken, findings are added. `full`, if given, is called where they become
  // many, and takes them.
  void take(const JudgeJob& job, const ChunkPlace& place, Worker& worker, ChunkReport& report,
            const std::function<void()>& full = {});

  uint64_t forgotten() const { return window_.forgotten(); }

 private:
  using Repeats = std::vector<RepeatedId>;
  static void describe(const JudgeJob& job, const Repeats& repeats, Worker& worker,
                       ChunkReport& report);
  struct File {
    std::string name;
    uint64_t events = 0;  // of the run before it, as far as they had an id
  };
  std::string words_of(const Sighting& first) const;

  MessageIdWindow window_;
  std::vector<File> files_;  // those with ids, in their order
  uint64_t events_ = 0;      // of the run up to the last one with an id
};

}  // namespace specgate
