#include "proxy/store/age.h"

#include <algorithm>
#include <cstdlib>
#include <limits>

namespace specgate::proxy {
namespace {

constexpr int64_t kSaveEveryMs = 60'000;
constexpr int64_t kJumpMs = 10'000;  // apart within one look: no clock that is only slewed

}  // namespace

StoreAge::StoreAge(Door& door, const StoreClocks& clocks, int64_t keep_ms)
    : clocks_(clocks),
      read_(door, "SELECT value FROM meta WHERE name=?1"),
      write_(door, "INSERT INTO meta VALUES(?1,?2) ON CONFLICT(name) DO UPDATE SET "
                   "value=excluded.value"),
      steady_ms_(clocks_.steady()),
      wall_ms_(clocks_.wall()) {
  const int64_t then = read("age", wall_ms_), wall_then = read("age_wall", wall_ms_);
  const int64_t most = keep_ms == 0 ? std::numeric_limits<int64_t>::max() : keep_ms / 10;
  now_ms_ = then + std::clamp<int64_t>(wall_ms_ - wall_then, 0, most);
}

int64_t StoreAge::read(const char* name, int64_t otherwise) {
  return read_.bind(std::string_view(name)).value(otherwise);
}

int64_t StoreAge::now() {
  const int64_t steady = clocks_.steady(), wall = clocks_.wall();
  const int64_t passed = std::max<int64_t>(steady - steady_ms_, 0);
  jumped_ = std::abs(wall - wall_ms_ - passed) > kJumpMs;
  now_ms_ += passed;
  steady_ms_ = steady;
  wall_ms_ = wall;
  return now_ms_;
}

int64_t StoreAge::stamp(int64_t at_ms) {
  const int64_t now = now_ms_;
  return jumped_ ? now : now - std::max<int64_t>(wall_ms_ - at_ms, 0);
}

bool StoreAge::save() {
  if (saved_ms_ != 0 && now_ms_ - saved_ms_ < kSaveEveryMs) return true;
  saved_ms_ = now_ms_;
  return write_.bind(std::string_view("age")).bind(now_ms_).run() &&
         write_.bind(std::string_view("age_wall")).bind(wall_ms_).run();
}

}  // namespace specgate::proxy
