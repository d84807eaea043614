#include "lint/commands/progress.h"

#include <unistd.h>

#include <cstdio>

namespace specgate {

Progress::Progress(bool wanted, uint64_t total)
    : wanted_(wanted && isatty(STDERR_FILENO) != 0),
      total_(total),
      next_(Clock::now() + std::chrono::seconds(1)) {}

void Progress::show(uint64_t done) {
  if (!wanted_ || Clock::now() < next_) return;
  next_ = Clock::now() + std::chrono::milliseconds(100);
  constexpr double kMega = 1e6;
  const double megabytes = static_cast<double>(done) / kMega;
  if (total_ == 0) {
    std::fprintf(stderr, "\r\x1b[K%.1f MB", megabytes);
  } else {
    std::fprintf(stderr, "\r\x1b[K%.1f of %.1f MB", megabytes, static_cast<double>(total_) / kMega);
  }
  shown_ = true;
}

void Progress::erase() {
  if (shown_) std::fputs("\r\x1b[K", stderr);
  shown_ = false;
}

}  // namespace specgate
