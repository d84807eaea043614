// The paths of libraries that were made after Segment's: judged where the body is of Segment's shape,
// named otherwise, and closed to strangers as every path is.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "tests/proxy/built_proxy.h"

namespace specgate::proxy::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const std::string kGood =
    R"({"type":"track","event":"Signed Up","userId":"u1","messageId":"m-good"})";
const std::string kVariant =
    R"({"type":"track","event":"sign_up","userId":"u1","messageId":"m-variant"})";
const std::string kBad = R"({"type":"track","userId":"u1","messageId":"m-bad"})";
// Jitsu's on servers.
const std::string kFlat =
    R"([{"event_type":"pageview","eventn_ctx_event_id":"e1","user":{"id":"u1"},"page_title":"Home"}])";

struct Posted {
  const char* path;
  std::string body;
};

// As one library posts it, and in other spellings of its path.
std::vector<Posted> posts_of(const std::string& call) {
  const std::string batch = R"({"batch":[)" + call + "]}";
  return {{"/sdk/batch", batch},           {"/SDK/batch/", batch},
          {"/gate/sdk/batch", batch},      {"/api/s/track", call},
          {"/api/s/Track/", call},         {"/api/v1/s2s/event?token=k", "[" + call + "]"},
          {"/api//v1/s2s/event", call},    {"/v1/import/", batch}};
}

TEST(VendorPaths, AreJudgedWhereTheBodyIsOfSegmentsShape) {
  Upstream upstream;
  const Proxy observes(upstream, {});
  const Proxy enforces(upstream, {"--mode", "enforce"});
  for (const Posted& one : posts_of(kBad)) {
    SCOPED_TRACE(one.path);
    upstream.forget();
    EXPECT_THAT(observes.post(one.path, one.body).field("Specgate-Findings"), HasSubstr("error=1"));
    ASSERT_THAT(upstream.requests(), SizeIs(1));
    EXPECT_EQ(upstream.requests()[0].first, "POST " + std::string(one.path) + " HTTP/1.1");
    EXPECT_EQ(upstream.requests()[0].body, one.body);
    EXPECT_EQ(enforces.post(one.path, one.body).status(), 400);
    EXPECT_THAT(upstream.requests(), SizeIs(1));
  }
  for (const Posted& one : posts_of(kVariant)) {
    SCOPED_TRACE(one.path);
    const HttpMessage answer = enforces.post(one.path, one.body);
    EXPECT_EQ(answer.status(), 200) << answer.body;
    EXPECT_EQ(answer.field("Specgate-Verdict"), "rewrite");
    EXPECT_THAT(upstream.requests().back().body, HasSubstr("Signed Up"));
  }
}

// Their keys come in other ways than Segment's, so nobody misses one.
TEST(VendorPaths, WantNoKeyOfSegments) {
  Upstream upstream;
  const Proxy proxy(upstream, {"--mode", "enforce"});
  const std::string bare = "X-A: b\r\n";
  EXPECT_EQ(proxy.post("/api/s/track", kGood, bare).status(), 200);
  EXPECT_EQ(proxy.post("/api/v1/s2s/event?token=k", "[" + kGood + "]", bare).status(), 200);
}

TEST(VendorPaths, OfAnotherShapeIsNamedAndGoesOnAsItCame) {
  Upstream upstream;
  const Proxy proxy(upstream, {});
  for (const auto& [path, body] : {std::pair("/api/v1/s2s/event?token=k", kFlat),
                                   std::pair("/api/s/track", std::string(R"({"a":1})")),
                                   std::pair("/sdk/batch", std::string("[1,2]"))}) {
    upstream.forget();
    const HttpMessage answer = proxy.post(path, body);
    EXPECT_EQ(answer.status(), 200);
    EXPECT_EQ(answer.count("Specgate-Verdict"), 0U);
    ASSERT_THAT(upstream.requests(), SizeIs(1));
    EXPECT_EQ(upstream.requests()[0].body, body);
  }
  EXPECT_TRUE(proxy.admin_tells("/metrics", R"(specgate_uninspectable_total{code="foreign-shape"} 3)"));
}

