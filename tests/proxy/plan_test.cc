// Tracking plans in the proxy: per source, enforced by class, told to others in Segment's words.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "tests/proxy/built_proxy.h"
#include "tests/support/files.h"
#include "tests/support/folder.h"

namespace specgate::proxy::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

constexpr const char* kPlan = R"({"id": "tp_1", "name": "Boats", "rules": [
  {"type": "TRACK", "key": "Boat Rented", "version": 1, "jsonSchema": {"properties": {"properties": {
    "properties": {"harbour": {"type": "string"}}, "required": ["harbour"]}}}}]})";
constexpr const char* kPlanned =
    R"({"type":"track","event":"Boat Rented","userId":"u1","messageId":"m1","properties":{"harbour":"Oslo"}})";
constexpr const char* kUnplanned =
    R"({"type":"track","event":"Whale Seen","userId":"u1","messageId":"m2"})";
// "web:", "other:"
constexpr const char* kWeb = "Authorization: Basic d2ViOg==\r\n";
constexpr const char* kOther = "Authorization: Basic b3RoZXI6\r\n";

class Plan : public ::testing::Test {
 protected:
  Plan() {
    setenv("TEST_WEB_KEY", "web", 1);
    setenv("TEST_AUDIT_KEY", "audit", 1);
    write_plan(kPlan);
  }
  std::string plan() const { return folder_ / "plan.json"; }
  std::string config() const { return folder_ / "specgate.yaml"; }
  void write(const std::string& text) const { write_file(config(), text); }
  void write_plan(const std::string& text) const { write_file(plan(), text); }

 private:
  const Folder folder_;
};

TEST_F(Plan, AFlagIsEnough) {
  Upstream upstream;
  Proxy proxy(upstream, {"--mode", "enforce", "--plan", plan()});
  EXPECT_EQ(proxy.post("/v1/track", kPlanned).status(), 200);
  const HttpMessage refused = proxy.post("/v1/track", kUnplanned);
  EXPECT_EQ(refused.status(), 400);
  EXPECT_THAT(refused.body, HasSubstr("plan-unplanned-event"));
  EXPECT_THAT(upstream.requests(), SizeIs(1));
  EXPECT_THAT(proxy.quarantine(), HasSubstr("Whale Seen"));
}

// With its planned name the event is held against a rule that it was not held against before.
TEST_F(Plan, WhatAFixBringsToLightIsTold) {
  Upstream upstream;
  write_plan(R"({"rules": [{"type": "TRACK", "key": "Signed Up", "version": 1, "jsonSchema":
    {"properties": {"properties": {"required": ["method"]}}}}]})");
  Proxy proxy(upstream, {"--mode", "enforce", "--plan", plan()});
  const HttpMessage refused = proxy.post(
      "/v1/track", R"({"type":"track","event":"sign_up","userId":"u1","messageId":"m1","properties":{}})");
  EXPECT_EQ(refused.status(), 400);
  EXPECT_THAT(refused.body, HasSubstr("lacks method, which the plan requires"));
  EXPECT_THAT(refused.body, HasSubstr("(once the event is fixed)"));
}

// Lacks nothing but what the plan asks of "Signed Up", and that is the name it has once it is fixed.
std::string variant(const std::string& id) {
  return R"({"type":"track","event":"sign_up","userId":"u1","messageId":")" + id + R"(","properties":{}})";
}

std::string batch_of(const std::vector<std::string>& calls) {
  std::string out = R"({"batch":[)";
  for (const std::string& call : calls) out += (out.back() == '[' ? "" : ",") + call;
  return out + "]}";
}

// However many events of the batch have reasons that it shows as it came.
TEST_F(Plan, WhatAFixBringsToLightIsToldOfTheLastEventToo) {
  Upstream upstream;
  write_plan(R"({"rules": [{"type": "TRACK", "key": "Signed Up", "version": 1, "jsonSchema":
    {"properties": {"properties": {"required": ["method"]}}}}]})");
  Proxy proxy(upstream, {"--mode", "enforce", "--plan", plan()});
  std::vector<std::string> calls(1001, R"({"type":"track","properties":{}})");
  calls.push_back(variant("m-last"));
  EXPECT_EQ(proxy.post("/v1/batch", batch_of(calls)).status(), 400);
  EXPECT_THAT(proxy.quarantine(), HasSubstr("lacks method, which the plan requires"));
}

TEST_F(Plan, HowMuchAFixBringsToLightIsToldWhereNotAllIs) {
  Upstream upstream;
  std::string required;
  for (char c = 'a'; c < 'a' + 12; ++c) required += std::string(required.empty() ? "" : ",") + "\"" + c + "\"";
  write_plan(R"({"rules": [{"type": "TRACK", "key": "Signed Up", "version": 1, "jsonSchema":
    {"properties": {"properties": {"required": [)" + required + "]}}}}]}");
  Proxy proxy(upstream, {"--mode", "enforce", "--plan", plan()});
  std::vector<std::string> calls;
  for (int i = 0; i < 100; ++i) calls.push_back(variant("m-" + std::to_string(i)));
  EXPECT_EQ(proxy.post("/v1/batch", batch_of(calls)).status(), 400);
  EXPECT_THAT(proxy.quarantine(), HasSubstr("and 2 more findings of this call are not listed"));
}

