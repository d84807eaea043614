// How the time for the end of the process (`timeouts.drain`) is used, so that all of it fits in.
#pragma once

#include <algorithm>

#include "proxy/net/asio.h"

namespace specgate::proxy {

struct Ending {
  Clock::time_point requests;  // until then requests under way may end; what is left is cut off
  Clock::time_point words;     // until then those that were cut off hear of it
  Clock::time_point all;       // then what was promised has been written, and the process is over
};

// The last half second, of a short drain its last third, is for hearing that one was cut off, and three quarters
// of that for writing what is left and giving back memory, which takes some 80 ms on a busy machine however short
// the drain is: of a very short one all but a quarter is for the end. A request that is being judged is not waited
// for any longer: nothing of it has been promised.
inline Ending ending_of(Clock::time_point begin, std::chrono::milliseconds drain) {
  constexpr Clock::duration kAtLeast = std::chrono::milliseconds(100), kAtMost = std::chrono::milliseconds(500);
  const Clock::time_point all = begin + drain;
  const Clock::duration whole(drain);
  const Clock::duration last = std::clamp(whole / 3, std::min(whole * 3 / 4, kAtLeast), kAtMost);
  return {all - last, all - last * 3 / 4, all};
}

}  // namespace specgate::proxy
