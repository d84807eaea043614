#include "spec/text/give_back.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace specgate {
namespace {

TEST(GiveBack, LeavesNothingOfAString) {
  std::string text(100'000, 'x');
  give_back(text);
  EXPECT_EQ(text, "");
  EXPECT_EQ(text.capacity(), std::string().capacity());
}

TEST(GiveBack, LeavesNothingOfAVector) {
  std::vector<int> numbers(1000);
  give_back(numbers);
  EXPECT_EQ(numbers.capacity(), 0U);
}

}  // namespace
}  // namespace specgate
