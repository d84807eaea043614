// How the time for the end of the process (`timeouts.drain`) is used, so that all of it fits in.
#pragma once

#include <algorithm>

#include "proxy/asio.h"

namespace specgate::proxy {

struct Ending {
  Clock::time_point requests;  // until then requests under way may end; what is left is cut off
  Clock::time_point words;     // until then those that were cut off hear of it
  Clock::time_point all;       // then what was promised has been written, and the process is over
};

// Half a second is enough to hear that one was cut off, and half of that to write what is left; of a short
// drain a quarter and an eighth. A request that is being judged is not waited for any longer: nothing of it
// has been promised.
inline Ending ending_of(Clock::time_point begin, std::chrono::milliseconds drain) {
  constexpr std::chrono::milliseconds kAtMost(500);
  const Clock::time_point all = begin + drain;
  const auto last = std::min<Clock::duration>(Clock::duration(drain) / 4, kAtMost);
  return {all - last, all - last / 2, all};
}

}  // namespace specgate::proxy
