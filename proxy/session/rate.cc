#include "proxy/session/rate.h"

#include <algorithm>
#include <cmath>

namespace specgate::proxy {

unsigned Rates::take(std::string_view name, const Rate& rate, Clock::time_point now) {
  if (rate.per_second <= 0) return 0;
  const double most = rate.burst > 0 ? rate.burst : std::max(1.0, 2 * rate.per_second);
  const std::lock_guard lock(mutex_);
  const auto [found, fresh] = buckets_.try_emplace(std::string(name), Bucket{most, now});
  Bucket& bucket = found->second;
  const double seconds = std::chrono::duration<double>(now - bucket.filled).count();
  bucket.tokens = std::min(most, bucket.tokens + std::max(0.0, seconds) * rate.per_second);
  bucket.filled = now;
  if (bucket.tokens >= 1) {
    bucket.tokens -= 1;
    return 0;
  }
  return static_cast<unsigned>(std::ceil((1 - bucket.tokens) / rate.per_second));
}

}  // namespace specgate::proxy
