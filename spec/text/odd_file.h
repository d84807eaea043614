// What is said of files that are none, in one place for all who read them.
#pragma once

#include <string_view>

namespace specgate {

// /proc/kmsg calls itself a file, and its reader waits for the next line of it.
inline constexpr std::string_view kMakesWait = "a file that makes its reader wait, wanted one that is all there";

}  // namespace specgate
