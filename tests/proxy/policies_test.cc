// What operators decide for the cases between good and bad: a share of the requests, bodies nobody
// can look into, the proxy's own failures, a host of the other region.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <map>
#include <set>

#include "spec/text/compression.h"
#include "tests/proxy/built_proxy.h"
#include "tests/support/files.h"
#include "tests/support/folder.h"

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
      const bool rejected = answer.status() == 400;
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
  const Case cases[] = {{kUs, kGood, 200},   {kEu, kGood, 400},   {"proxy.test", kGood, 200},
                        {kUs, of_shop, 400}, {kEu, of_shop, 200}, {"proxy.test", of_shop, 200},
                        // With the dot of the root.
                        {"events.eu1.segmentapis.com.", kGood, 400},
                        {"EVENTS.eu1.segmentapis.com.:443", kGood, 400},
                        {"api.segment.io.", of_shop, 400},
                        {"api.segment.io.:80", kGood, 200}};
  for (const Case& one : cases) {
    Connection connection(proxy.port());
    connection.send(to_host(one.host, one.body));
    const HttpMessage answer = connection.read();
    EXPECT_EQ(answer.status(), one.status) << one.host << ' ' << one.body;
    EXPECT_EQ(answer.body.find("region-mismatch") != std::string::npos, one.status == 400);
  }
}

