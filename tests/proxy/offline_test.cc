// A proxy without an upstream answers as Segment does, and judges, keeps and refuses as always.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "spec/text/compression.h"
#include "spec/text/yaml.h"
#include "tests/proxy/built_proxy.h"

namespace specgate::proxy::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

const std::string kGood =
    R"({"type":"track","event":"Signed Up","userId":"u1","messageId":"m-good"})";
const std::string kVariant =
    R"({"type":"track","event":"sign_up","userId":"u1","messageId":"m-variant"})";
const std::string kBad = R"({"type":"track","userId":"u1","messageId":"m-bad"})";
const std::string kTaken = R"({"success":true})";

std::string batch_of(const std::string& a, const std::string& b) {
  return R"({"batch":[)" + a + ',' + b + "]}";
}

// Each way to say it, before an upstream and a CDN that hear of anything that goes out.
class Offline : public ::testing::TestWithParam<const char*> {
 protected:
  Offline() { setenv("OFFLINE_KEY", "webkey", 1); }
  std::vector<std::string> arguments(const std::string& keys) {
    const std::string said = GetParam();
    const bool by_flag = said.starts_with("--");
    config_.write("proxy: {" + keys + ", cdn: '" + upstream_.url() + "'" +
                  (by_flag ? "" : ", " + said) + "}\n");
    std::vector<std::string> out = {"--config", config_.path()};
    if (by_flag) out.push_back(said);
    return out;
  }

  Upstream upstream_;
  const ConfigFile config_{""};
};

TEST_P(Offline, CallsAreAnsweredAsSegmentDoes) {
  for (const char* mode : {"observe", "rewrite", "enforce"}) {
    const Proxy proxy(upstream_, arguments("mode: " + std::string(mode)));
    for (const char* path : {"/v1/track", "/v1/t", "/v1/Track/", "/v1/batch", "/v1/b", "/v1/import"}) {
      const bool batch = std::string(path).find("/v1/b") == 0 || std::string(path) == "/v1/import";
      const HttpMessage answer = proxy.post(path, batch ? batch_of(kGood, kVariant) : kVariant);
      EXPECT_EQ(answer.status(), 200) << mode << path;
      EXPECT_EQ(answer.body, kTaken) << mode << path;
      EXPECT_EQ(answer.field("Content-Type"), "application/json");
      EXPECT_EQ(answer.field("Specgate-Verdict"), mode == std::string("observe") ? "pass" : "rewrite");
    }
    EXPECT_EQ(proxy.post("/v1/m", R"({"series":[]})").body, kTaken);
    const HttpMessage pixel = proxy.get("/v1/pixel/track?writeKey=k&userId=u1&event=Signed+Up");
    EXPECT_EQ(pixel.field("Content-Type"), "image/gif");
    EXPECT_TRUE(pixel.body.starts_with("GIF89a"));
    EXPECT_EQ(proxy.post("/v1/tracks", kGood).status(), 404);
    EXPECT_EQ(proxy.post("/v1/pixel/track", kGood).status(), 405);
  }
  EXPECT_THAT(upstream_.requests(), IsEmpty());
}

TEST_P(Offline, JudgesAndKeepsAsAlways) {
  const Proxy proxy(upstream_, arguments("mode: enforce"));
  EXPECT_EQ(proxy.post("/v1/track", kBad).status(), 400);
  const HttpMessage some = proxy.post("/v1/batch", batch_of(kGood, kBad));
  EXPECT_EQ(some.status(), 200);
  EXPECT_THAT(some.body, HasSubstr(R"("accepted":1,"rejected":1)"));
  EXPECT_THAT(proxy.quarantine(), HasSubstr("m-bad"));
  EXPECT_THAT(proxy.admin("/ready").status(), 200);
  EXPECT_THAT(proxy.admin("/status").body, HasSubstr(R"("upstream":"none")"));
  EXPECT_THAT(upstream_.requests(), IsEmpty());
}

