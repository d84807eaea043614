// What a refusal looks like to a library: its status by what is set and who asks, and in every one of
// them `code` and `message`.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "proxy/settings/reject_status.h"
#include "tests/proxy/built_proxy.h"

namespace specgate::proxy::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr std::string_view kBad = R"({"type":"track","userId":"u1","messageId":"m-bad"})";
constexpr std::string_view kGood =
    R"({"type":"track","event":"Signed Up","userId":"u1","messageId":"m-good"})";
constexpr std::string_view kGo = "analytics-go (version: 3.3.0)";
constexpr std::string_view kPython = "analytics-python/2.3.6";

std::string fields_of(std::string_view user_agent) {
  return std::string(kWithKey) + "User-Agent: " + std::string(user_agent) + "\r\n";
}

// A member that is a string, or "" where there is none.
std::string text_at(const std::string& body, std::string_view key) {
  const std::string before = '"' + std::string(key) + "\":\"";
  const size_t at = body.find(before);
  if (at == std::string::npos) return {};
  const size_t first = at + before.size();
  return body.substr(first, body.find('"', first) - first);
}

void expect_tells_why(const HttpMessage& answer) {
  EXPECT_TRUE(answer.body.starts_with('{') && answer.body.ends_with('}')) << answer.body;
  EXPECT_NE(text_at(answer.body, "code"), "") << answer.body;
  EXPECT_NE(text_at(answer.body, "message"), "") << answer.body;
}

TEST(Refusals, OneTableSaysTheStatus) {
  struct Case {
    RejectStatus chosen;
    Refused what;
    std::string_view user_agent;
    unsigned status;
  };
  constexpr auto kEvents = Refused::kEvents, kBody = Refused::kBody;
  const Case cases[] = {
      {RejectStatus::kAuto, kEvents, kPython, 400},
      {RejectStatus::kAuto, kEvents, "", 400},
      {RejectStatus::kAuto, kBody, kPython, 400},
      {RejectStatus::kAuto, kEvents, kGo, 200},
      {RejectStatus::kAuto, kBody, kGo, 200},
      {RejectStatus::kAuto, kEvents, "Analytics-Go/4.2.3", 200},
      {RejectStatus::kAuto, kEvents, "events-sdk-go (version: 0.0.4)", 200},
      {RejectStatus::kAuto, kEvents, "analytics-google/1", 400},
      {RejectStatus::kAuto, kEvents, "Go-http-client/1.1", 400},
      {RejectStatus::k400, kEvents, kGo, 400},
      {RejectStatus::k422, kEvents, kPython, 422},
      {RejectStatus::k422, kEvents, kGo, 422},
      {RejectStatus::k422, kBody, kPython, 400},
      {RejectStatus::k200, kBody, kPython, 200},
  };
  for (const Case& one : cases) {
    EXPECT_EQ(status_of_refusal(one.chosen, one.what, one.user_agent), one.status)
        << name_of(one.chosen) << ' ' << one.user_agent;
  }
}

TEST(Refusals, RejectedEventsAreAFinalAnswerForEveryLibrary) {
  Upstream upstream;
  const Proxy proxy(upstream, {"--mode", "enforce"});
  const HttpMessage refused = proxy.post("/v1/track", kBad, fields_of(kPython));
  EXPECT_EQ(refused.status(), 400);
  EXPECT_EQ(refused.field("Content-Type"), "application/problem+json");
  EXPECT_EQ(text_at(refused.body, "code"), "events-rejected");
  expect_tells_why(refused);
  const HttpMessage taken = proxy.post("/v1/track", kBad, fields_of(kGo));
  EXPECT_EQ(taken.status(), 200);
  EXPECT_EQ(taken.field("Content-Type"), "application/json");
  EXPECT_EQ(taken.field("Specgate-Verdict"), "reject");
  EXPECT_THAT(taken.body, HasSubstr(R"("success":false)"));
  EXPECT_THAT(taken.body, HasSubstr("missing-event-name"));
  expect_tells_why(taken);
  EXPECT_THAT(proxy.quarantine(), HasSubstr("m-bad"));
  EXPECT_THAT(upstream.requests(), IsEmpty());
}

TEST(Refusals, BodiesThatCannotBeReadAreTold) {
  Upstream upstream;
  const Proxy proxy(upstream, {"--mode", "enforce"});
  struct Case {
    std::string_view body, fields;
  };
  const Case cases[] = {{"{\"type\":", ""},
                        {R"({"batch":[]})", ""},
                        {kGood, "Content-Encoding: br\r\n"},
                        {kGood, "Content-Encoding: gzip\r\n"}};
  for (const Case& one : cases) {
    const std::string fields(one.fields);
    const HttpMessage refused = proxy.post("/v1/batch", one.body, fields + fields_of(kPython));
    EXPECT_EQ(refused.status(), 400) << one.body << one.fields;
    expect_tells_why(refused);
    const HttpMessage taken = proxy.post("/v1/batch", one.body, fields + fields_of(kGo));
    EXPECT_EQ(taken.status(), 200) << one.body << one.fields;
    EXPECT_THAT(taken.body, HasSubstr(R"("success":false)"));
    expect_tells_why(taken);
  }
  EXPECT_THAT(upstream.requests(), IsEmpty());
}

TEST(Refusals, ASourceMayHaveItsOwnStatus) {
  setenv("REFUSALS_KEY", "key", 1);
  Upstream upstream;
  const ConfigFile config(
      "proxy:\n  mode: enforce\n  sources:\n"
      "    web: {write_key: {env: REFUSALS_KEY}, reject_status: 200}\n");
  const Proxy proxy(upstream, config.arguments());
  EXPECT_EQ(proxy.post("/v1/track", kBad, fields_of(kPython)).status(), 200);
  EXPECT_EQ(proxy.post("/v1/track", kBad, "Authorization: Basic b3RoZXI6\r\n").status(), 400);
  EXPECT_EQ(proxy.post("/v1/batch", kGood, "Content-Encoding: br\r\n" + fields_of(kPython)).status(),
            200);
}

// Whoever sends as it must not: the status says what, and nothing of it is about events.
TEST(Refusals, EveryOtherRefusalTellsWhy) {
  constexpr std::string_view kKnown = "Authorization: Basic a25vd246\r\n";
  Upstream upstream;
  setenv("REFUSALS_KEY", "known", 1);
  const ConfigFile config(
      "proxy:\n  mode: enforce\n  unknown_sources: refuse\n  sources:\n"
      "    web: {write_key: {env: REFUSALS_KEY}}\n");
  const Proxy proxy(upstream, config.arguments());
  const HttpMessage answers[] = {
      proxy.post("/v1/track", kGood, kWithKey),
      proxy.post("/v2/none", kGood, kKnown),
      proxy.get("/v1/track", kKnown),
      proxy.get("/v1/projects/none/settings"),
      proxy.post("/v1/track", kGood, "Specgate-Mode: observe\r\n"),
      proxy.post("/v1/track", kGood, "Transfer-Encoding: gzip\r\n"),
  };
  for (const HttpMessage& answer : answers) {
    EXPECT_EQ(answer.status() / 100, 4) << answer.first;
    EXPECT_EQ(answer.field("Content-Type"), "application/problem+json");
    expect_tells_why(answer);
  }
  const Proxy lost("http://127.0.0.1:1", {});
  const HttpMessage answer = lost.post("/v1/track", kGood, kWithKey);
  EXPECT_EQ(answer.status(), 502);
  expect_tells_why(answer);
}

}  // namespace
}  // namespace specgate::proxy::testing
