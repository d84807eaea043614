// What a tracking plan asks and nobody holds: the start and /status say it; a strict plan is refused.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/proxy/built_proxy.h"

namespace specgate::proxy::testing {
namespace {

using ::testing::HasSubstr;

// The pattern cannot be run, the schema of the second rule cannot be compiled, the third misspells a keyword.
constexpr const char* kPlan = R"x({"rules":[
 {"type":"TRACK","key":"Boat Rented","version":1,"jsonSchema":{"type":"object","properties":{"properties":{"properties":{"id":{"not":{"pattern":"^(?!x)"}}}}}}},
 {"type":"TRACK","key":"Login Failed","version":1,"jsonSchema":{"properties":{"properties":{"properties":{"id":{"type":"strng"}}}}}},
 {"type":"TRACK","key":"Boat Sold","version":1,"jsonSchema":{"properties":{"properties":{"type":"object","required":["id"],"maxProprties":9}}}}
]})x";

std::string event(const std::string& name) {
  return R"({"type":"track","messageId":"m-)" + name + R"(","userId":"u1","event":")" + name +
         R"(","properties":{"name":"x"}})";
}

std::string post(const Proxy& proxy, const std::string& name) {
  return std::to_string(proxy.post("/v1/track", event(name), kWithKey).status());
}

TEST(PlanHeld, StartAndStatusSayWhatIsNotHeld) {
  const ConfigFile plan(kPlan);
  Upstream upstream;
  Proxy proxy(upstream, {"--mode", "enforce", "--plan", plan.path()});
  EXPECT_TRUE(proxy.says("uses negative look-ahead, which RE2 cannot run"));
  EXPECT_TRUE(proxy.says("no call is held against the rule of TRACK"));
  const std::string status = proxy.admin("/status").body;
  EXPECT_THAT(status, HasSubstr("\"planGaps\":["));
  EXPECT_THAT(status, HasSubstr("uses negative look-ahead"));
  EXPECT_THAT(status, HasSubstr("there is no type"));
  EXPECT_TRUE(proxy.says("is no keyword of JSON Schema and not held"));
  EXPECT_THAT(status, HasSubstr("is no keyword of JSON Schema and not held"));
  EXPECT_EQ(post(proxy, "Boat Rented"), "200");
  EXPECT_EQ(post(proxy, "Login Failed"), "200");
  EXPECT_EQ(post(proxy, "Boat Sold")[0], '4');
}

}  // namespace
}  // namespace specgate::proxy::testing
