// Unix time -> "2026-11-21T11:52:03.120Z": how logs and answers tell a moment.
#pragma once

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <string>

namespace specgate::proxy {

inline void append_time(int64_t unix_ms, std::string& out) {
  namespace chrono = std::chrono;
  const chrono::sys_time<chrono::milliseconds> at{chrono::milliseconds{unix_ms}};
  const auto midnight = chrono::floor<chrono::days>(at);
  const chrono::year_month_day day{midnight};
  const chrono::hh_mm_ss time{at - midnight};
  char text[64];
  const int size = std::snprintf(
      text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ", static_cast<int>(day.year()),
      static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()),
      static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
      static_cast<int>(time.seconds().count()), static_cast<int>(time.subseconds().count()));
  if (size > 0) out.append(text, static_cast<size_t>(size));
}

inline int64_t unix_ms_now() {
  using std::chrono::milliseconds, std::chrono::system_clock;
  return std::chrono::floor<milliseconds>(system_clock::now().time_since_epoch()).count();
}

}  // namespace specgate::proxy
