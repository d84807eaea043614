// Sources, stages, limits and the running proxy's configuration.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>

#include "tests/proxy/built_proxy.h"
#include "tests/support/files.h"
#include "tests/support/folder.h"

namespace specgate::proxy::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

constexpr const char* kBad = R"({"type":"track","userId":"u1","messageId":"m-bad"})";
constexpr const char* kGood = R"({"type":"track","event":"Signed Up","userId":"u1","messageId":"m-good"})";
// "web:", "audit:", "other:"
constexpr const char* kWeb = "Authorization: Basic d2ViOg==\r\n";
constexpr const char* kOther = "Authorization: Basic b3RoZXI6\r\n";

class Sources : public ::testing::Test {
 protected:
  Sources() {
    setenv("TEST_WEB_KEY", "web", 1);
    setenv("TEST_AUDIT_KEY", "audit", 1);
  }

  void write(const std::string& proxy) const { write_file(file_, "proxy:\n" + proxy); }
  std::vector<std::string> arguments() const { return {"--config", file_}; }

  const Folder folder_;
  const std::string file_ = folder_ / "specgate.yaml";
};

constexpr const char* kTwoSources = R"(  mode: observe
  sources:
    web: {write_key: {env: TEST_WEB_KEY}, mode: enforce, forward_blocked_to: audit}
    audit: {write_key: {env: TEST_AUDIT_KEY}}
)";

TEST_F(Sources, HaveModesOfTheirOwn) {
  write(kTwoSources);
  Upstream upstream;
  Proxy proxy(upstream, arguments());
  EXPECT_EQ(proxy.post("/v1/track", kBad, kWeb).status(), 400);
  EXPECT_EQ(proxy.post("/v1/track", kBad, kOther).status(), 200);
  // The same key within the body.
  EXPECT_EQ(proxy.post("/v1/track", R"({"type":"track","userId":"u","writeKey":"web"})",
                       "Content-Type: text/plain\r\n")
                .status(),
            400);
  EXPECT_THAT(proxy.quarantine(), HasSubstr(R"("source":"web")"));
}

TEST_F(Sources, BlockedEventsGoToAnother) {
  write(kTwoSources);
  Upstream upstream;
  Proxy proxy(upstream, arguments());
  proxy.post("/v1/track", kBad, kWeb);
  EXPECT_TRUE(proxy.admin_tells("/status", R"("noticesSent":1)"));
  ASSERT_THAT(upstream.requests(), SizeIs(1));
  const HttpMessage sent = upstream.requests()[0];
  EXPECT_EQ(sent.first, "POST /v1/batch HTTP/1.1");
  EXPECT_EQ(sent.field("Authorization"), "Basic YXVkaXQ6");
  EXPECT_EQ(sent.body, std::string(R"({"batch":[)") + kBad + "]}");
}

TEST_F(Sources, ViolationsAreSegmentsOwnCalls) {
  write(std::string(kTwoSources) + "  violations_to: audit\n");
  Upstream upstream;
  Proxy proxy(upstream, arguments());
  proxy.post("/v1/track", kBad, kOther);
  EXPECT_TRUE(proxy.admin_tells("/status", R"("noticesSent":1)"));
  std::string all;
  for (const HttpMessage& request : upstream.requests()) all += request.body;
  EXPECT_THAT(all, HasSubstr(R"("event":"Violation Generated","userId":"schema-violations","messageId":"sch-m-bad-0")"));
  EXPECT_THAT(all, HasSubstr(R"("eventMessageID":"m-bad")"));
  EXPECT_THAT(all, HasSubstr(R"("violationType":"missing-event-name")"));
}