// The quarantine cannot be written: the good and the bad go on as they came, and nobody says that
// something stayed; or the caller is asked to come again.
TEST(InternalError, MayForward) {
  const ConfigFile config("proxy: {mode: enforce, on_internal_error: forward}\n");
  Upstream upstream;
  Proxy proxy(upstream, config.arguments());
  EXPECT_EQ(proxy.post("/v1/track", kBad).status(), 400);
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

TEST(InternalError, RefusesInEnforceWhereNobodySaidOtherwise) {
  Upstream upstream;
  Proxy proxy(upstream, {"--mode", "enforce"});
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
  EXPECT_EQ(proxy.post("/v1/track", kBad).status(), 400);
  EXPECT_THAT(proxy.quarantine(), HasSubstr("m-bad"));
}

struct Opaque {
  const char* name;
  std::string body, fields;
  const char* code;
};

std::string many_values() {
  std::string out = R"({"batch":[{})";
  for (int i = 0; i < 250'000; ++i) out += ",{}";
  return out + "]}";
}

std::string many_calls() {
  std::string out = R"({"batch":[1)";
  for (int i = 0; i < 50'000; ++i) out += ",{}";
  return out + "]}";
}

const std::string kLarge = std::string(600'000, 'x');
const Opaque kOpaque[] = {
    {"OtherCoding", kGood, "Content-Encoding: br\r\n", "unsupported-encoding"},
    {"TwoCodings", gzip(gzip(kGood)), "Content-Encoding: gzip, gzip\r\n", "encoding-twice"},
    {"TwoFields", gzip(gzip(kGood)), "Content-Encoding: gzip\r\nContent-Encoding: gzip\r\n", "encoding-twice"},
    {"OneOfTwoUnknown", kGood, "Content-Encoding: gzip\r\nContent-Encoding: zstd\r\n", "unsupported-encoding"},
    {"LargeBody", kLarge, "Content-Length: 600000\r\n", "body-too-large"},
    {"Bomb", gzip(std::string(8 << 20, ' ')), "Content-Encoding: gzip\r\n", "inflated-too-large"},
    {"ManyValues", gzip(many_values()), "Content-Encoding: gzip\r\n", "too-many-values"},
    {"ManyCalls", gzip(many_calls()), "Content-Encoding: gzip\r\n", "too-many-calls"},
    {"TruncatedGzip", gzip(kGood).substr(0, 30), "Content-Encoding: gzip\r\n", "truncated-encoding"},
    {"NoGzip", kGood, "Content-Encoding: gzip\r\n", "broken-encoding"},
    {"GzipAndMore", gzip(kGood) + "{}", "Content-Encoding: gzip\r\n", "trailing-bytes"},
    {"GzipWithinGzip", gzip(gzip(kGood)), "Content-Encoding: gzip\r\n", "encoding-twice"},
    {"GzipWithinHiddenGzip", gzip(gzip(kGood)), "", "encoding-twice"},
};

void expect_code(const HttpMessage& answer, const std::string& code) {
  EXPECT_THAT(answer.body, HasSubstr("\"code\":\"" + code + '"'));
  EXPECT_EQ(answer.field("Content-Type"), "application/problem+json");
}

class Uninspectable : public ::testing::TestWithParam<Opaque> {};

TEST_P(Uninspectable, GoesOnOrNotAsTheOperatorDecides) {
  const auto& [name, body, own_fields, code] = GetParam();
  const std::string fields = std::string(kWithKey) + own_fields;
  for (const bool refuses : {false, true}) {
    const ConfigFile config(std::string("proxy: {on_uninspectable: ") +
                            (refuses ? "refuse" : "forward") + "}\n");
    Upstream upstream;
    Proxy proxy(upstream, config.arguments());
    const HttpMessage answer = proxy.post("/v1/track", body, fields);
    EXPECT_EQ(answer.status(), refuses ? 400 : 200);
    if (refuses) expect_code(answer, code);
    EXPECT_THAT(upstream.requests(), SizeIs(refuses ? 0 : 1));
    for (const HttpMessage& request : upstream.requests()) EXPECT_EQ(request.body, body);
    EXPECT_TRUE(proxy.admin_tells("/metrics", R"(specgate_trouble_total{kind="uninspectable"} 1)"));
    EXPECT_TRUE(proxy.admin_tells(
        "/metrics", "specgate_uninspectable_total{code=\"" + std::string(code) + "\"} 1"));
  }
}

// What is packed twice is read by nobody as events, be it declared or not: it goes on in `rewrite` as well.
// What is damaged, cut short or followed by more is read by those who stop at the end of the JSON, and stays.
TEST_P(Uninspectable, GoesOnInRewriteUnlessAnotherReadsIt) {
  const auto& [name, body, own_fields, code] = GetParam();
  Upstream upstream;
  Proxy proxy(upstream, {"--mode", "rewrite"});
  const HttpMessage answer = proxy.post("/v1/track", body, std::string(kWithKey) + own_fields);
  const bool stays = std::string_view(code) == "truncated-encoding" || std::string_view(code) == "trailing-bytes";
  EXPECT_EQ(answer.status(), stays ? 400 : 200);
  EXPECT_THAT(upstream.requests(), SizeIs(stays ? 0 : 1));
  for (const HttpMessage& request : upstream.requests()) EXPECT_EQ(request.body, body);
  EXPECT_TRUE(proxy.admin_tells("/metrics", "specgate_uninspectable_total{code=\"" + std::string(code) + "\"} 1"));
}

// Nobody said what is done: enforce refuses, and says so as Segment does.
TEST_P(Uninspectable, StaysInEnforce) {
  const auto& [name, body, own_fields, code] = GetParam();
  const Folder folder;
  Upstream upstream;
  Proxy proxy(upstream, {"--mode", "enforce", "--access-log", folder / "access.jsonl"});
  const HttpMessage answer = proxy.post("/v1/track", body, std::string(kWithKey) + own_fields);
  EXPECT_EQ(answer.status(), 400);
  expect_code(answer, code);
  EXPECT_THAT(upstream.requests(), IsEmpty());
  proxy.stop(SIGTERM);
  EXPECT_THAT(file_text(folder / "access.jsonl"),
              AllOf(HasSubstr(R"("mode":"enforce")"),
                    HasSubstr("\"uninspectable\":\"" + std::string(code) + '"')));
}

// What a source or a stage says wins, for itself; and what all say is what it has not said.
TEST(UninspectableOfASource, IsItsOwn) {
  setenv("POLICIES_KEY", "webkey", 1);
  Upstream upstream;
  struct Case {
    const char* config;
    int other, web;  // the answers to the sources
  };
  for (const Case& one : {
           Case{"mode: observe, sources: {web: {write_key: {env: POLICIES_KEY}, mode: enforce}}", 200, 400},
           Case{"mode: enforce, sources: {web: {write_key: {env: POLICIES_KEY}, mode: rewrite}}", 400, 200},
           Case{"mode: enforce, sources: {web: {write_key: {env: POLICIES_KEY}, on_uninspectable: forward}}", 400, 200},
           Case{"on_uninspectable: refuse, sources: {web: {write_key: {env: POLICIES_KEY}}}", 400, 400},
           Case{"on_uninspectable: forward, sources: {web: {write_key: {env: POLICIES_KEY}, mode: enforce}}", 200, 200},
           Case{"mode: enforce, percent: 0, sources: {web: {write_key: {env: POLICIES_KEY}, percent: 100}}", 200, 400},
           Case{"mode: dry-run, on_uninspectable: forward, sources: {web: {write_key: {env: POLICIES_KEY}, mode: observe}}", 400, 200},
       }) {
    const ConfigFile config("proxy: {" + std::string(one.config) + "}\n");
    Proxy proxy(upstream, config.arguments());
    const std::string br = "Content-Encoding: br\r\n";
    EXPECT_EQ(proxy.post("/v1/track", kGood, std::string(kWithKey) + br).status(), one.other)
        << one.config;
    EXPECT_EQ(proxy.post("/v1/track", kGood, "Authorization: Basic d2Via2V5Og==\r\n" + br).status(),
              one.web)
        << one.config;
  }
}

// The share of the requests that are acted on is the share of those that are refused, and a retry has
// its request's rollout_bucket.
TEST(UninspectableOfAShare, IsRefusedByTheModeInForce) {
  const ConfigFile config("proxy: {mode: enforce, percent: 50, limits: {body: 1KB}}\n");
  Upstream upstream;
  Proxy proxy(upstream, config.arguments());
  std::map<std::string, int> refused;
  constexpr int kRequests = 40;
  for (int i = 0; i < kRequests; ++i) {
    const std::string few(static_cast<size_t>(i), ' '), many = std::string(1024, ' ') + few;
    const std::pair<const char*, std::pair<std::string, std::string>> kinds[] = {
        {"coding", {few + kGood, "Content-Encoding: br\r\n"}},
        {"damaged", {few + kGood, "Content-Encoding: gzip\r\n"}},
        {"large", {many + '.', ""}}};
    for (const auto& [kind, request] : kinds) {
      const auto& [body, fields] = request;
      const int status = proxy.post("/v1/track", body, std::string(kWithKey) + fields).status();
      EXPECT_EQ(proxy.post("/v1/track", body, std::string(kWithKey) + fields).status(), status);
      refused[kind] += status == 400 ? 1 : 0;
    }
  }
  for (const char* kind : {"coding", "damaged", "large"}) {
    EXPECT_GT(refused[kind], kRequests / 8) << kind;
    EXPECT_LT(refused[kind], kRequests - kRequests / 8) << kind;
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

// By the key beside its data; nothing of an earlier request is kept in its name.
TEST(UninspectablePixel, IsItsSourcesOwn) {
  setenv("POLICIES_KEY", "webkey", 1);
  const ConfigFile config(
      "proxy: {sources: {web: {write_key: {env: POLICIES_KEY}, mode: enforce}}}\n");
  Upstream upstream;
  Proxy proxy(upstream, config.arguments());
  const std::string broken = "/v1/pixel/track?data=%25%25&writeKey=";
  EXPECT_EQ(proxy.get(broken + "webkey").field("Content-Type"), "image/gif");
  EXPECT_THAT(upstream.requests(), IsEmpty());
  EXPECT_EQ(proxy.get(broken + "other").field("Content-Type"), "image/gif");
  EXPECT_THAT(upstream.requests(), SizeIs(1));
  upstream.respond([](const HttpMessage&) { return std::string(); });
  Connection connection(proxy.port());
  connection.send(request_text("POST", "/v1/track", gzip(kGood), kWithKey));
  EXPECT_EQ(connection.read().status(), 502);
  connection.send(request_text("GET", broken + "other", {}, {}));
  EXPECT_EQ(connection.read().field("Content-Type"), "image/gif");
  EXPECT_EQ(proxy.quarantine(), "");
}

}  // namespace
}  // namespace specgate::proxy::testing
