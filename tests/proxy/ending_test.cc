// The time for the end is shared out so that all of it fits in, however short it is.
#include "proxy/server/ending.h"

#include <gtest/gtest.h>

namespace specgate::proxy {
namespace {

using std::chrono::milliseconds;

TEST(Ending, FitsIntoItsTime) {
  const Clock::time_point begin{};
  for (const int drain : {1, 2, 10, 100, 300, 1000, 2000, 10'000, 86'400'000}) {
    const Ending ending = ending_of(begin, milliseconds(drain));
    EXPECT_EQ(ending.all, begin + milliseconds(drain)) << drain;
    EXPECT_GT(ending.requests, begin) << drain;
    EXPECT_LT(ending.requests, ending.words) << drain << ": nobody hears that he was cut off";
    EXPECT_LT(ending.words, ending.all) << drain << ": nothing is left to write what was promised";
    EXPECT_GE(4 * (ending.requests - begin), ending.all - begin) << drain << ": requests have hardly any time";
  }
}

// Writing what is left takes its time, however short the drain is.
TEST(Ending, LeavesTimeForTheEnd) {
  const Clock::time_point begin{};
  for (const int drain : {100, 150, 200, 300, 1000}) {
    const Ending ending = ending_of(begin, milliseconds(drain));
    EXPECT_GE(ending.all - ending.requests, milliseconds(75)) << drain;
  }
  EXPECT_EQ(ending_of(begin, milliseconds(1500)).requests, begin + milliseconds(1000));
  EXPECT_EQ(ending_of(begin, milliseconds(10'000)).requests, begin + milliseconds(9500));
}

TEST(Ending, OfNoTimeIsAtOnce) {
  const Clock::time_point begin{};
  const Ending ending = ending_of(begin, milliseconds(0));
  EXPECT_EQ(ending.requests, begin);
  EXPECT_EQ(ending.words, begin);
  EXPECT_EQ(ending.all, begin);
}

}  // namespace
}  // namespace specgate::proxy