TEST_F(Sources, UnknownOnesMayBeRefused) {
  write(std::string(kTwoSources) + "  unknown_sources: refuse\n");
  Upstream upstream;
  Proxy proxy(upstream, arguments());
  const HttpMessage refusal = proxy.post("/v1/track", kGood, kOther);
  EXPECT_EQ(refusal.status(), 401);
  EXPECT_THAT(refusal.body, HasSubstr(R"("code":"unknown-source")"));
  EXPECT_EQ(proxy.post("/v1/track", kGood, kWeb).status(), 200);
  // What cannot be looked into is no way around.
  EXPECT_EQ(proxy.post("/v1/track", "x", std::string(kOther) + "Content-Encoding: br\r\n").status(),
            401);
  EXPECT_EQ(proxy.post("/v1/track", std::string(600'000, 'x'), kOther).status(), 401);
  EXPECT_THAT(upstream.requests(), SizeIs(1));
}

TEST_F(Sources, RatesAnd429) {
  write("  rate: {per_second: 0.01, burst: 2}\n");
  Upstream upstream;
  Proxy proxy(upstream, arguments());
  EXPECT_EQ(proxy.post("/v1/track", kGood).status(), 200);
  EXPECT_EQ(proxy.post("/v1/track", kGood).status(), 200);
  const HttpMessage busy = proxy.post("/v1/track", kGood);
  EXPECT_EQ(busy.status(), 429);
  EXPECT_GT(std::atoi(busy.field("Retry-After").c_str()), 50);
}

TEST_F(Sources, AddressesMayBeDenied) {
  write("  clients: {deny: [127.0.0.0/8]}\n");
  Upstream upstream;
  Proxy proxy(upstream, arguments());
  EXPECT_EQ(proxy.post("/v1/track", kGood).status(), 403);
  EXPECT_THAT(upstream.requests(), IsEmpty());
}

TEST_F(Sources, StatusForRejectedAndWholeBatches) {
  write("  mode: enforce\n  reject_status: 400\n  batch: all-or-nothing\n");
  Upstream upstream;
  Proxy proxy(upstream, arguments());
  const std::string batch = std::string(R"({"batch":[)") + kGood + "," + kBad + "]}";
  EXPECT_EQ(proxy.post("/v1/batch", batch).status(), 400);
  EXPECT_THAT(upstream.requests(), IsEmpty());
  EXPECT_THAT(proxy.quarantine(), HasSubstr("m-good"));
}

TEST_F(Sources, DuplicatesAreDroppedOnceAcknowledged) {
  write("  duplicates: drop\n");
  Upstream upstream;
  upstream.respond([](const HttpMessage&) {
    return std::string("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n");
  });
  Proxy proxy(upstream, arguments());
  EXPECT_EQ(proxy.post("/v1/track", kGood).status(), 503);
  upstream.respond([](const HttpMessage&) { return ok_answer(); });
  EXPECT_EQ(proxy.post("/v1/track", kGood).status(), 200);
  EXPECT_THAT(upstream.requests(), SizeIs(2));
}

TEST_F(Sources, AChangedFileIsInForceAtOnceAndABrokenOneIsNot) {
  write("  mode: observe\n");
  Upstream upstream;
  Proxy proxy(upstream, arguments());
  EXPECT_EQ(proxy.post("/v1/track", kBad).status(), 200);
  write("  mode: enforce\n");
  proxy.send_signal(SIGHUP);
  EXPECT_TRUE(proxy.admin_tells("/status", R"("mode":"enforce")"));
  EXPECT_EQ(proxy.post("/v1/track", kBad).status(), 400);
  write("  mode: sometimes\n");
  EXPECT_TRUE(proxy.admin_tells("/status", "sometimes"));
  EXPECT_EQ(proxy.post("/v1/track", kBad).status(), 400);
  EXPECT_TRUE(proxy.admin_tells("/status", R"("failedReloads":1)"));
}

TEST_F(Sources, StatusSaysWhetherTheStoreOutlivesTheProcess) {
  Upstream upstream;
  Proxy kept(upstream, {}), lost(upstream, {"--store", ":memory:"});
  EXPECT_THAT(kept.admin("/status").body, HasSubstr(R"("outlivesProcess":true)"));
  EXPECT_THAT(lost.admin("/status").body, HasSubstr(R"("file":":memory:","outlivesProcess":false)"));
}

TEST_F(Sources, NoSecretReachesTheAuditTrail) {
  write(std::string(kTwoSources) + "  access_log: {file: " + file_ + ".log}\n");
  Upstream upstream;
  Proxy proxy(upstream, arguments());
  proxy.post("/v1/track?writeKey=web", R"({"type":"track","event":"Signed Up","userId":"person@example.com"})", kWeb);
  proxy.stop(SIGTERM);
  const std::string text = file_text(file_ + ".log");
  EXPECT_THAT(text, HasSubstr(R"("source":"web")"));
  EXPECT_THAT(text, HasSubstr(R"("path":"/v1/track")"));
  for (const char* secret : {"d2ViOg", "writeKey", "person@example.com"}) {
    EXPECT_THAT(text, Not(HasSubstr(secret)));
  }
}

}  // namespace
}  // namespace specgate::proxy::testing
