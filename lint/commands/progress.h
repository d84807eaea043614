// "12.4 of 200.0 MB" on a terminal's standard error, from the second second on; leaves no trace.
#pragma once

#include <chrono>
#include <cstdint>

namespace specgate {

class Progress {
 public:
  Progress(bool wanted, uint64_t total);
  ~Progress() { erase(); }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  void show(uint64_t done);
  void erase();

 private:
  using Clock = std::chrono::steady_clock;
  bool wanted_;
  uint64_t total_;
  Clock::time_point next_;
  bool shown_ = false;
};

}  // namespace specgate
