// The names of track calls of one chunk, each where it first stands, for the fold over the run.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "lint/input/bodies.h"
#include "lint/report/summary.h"

namespace specgate {

struct EventNameAt {
  std::string name;
  Body body;           // that holds the call
  uint32_t event = 0;  // in its verdict
  uint32_t text = 0;   // which text within the body; 0: the body itself
  uint64_t index = 0;  // of the event in the chunk
};

// Bounded by kMostEventNames.
class EventNames {
 public:
  // Is the name new to the chunk? Then it is known from now on. One that is too long is not.
  bool learn(std::string_view name);
  void add(EventNameAt at) { fresh_.push_back(std::move(at)); }

  const std::vector<EventNameAt>& fresh() const { return fresh_; }  // since they were forgotten
  bool cut() const { return cut_; }                                 // there were too many

  void forget_fresh() { fresh_.clear(); }
  void clear();

 private:
  std::unordered_set<size_t> known_;  // hashes of names
  std::vector<EventNameAt> fresh_;
  bool cut_ = false;
};

}  // namespace specgate
