// What operators decide for the cases between good and bad: a share of the requests, bodies nobody
// can look into, the proxy's own failures, a host of the other region.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "spec/packed.h"
#include "tests/proxy/built_proxy.h"

namespace specgate::proxy::testing {
namespace {

using ::testing::AllOf;
using ::testing::Ge;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;
using ::testing::Le;
using ::testing::Not;
using ::testing::SizeIs;

std::string gzip(std::string_view text) { return pack(Packing::kGzip, text); }

constexpr const char* kGood =
    R"({"type":"track","event":"Signed Up","userId":"u1","messageId":"m-good"})";
constexpr const char* kBad = R"({"type":"track","userId":"u1","messageId":"m-bad"})";
constexpr const char* kBatch =
    R"({"batch":[{"type":"track","event":"sign_up","userId":"u1","messageId":"m-1"},)"
    R"({"type":"track","userId":"u1","messageId":"m-2"}]})";

std::string bad_call(int number) {
  return R"({"type":"track","userId":"u1","messageId":"p-)" + std::to_string(number) + "\"}";
}

// Which of a hundred bad calls are rejected where this share of the requests is acted on.
std::set<int> rejected_at(int percent) {
  const ConfigFile config("proxy: {mode: enforce, percent: " + std::to_string(percent) + "}\n");
  Upstream upstream;
  Proxy proxy(upstream, config.arguments());
  Connection connection(proxy.port());
  std::set<int> out;
  for (int i = 0; i < 100; ++i) {
    // A retry has other bytes, and must not have another fate.
    for (const char* fields : {"", "X-Retry-Count: 1\r\n"}) {
      connection.send(request_text("POST", "/v1/track", bad_call(i), fields));
      const HttpMessage answer = connection.read();
      const bool rejected = answer.status() == 422;
      EXPECT_TRUE(*fields == '\0' || rejected == out.contains(i)) << i;
      EXPECT_EQ(answer.field("Specgate-Verdict"), rejected ? "reject" : "pass");
      if (rejected) out.insert(i);
    }
  }
  EXPECT_EQ(upstream.requests().size(), 2 * (100 - out.size()));
  return out;
}

TEST(Percent, OfTheRequestsAreActedOn) {
  EXPECT_THAT(rejected_at(0), IsEmpty());
  const std::set<int> few = rejected_at(20), many = rejected_at(60);
  EXPECT_THAT(few.size(), AllOf(Ge(8U), Le(35U)));
  EXPECT_THAT(many.size(), AllOf(Ge(45U), Le(75U)));
  // Who raises the share sees the same requests rejected, and more.
  EXPECT_THAT(many, IsSupersetOf(few));
  EXPECT_THAT(rejected_at(100), SizeIs(100));
}

// With the key in the body only where it stands there.
std::string to_host(const char* host, std::string_view body) {
  const bool keyed = body.find("writeKey") != std::string_view::npos;
  return "POST /v1/track HTTP/1.1\r\nHost: " + std::string(host) +
         "\r\n" + std::string(keyed ? std::string_view() : kWithKey) +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
}

TEST(Region, OfTheHostThatWasAskedIsHeldAgainstTheSource) {
  setenv("TEST_EU_KEY", "eukey", 1);
  const ConfigFile config(
      "proxy:\n  region: us\n  mode: enforce\n"
      "  sources: {shop: {write_key: {env: TEST_EU_KEY}, region: eu}}\n");
  Upstream upstream;
  Proxy proxy(upstream, config.arguments());
  constexpr const char* kUs = "api.segment.io";
  constexpr const char* kEu = "events.eu1.segmentapis.com";
  const std::string of_shop =
      R"({"type":"track","event":"Signed Up","userId":"u1","messageId":"m","writeKey":"eukey"})";
  struct Case {
    const char* host;
    std::string body;
    int status;
  };
  const Case cases[] = {{kUs, kGood, 200},   {kEu, kGood, 422},   {"proxy.test", kGood, 200},
                        {kUs, of_shop, 422}, {kEu, of_shop, 200}, {"proxy.test", of_shop, 200}};
  for (const Case& one : cases) {
    Connection connection(proxy.port());
    connection.send(to_host(one.host, one.body));
    const HttpMessage answer = connection.read();
    EXPECT_EQ(answer.status(), one.status) << one.host << ' ' << one.body;
    EXPECT_EQ(answer.body.find("region-mismatch") != std::string::npos, one.status == 422);
  }
}

// The quarantine cannot be written: the good and the bad go on as they came, and nobody says that
// something stayed; or the caller is asked to come again.
TEST(InternalError, MayForward) {
  Upstream upstream;
  Proxy proxy(upstream, {"--mode", "enforce"});
  EXPECT_EQ(proxy.post("/v1/track", kBad).status(), 422);
  proxy.fill_disk();
  for (const auto& [path, body] : {std::pair("/v1/batch", kBatch), std::pair("/v1/track", kBad)}) {
    upstream.forget();
    const HttpMessage answer = proxy.post(path, body);
    EXPECT_EQ(answer.status(), 200);
    EXPECT_EQ(answer.body, R"({"success":true})");
    EXPECT_EQ(answer.field("Specgate-Verdict"), "pass");
    ASSERT_THAT(upstream.requests(), SizeIs(1));
    EXPECT_EQ(upstream.requests()[0].body, body);
  }
  const std::string gzipped = gzip(kBatch);
  proxy.post("/v1/batch", gzipped, std::string(kWithKey) + "Content-Encoding: gzip\r\n");
  EXPECT_EQ(upstream.requests().back().body, gzipped);
  EXPECT_EQ(proxy.get("/v1/pixel/track?writeKey=k&userId=u1").field("Content-Type"), "image/gif");
  EXPECT_EQ(upstream.requests().back().first, "GET /v1/pixel/track?writeKey=k&userId=u1 HTTP/1.1");
  EXPECT_TRUE(proxy.admin_tells("/metrics", R"(specgate_trouble_total{kind="internal-error"} 4)"));
  EXPECT_TRUE(proxy.admin_tells("/metrics", "specgate_store_failures_total 4"));
  EXPECT_TRUE(proxy.admin_tells("/metrics", "specgate_quarantined_total 1"));
  EXPECT_THAT(proxy.admin("/status").body, HasSubstr(R"("problem":"disk I/O error")"));
  proxy.empty_disk();
  upstream.forget();
  EXPECT_EQ(proxy.post("/v1/batch", kBatch).field("Specgate-Verdict"), "quarantine");
  EXPECT_THAT(proxy.admin("/status").body, Not(HasSubstr(R"("problem":)")));
  EXPECT_THAT(proxy.quarantine(), AllOf(HasSubstr("m-bad"), HasSubstr("m-2")));
}

TEST(InternalError, MayRefuse) {
  const ConfigFile config("proxy: {mode: enforce, on_internal_error: refuse}\n");
  Upstream upstream;
  Proxy proxy(upstream, config.arguments());
  proxy.fill_disk();
  for (const auto& [path, body] : {std::pair("/v1/batch", kBatch), std::pair("/v1/track", kBad)}) {
    const HttpMessage answer = proxy.post(path, body);
    EXPECT_EQ(answer.status(), 503);
    EXPECT_EQ(answer.field("Retry-After"), "1");
    EXPECT_THAT(answer.body, Not(HasSubstr("kept in the quarantine")));
  }
  EXPECT_THAT(upstream.requests(), IsEmpty());
  EXPECT_EQ(proxy.post("/v1/track", kGood).status(), 200);
  EXPECT_TRUE(proxy.admin_tells("/metrics", R"(specgate_trouble_total{kind="internal-error"} 2)"));
  proxy.empty_disk();
  EXPECT_EQ(proxy.post("/v1/track", kBad).status(), 422);
  EXPECT_THAT(proxy.quarantine(), HasSubstr("m-bad"));
}

struct Opaque {
  const char* name;
  std::string body, fields;
  int status;
};

const std::string kLarge = std::string(600'000, 'x');
const Opaque kOpaque[] = {
    {"OtherCoding", kGood, "Content-Encoding: br\r\n", 415},
    {"TwoCodings", kGood, "Content-Encoding: gzip, gzip\r\n", 415},
    {"LargeBody", kLarge, "Content-Length: 600000\r\n", 413},
    {"Bomb", gzip(std::string(8 << 20, ' ')), "Content-Encoding: gzip\r\n", 413},
    {"DamagedGzip", gzip(kGood).substr(0, 30), "Content-Encoding: gzip\r\n", 400},
};

class Uninspectable : public ::testing::TestWithParam<Opaque> {};

TEST_P(Uninspectable, GoesOnOrNotAsTheOperatorDecides) {
  const auto& [name, body, own_fields, status] = GetParam();
  const std::string fields = std::string(kWithKey) + own_fields;
  for (const bool refuses : {false, true}) {
    const ConfigFile config(std::string("proxy: {on_uninspectable: ") +
                            (refuses ? "refuse" : "forward") + "}\n");
    Upstream upstream;
    Proxy proxy(upstream, config.arguments());
    const HttpMessage answer = proxy.post("/v1/track", body, fields);
    EXPECT_EQ(answer.status(), refuses ? status : 200);
    EXPECT_THAT(upstream.requests(), SizeIs(refuses ? 0 : 1));
    for (const HttpMessage& request : upstream.requests()) EXPECT_EQ(request.body, body);
    EXPECT_TRUE(proxy.admin_tells("/metrics", R"(specgate_trouble_total{kind="uninspectable"} 1)"));
  }
}

INSTANTIATE_TEST_SUITE_P(Policies, Uninspectable, ::testing::ValuesIn(kOpaque),
                         [](const auto& one) { return std::string(one.param.name); });

TEST(UninspectablePixel, IsAnsweredWithAnImageAndStays) {
  const ConfigFile config("proxy: {on_uninspectable: refuse}\n");
  Upstream upstream;
  Proxy proxy(upstream, config.arguments());
  EXPECT_EQ(proxy.get("/v1/pixel/track?data=%25%25").field("Content-Type"), "image/gif");
  EXPECT_THAT(upstream.requests(), IsEmpty());
}

}  // namespace
}  // namespace specgate::proxy::testing
