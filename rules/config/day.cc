#include "rules/config/day.h"

#include <cstdio>

namespace specgate {

std::string day_of(int64_t unix_ms) {
  namespace chrono = std::chrono;
  const chrono::sys_time<chrono::milliseconds> at{chrono::milliseconds{unix_ms}};
  const chrono::year_month_day day{chrono::floor<chrono::days>(at)};
  char text[32];
  const int size = std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(day.year()),
                                 static_cast<unsigned>(day.month()),
                                 static_cast<unsigned>(day.day()));
  return {text, static_cast<size_t>(size)};
}

}  // namespace specgate
