#include "spec/json/decimal.h"

#include <gtest/gtest.h>

namespace specgate {
namespace {

bool multiple(std::string_view number, std::string_view divisor) {
  std::vector<uint32_t> limbs;
  return is_multiple(decimal_of(number), decimal_of(divisor), limbs);
}

TEST(Decimal, EqualNumbersHaveEqualHashesAndOrder) {
  for (const auto& [a, b] : {std::pair("1", "1.0"),
                             {"100", "1e2"},
                             {"0.01", "1E-2"},
                             {"0", "-0.0e9"},
                             {"10.50", "10.5"},
                             {"1200", "12e+2"},
                             {"0.00120", "1.2e-3"},
                             {"-5", "-50e-1"}}) {
    EXPECT_EQ(hash_of(decimal_of(a)), hash_of(decimal_of(b))) << a << ' ' << b;
    EXPECT_EQ(compare(decimal_of(a), decimal_of(b)), 0) << a << ' ' << b;
  }
  EXPECT_NE(hash_of(decimal_of("1")), hash_of(decimal_of("10")));
  EXPECT_NE(hash_of(decimal_of("1")), hash_of(decimal_of("-1")));
  EXPECT_EQ(compare(decimal_of("10.5"), decimal_of("1.05e1")), 0);
  EXPECT_EQ(compare(decimal_of("10.5"), decimal_of("10.49")), 1);
}

TEST(Decimal, SmallIntegersAreRead) {
  EXPECT_EQ(small_integer("-12"), -12);
  EXPECT_EQ(small_integer("999999999999999999"), 999999999999999999);
  EXPECT_FALSE(small_integer("1000000000000000000"));
  EXPECT_FALSE(small_integer("1.0"));
  EXPECT_FALSE(small_integer("1e2"));
}

TEST(Decimal, MultiplesAreExact) {
  for (const auto& [number, divisor] : {std::pair("0", "7"),
                                        {"4.35", "0.01"},
                                        {"1e30", "8"},
                                        {"1e30", "1024"},
                                        {"75e-1", "2.5"},
                                        {"1e999999999999", "1"},
                                        {"1e400", "16777216"},
                                        {"1208925819614629174706176", "1208925819614629174706176"},
                                        {"1e90", "1208925819614629174706176"}}) {
    EXPECT_TRUE(multiple(number, divisor)) << number << ' ' << divisor;
  }
  for (const auto& [number, divisor] :
       {std::pair("1", "7"),
        {"4.351", "0.01"},
        {"1e30", "3"},
        {"1e9", "1024"},
        {"7.4", "2.5"},
        {"1e400", "3000000000000000000000000000007"},
        {"1e-999999999999", "1"},
        {"1208925819614629174706177", "1208925819614629174706176"}}) {
    EXPECT_FALSE(multiple(number, divisor)) << number << ' ' << divisor;
  }
}

}  // namespace
}  // namespace specgate
