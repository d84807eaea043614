// Counting values before they are decoded comes to what decode() makes of them.
#include "spec/value_count.h"

#include <gtest/gtest.h>

#include <string>

#include "bench/embedded_spec.h"
#include "spec/decode.h"

namespace specgate {
namespace {

TEST(ValueCount, IsThatOfTheNodes) {
  DecodeBuffers buffers;
  for (const std::string text :
       {R"({})", R"([ ])", R"([1,2,3])", R"({"a":{},"b":[],"c":[[]],"d":{ "e" : [ 1 , { } ] }})",
        R"({"a":",[{","b":"\",[\\","c":["\u005b,"]})", R"("alone")", "[{},{},[],\n\t[1]]",
        R"({"batch":[{"type":"track","event":"A,B","properties":{"v":[{"x":1},{}]}}]})"}) {
    const Batch batch = decode(text, {}, bench::embedded(), buffers);
    EXPECT_EQ(values_in(text, kMostValues), batch.nodes.size()) << text;
  }
}

TEST(ValueCount, StopsAboveTheMost) {
  EXPECT_EQ(values_in("[1,2,3,4,5,6]", 3), 4U);
}

}  // namespace
}  // namespace specgate
