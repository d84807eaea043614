// A page of a tracking plan: the proxy does not start with it and does not reload to it, unless that is
// allowed; then events that it does not list go on, and /status says so.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <csignal>
#include <cstdlib>

#include "tests/proxy/built_proxy.h"
#include "tests/support/files.h"
#include "tests/support/folder.h"

namespace specgate::proxy::testing {
namespace {

using ::testing::HasSubstr;

constexpr const char* kRule =
    R"({"type":"TRACK","key":"Boat Rented","version":1,"jsonSchema":{"type":"object","properties":{"properties":{"type":"object","properties":{"id":{"type":"string"}},"required":["id"]}}}})";

std::string page(const std::string& pagination) {
  return R"({"data":{"rules":[)" + std::string(kRule) + R"(],"pagination":)" + pagination + "}}";
}
const std::string kPart = page(R"({"current":"MA==","next":"MQ==","totalEntries":3})");
const std::string kWhole = page(R"({"current":"MA==","totalEntries":1})");

std::string event(const std::string& name) {
  return R"({"type":"track","messageId":"m-)" + name + R"(","userId":"u1","event":")" + name +
         R"(","properties":{"size":"x"}})";
}

TEST(PlanPartial, NoProxyStartsWithAPart) {
  const Folder folder;
  const std::string plan = folder.write("plan.json", kPart), said = folder / "said";
  const std::string command = std::string(SPECGATE_BINARY) +
                              "-proxy --listen 127.0.0.1:0 --upstream http://127.0.0.1:1 --mode observe "
                              "--store :memory: --plan " + plan + " >" + said + " 2>&1 </dev/null";
  const int status = std::system(command.c_str());
  EXPECT_EQ(WEXITSTATUS(status), 2);
  EXPECT_THAT(file_text(said), HasSubstr("this is a part of a plan (1 of 3 rules)"));
}

TEST(PlanPartial, AnAllowedPartJudgesWhatItLists) {
  const Folder folder;
  const std::string plan = folder.write("plan.json", kPart);
  Upstream upstream;
  const std::string config = "plan: {file: " + plan + ", allow_partial: true}\nproxy: {mode: enforce}\n";
  const std::string file = folder.write("specgate.yaml", config);
  for (const std::vector<std::string>& arguments :
       {std::vector<std::string>{"--mode", "enforce", "--plan", plan, "--allow-partial-plan"},
        {"--config", file}}) {
    Proxy proxy(upstream, arguments);
    EXPECT_TRUE(proxy.says("events that it does not list are not judged"));
    EXPECT_THAT(proxy.admin("/status").body, HasSubstr("events that it does not list are not judged"));
    EXPECT_EQ(proxy.post("/v1/track", event("Boat Sold"), kWithKey).status(), 200);
    EXPECT_EQ(proxy.post("/v1/track", event("Boat Rented"), kWithKey).status() / 100, 4);
  }
}

TEST(PlanPartial, AReloadToAPartLeavesTheOldPlanInForce) {
  const ConfigFile plan(kWhole);
  Upstream upstream;
  Proxy proxy(upstream, {"--mode", "enforce", "--plan", plan.path()});
  EXPECT_EQ(proxy.post("/v1/track", event("Boat Sold"), kWithKey).status() / 100, 4);
  plan.write(kPart);
  proxy.send_signal(SIGHUP);
  EXPECT_TRUE(proxy.says("this is a part of a plan (1 of 3 rules)"));
  EXPECT_TRUE(proxy.says("the old one stays in force"));
  EXPECT_EQ(proxy.post("/v1/track", event("Boat Sold"), kWithKey).status() / 100, 4);
}

}  // namespace
}  // namespace specgate::proxy::testing