// Segment answers 400 to no JSON and to what is too large, and to nothing else.
TEST_P(Offline, WhatSegmentRefusesIsRefused) {
  const Proxy proxy(upstream_, arguments("mode: observe"));
  const std::string gzip = std::string(kWithKey) + "Content-Encoding: gzip\r\n";
  EXPECT_EQ(proxy.post("/v1/track", kBad).status(), 200);
  EXPECT_EQ(proxy.post("/v1/track", R"({"type":)").status(), 400);
  EXPECT_EQ(proxy.post("/v1/track", std::string(600'000, ' ')).status(), 400);
  EXPECT_EQ(proxy.post("/v1/track", kGood, gzip).status(), 400);
  EXPECT_EQ(proxy.post("/v1/track", pack(Packing::kGzip, kGood), gzip).status(), 200);
  std::string large = R"({"userId":"u1","event":"Signed Up","properties":{"a":")";
  large.append(40'000, 'a').append("\"}}");
  EXPECT_EQ(proxy.post("/v1/track", large).status(), 400);
  EXPECT_THAT(upstream_.requests(), IsEmpty());
}

// analytics.js, Swift and Kotlin start with it, and send here.
TEST_P(Offline, HasSettingsForTheLibraries) {
  const Proxy proxy(upstream_, arguments("mode: observe"));
  const HttpMessage answer =
      proxy.get("/v1/projects/KEY/settings", "Origin: https://shop.test\r\n");
  EXPECT_EQ(answer.status(), 200);
  EXPECT_EQ(answer.field("Content-Type"), "application/json");
  EXPECT_EQ(answer.field("Access-Control-Allow-Origin"), "https://shop.test");
  const auto document = parse_yaml("settings", answer.body);
  ASSERT_TRUE(document) << answer.body;
  const YamlNode* const integrations = document->find("integrations");
  ASSERT_NE(integrations, nullptr);
  const YamlNode* const segment = integrations->find("Segment.io");
  ASSERT_NE(segment, nullptr);
  EXPECT_EQ(segment->find("apiKey")->text, "KEY");
  EXPECT_EQ(segment->find("apiHost")->text, "proxy.test/v1");
  EXPECT_EQ(segment->find("protocol")->text, "http");
  for (const char* key : {"plan", "edgeFunction", "middlewareSettings", "enabledMiddleware",
                          "metrics", "remotePlugins"}) {
    EXPECT_NE(document->find(key), nullptr) << key;
  }
  EXPECT_THAT(proxy.get("/v1/projects/K%22EY/settings").body, HasSubstr(R"("apiKey":"K%22EY")"));
  EXPECT_THAT(proxy.get("/v1/projects/KEY/settings", "X-Forwarded-Proto: https\r\n").body,
              HasSubstr(R"("protocol":"https")"));
  const HttpMessage bundle = proxy.get("/analytics.js/v1/KEY/analytics.min.js");
  EXPECT_EQ(bundle.status(), 404);
  EXPECT_THAT(bundle.body, HasSubstr(R"("code":"no-upstream")"));
  EXPECT_THAT(upstream_.requests(), IsEmpty());
}

TEST_P(Offline, NothingIsSentToOtherSourcesEither) {
  const Proxy proxy(upstream_, arguments("mode: enforce, violations_to: audit, sources: {audit: "
                                         "{write_key: {env: OFFLINE_KEY}}}"));
  EXPECT_EQ(proxy.post("/v1/track", kBad).status(), 400);
  EXPECT_TRUE(proxy.admin_tells("/metrics", "specgate_notices_sent_total 1"));
  EXPECT_THAT(upstream_.requests(), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(Http, Offline, ::testing::Values("--offline", "offline: true"),
                         [](const auto& one) {
                           return std::string(one.param) == "--offline" ? "Flag" : "Key";
                         });

// Of one source only, or of all but one.
TEST(NoUpstream, IsASourcesOwn) {
  setenv("OFFLINE_KEY", "webkey", 1);
  Upstream upstream;
  const ConfigFile config(
      "proxy: {cdn: '" + upstream.url() +
      "', sources: {web: {write_key: {env: OFFLINE_KEY}, upstream: none}}}\n");
  Proxy proxy(upstream, config.arguments());
  EXPECT_EQ(proxy.post("/v1/track", kGood, "Authorization: Basic d2Via2V5Og==\r\n").body, kTaken);
  EXPECT_THAT(proxy.get("/v1/projects/webkey/settings").body, HasSubstr("apiHost"));
  EXPECT_THAT(upstream.requests(), IsEmpty());
  EXPECT_EQ(proxy.post("/v1/track", kGood).body, kTaken);
  EXPECT_EQ(upstream.requests().size(), 1U);
}

TEST(NoUpstream, MayBeSaidInItsPlace) {
  Proxy proxy(std::string("none"), {"--mode", "observe"});
  EXPECT_EQ(proxy.post("/v1/track", kGood).body, kTaken);
  EXPECT_THAT(proxy.get("/v1/projects/k/settings").body, HasSubstr(R"("apiKey":"k")"));
}

// What is only said to be taken is not taken: a replay must not mark it.
TEST(NoUpstream, NothingIsReplayed) {
  setenv("OFFLINE_KEY", "webkey", 1);
  const ConfigFile config(
      "proxy: {mode: enforce, offline: true, sources: {web: {write_key: {env: OFFLINE_KEY}}}}\n");
  Upstream upstream;
  Proxy proxy(upstream, config.arguments());
  proxy.post("/v1/track", kBad, "Authorization: Basic d2Via2V5Og==\r\n");
  const ConfigFile lenient(
      "rules: {ALL: off}\nproxy: {offline: true, sources: {web: {write_key: {env: OFFLINE_KEY}}}}\n");
  const std::string said = proxy.command({"replay", "--all", "--config", lenient.path()});
  EXPECT_THAT(said, HasSubstr("its source has no upstream"));
  EXPECT_THAT(proxy.command({"list", "--waiting", "--json"}), HasSubstr("m-bad"));
}

}  // namespace
}  // namespace specgate::proxy::testing