TEST_F(Plan, IsASourcesOwn) {
  write("proxy:\n  mode: enforce\n  sources:\n    web: {write_key: {env: TEST_WEB_KEY}, plan: " +
        plan() + "}\n");
  Upstream upstream;
  Proxy proxy(upstream, {"--config", config()});
  EXPECT_EQ(proxy.post("/v1/track", kUnplanned, kWeb).status(), 400);
  EXPECT_EQ(proxy.post("/v1/track", kUnplanned, kOther).status(), 200);
}

TEST_F(Plan, OmissionRewritesTheBody) {
  write("plan: {file: " + plan() + ", track: {unplanned_properties: omit}}\nproxy: {mode: enforce}\n");
  Upstream upstream;
  Proxy proxy(upstream, {"--config", config()});
  EXPECT_EQ(proxy.post("/v1/track", R"({"type":"track","event":"Boat Rented","userId":"u1",)"
                                    R"("messageId":"m1","properties":{"harbour":"Oslo","colour":1}})")
                .status(),
            200);
  ASSERT_THAT(upstream.requests(), SizeIs(1));
  EXPECT_EQ(upstream.requests()[0].body, kPlanned);
}

// What a fix mends is mended, and only what then fails is omitted.
TEST_F(Plan, NothingIsOmittedThatAFixMends) {
  write_plan(R"({"rules": [{"type": "IDENTIFY", "version": 1, "jsonSchema": {"properties":
    {"traits": {"additionalProperties": false, "properties": {"age": {"type": "number"}}}}}}]})");
  write("plan: {file: " + plan() + ", identify: {unplanned_traits: omit, violations: omit}}\n"
        "proxy: {mode: rewrite}\n");
  Upstream upstream;
  Proxy proxy(upstream, {"--config", config()});
  const std::string head = R"({"type":"identify","userId":"u1","messageId":"m1","traits":{)";
  EXPECT_EQ(proxy.post("/v1/identify", head + R"("age":"30","boat":1}})", kWithKey).status(), 200);
  ASSERT_THAT(upstream.requests(), SizeIs(1));
  EXPECT_EQ(upstream.requests()[0].body, head + R"("age":30}})");
  EXPECT_EQ(proxy.post("/v1/identify", head + R"("age":"old"}})", kWithKey).status(), 200);
  EXPECT_EQ(upstream.requests().back().body, head + "}}");
}

// Items that omission would make equal keep what tells them apart, and that is told.
TEST_F(Plan, AnEventThatOmissionWouldSpoilIsLeftAndCounted) {
  write_plan(R"({"rules": [{"type": "TRACK", "key": "Boat Rented", "version": 1, "jsonSchema":
    {"properties": {"properties": {"properties": {"crew": {"type": "array", "uniqueItems": true, "items":
    {"additionalProperties": false, "properties": {"name": {"type": "string"}}}}}}}}}]})");
  write("plan: {file: " + plan() + ", track: {unplanned_properties: omit, violations: omit}}\n"
        "proxy: {mode: rewrite}\n");
  Upstream upstream;
  Proxy proxy(upstream, {"--config", config()});
  const std::string body =
      R"({"batch":[{"type":"track","event":"Boat Rented","userId":"u1","messageId":"m1","properties":)"
      R"({"crew":[{"name":"A","cabin":1},{"name":"A","cabin":2}]}}]})";
  EXPECT_EQ(proxy.post("/v1/batch", body, kWithKey).status(), 200);
  ASSERT_THAT(upstream.requests(), SizeIs(1));
  EXPECT_EQ(upstream.requests()[0].body, body);
  EXPECT_TRUE(proxy.admin_tells("/metrics", "specgate_events_left_alone_total 1"));
  const HttpMessage told = proxy.post("/v1/batch", body, "Specgate-Mode: dry-run\r\n");
  EXPECT_THAT(told.body, HasSubstr(R"("leftAlone":true)"));
  EXPECT_THAT(told.body, ::testing::Not(HasSubstr(R"("fix":)")));
}

TEST_F(Plan, ViolationsAreToldInSegmentsWords) {
  write("plan: " + plan() + "\nproxy:\n  mode: enforce\n  violations_to: audit\n  sources:\n"
        "    audit: {write_key: {env: TEST_AUDIT_KEY}}\n");
  Upstream upstream;
  Proxy proxy(upstream, {"--config", config()});
  proxy.post("/v1/track", R"({"type":"track","event":"Boat Rented","userId":"u1","messageId":"m1",)"
                          R"("properties":{}})");
  EXPECT_TRUE(proxy.admin_tells("/status", R"("noticesSent":1)"));
  ASSERT_THAT(upstream.requests(), SizeIs(1));
  const std::string body = upstream.requests()[0].body;
  EXPECT_THAT(body, HasSubstr(R"("violationType":"Required")"));
  EXPECT_THAT(body, HasSubstr(R"("trackingPlanID":"tp_1","trackingPlanName":"Boats")"));
}

TEST_F(Plan, ABrokenOneIsRefusedAtTheStartAndKeptOutOnReload) {
  Upstream upstream;
  Proxy proxy(upstream, {"--mode", "enforce", "--plan", plan()});
  write_plan("{");
  proxy.send_signal(SIGHUP);
  EXPECT_TRUE(proxy.admin_tells("/status", plan() + ":1:"));
  EXPECT_EQ(proxy.post("/v1/track", kUnplanned).status(), 400);
}

}  // namespace
}  // namespace specgate::proxy::testing
