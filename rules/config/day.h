// The day of a moment, by which ignores and allowances expire.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace specgate {

std::string day_of(int64_t unix_ms);  // UTC: "2026-11-21"

inline std::string today() {
  using std::chrono::milliseconds, std::chrono::system_clock;
  return day_of(std::chrono::floor<milliseconds>(system_clock::now().time_since_epoch()).count());
}

}  // namespace specgate