TEST(VendorPaths, OfAnotherShapeStaysInEnforce) {
  Upstream upstream;
  const Proxy proxy(upstream, {"--mode", "enforce"});
  const HttpMessage answer = proxy.post("/api/v1/s2s/event", kFlat);
  EXPECT_EQ(answer.status(), 400);
  EXPECT_THAT(answer.body, HasSubstr(R"("code":"foreign-shape")"));
  EXPECT_THAT(upstream.requests(), IsEmpty());
  const ConfigFile config("proxy: {mode: enforce, on_uninspectable: forward}\n");
  const Proxy forwards(upstream, config.arguments());
  EXPECT_EQ(forwards.post("/api/v1/s2s/event", kFlat).status(), 200);
  EXPECT_EQ(upstream.requests().at(0).body, kFlat);
  const Proxy dry(upstream, {"--mode", "dry-run"});
  EXPECT_EQ(dry.post("/api/v1/s2s/event", kFlat).status(), 400);
  EXPECT_THAT(upstream.requests(), SizeIs(1));
}

TEST(VendorPaths, NearOnesAreUnknown) {
  Upstream upstream;
  const Proxy proxy(upstream, {"--mode", "enforce"});
  for (const char* path : {"/sdk", "/sdk/track", "/api/s/unknown", "/api/s", "/api/s/track/x",
                           "/api/v1/s2s", "/api/v1/s2s/events", "/v1/s2s/event", "/s/track"}) {
    EXPECT_EQ(proxy.post(path, kGood).status(), 404) << path;
  }
  EXPECT_EQ(proxy.get("/api/s/track").status(), 405);
}

TEST(UnknownSources, AreRefusedOnEveryPath) {
  setenv("VENDOR_KEY", "known", 1);
  const ConfigFile config(
      "proxy: {unknown_sources: refuse, sources: {web: {write_key: {env: VENDOR_KEY}}}}\n");
  Upstream upstream;
  const Proxy proxy(upstream, config.arguments());
  std::vector<Posted> all = posts_of(kGood);
  all[5].path = "/api/v1/s2s/event";  // without the token
  for (const char* path : {"/v1/track", "/v1/validate/track", "/v1/m", "/v1/none", "/none"}) {
    all.push_back({path, kGood});
  }
  all.push_back({"/api/v1/s2s/event", kFlat});
  all.push_back({"/api/v1/s2s/event?token=other", kFlat});
  for (const Posted& one : all) {
    for (const std::string_view fields : {std::string_view("Authorization: Basic b3RoZXI6\r\n"),
                                          std::string_view("X-A: b\r\n")}) {
      const HttpMessage answer = proxy.post(one.path, one.body, fields);
      EXPECT_EQ(answer.status(), 401) << one.path;
      EXPECT_THAT(answer.body, HasSubstr(R"("code":"unknown-source")"));
    }
    EXPECT_EQ(proxy.post(one.path, one.body, "Authorization: Basic a25vd246\r\n").status(), 200) << one.path;
  }
  EXPECT_EQ(proxy.post("/api/s/track", kGood, "X-Write-Key: known\r\n").status(), 200);
  EXPECT_EQ(proxy.post("/api/s/track", kGood, "X-Write-Key: other\r\n").status(), 401);
  EXPECT_EQ(proxy.post("/api/v1/s2s/event?token=known", kFlat, "X-A: b\r\n").status(), 200);
}

TEST(TypeOfABatch, IsABatch) {
  Upstream upstream;
  const Proxy proxy(upstream, {"--mode", "enforce"});
  for (const std::string type : {R"("batch")", R"("Batch")"}) {
    upstream.forget();
    const HttpMessage answer =
        proxy.post("/v1/batch", R"({"type":)" + type + R"(,"batch":[)" + kGood + "," + kBad + "]}");
    EXPECT_EQ(answer.status(), 200);
    EXPECT_THAT(answer.body, HasSubstr(R"("accepted":1,"rejected":1)"));
    ASSERT_THAT(upstream.requests(), SizeIs(1));
    EXPECT_EQ(upstream.requests()[0].body, R"({"type":)" + type + R"(,"batch":[)" + kGood + "]}");
  }
}

}  // namespace
}  // namespace specgate::proxy::testing
