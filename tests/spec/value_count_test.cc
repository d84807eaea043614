// Counting values before they are decoded comes to what decode() makes of them; so does counting calls, or to more.
#include "spec/json/value_count.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "spec/decode/decode.h"
#include "tests/support/spec.h"

namespace specgate {
namespace {

TEST(ValueCount, IsThatOfTheNodes) {
  DecodeBuffers buffers;
  for (const std::string text :
       {R"({})", R"([ ])", R"([1,2,3])", R"({"a":{},"b":[],"c":[[]],"d":{ "e" : [ 1 , { } ] }})",
        R"({"a":",[{","b":"\",[\\","c":["\u005b,"]})", R"("alone")", "[{},{},[],\n\t[1]]",
        R"({"batch":[{"type":"track","event":"A,B","properties":{"v":[{"x":1},{}]}}]})"}) {
    const Batch batch = decode(text, {}, spec(), buffers);
    EXPECT_EQ(values_in(text, kMostValues), batch.nodes.size()) << text;
  }
}

TEST(ValueCount, StopsAboveTheMost) {
  EXPECT_EQ(values_in("[1,2,3,4,5,6]", 3), 4U);
}

TEST(CallCount, IsNeverBelowThatOfTheEvents) {
  const std::pair<std::string, size_t> kTexts[] = {
      {R"({"type":"track"})", 1},
      {R"({"batch":[{},{},{}]})", 3},
      {R"([{"a":[1,2,3]},{"b":{"c":[4,5]}}])", 2},
      {R"({"x":[1,2],"batch":[{"type":"track","event":"A],[B"},{}]})", 2},
      {R"({"b\u0061tch":[{},{},{}]})", 3},
      {R"({"method":"POST","path":"/v1/batch","headers":{},"body":{"batch":[{},{}],"x":[1,2,3]}})", 2},
      {R"({"method":"POST","path":"/v1/batch","body":[{},{}]})", 2},
      {R"({"properties":{"v":[1,2,3,4]}})", 1},
      {R"({"batch":[ ]})", 0},
      {"]]]{}", 0},
  };
  DecodeBuffers buffers;
  for (const auto& [text, items] : kTexts) {
    const Batch batch = decode(text, {}, spec(), buffers);
    EXPECT_GE(calls_in(text, 100), batch.events.size()) << text;
    EXPECT_LE(calls_in(text, 100), items + 1) << text;  // and not far above
    if (!batch.events.empty() && items == batch.events.size()) {
      EXPECT_EQ(calls_in(text, items), items) << text;  // as many as there may be are not too many
    }
  }
  EXPECT_EQ(calls_in("[1,2,3,4,5,6]", 3), 4U);
}

}  // namespace
}  // namespace specgate
