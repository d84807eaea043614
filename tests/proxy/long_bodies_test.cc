// A judgement that takes long holds up nobody: not the other connections of its thread, not the end.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>
#include <memory>

#include "proxy/session/judges.h"
#include "spec/text/compression.h"
#include "tests/proxy/built_proxy.h"

namespace specgate::proxy::testing {
namespace {

using ::testing::SizeIs;

constexpr const char* kCall =
    R"({"type":"track","event":"Signed Up","userId":"u1","messageId":"m"})";
constexpr const char* kLarge =
    "proxy: {mode: observe, threads: 1, timeouts: {drain: 100ms}, "
    "limits: {body: 64MB, inflated: 64MB, memory: 4GB}}\n";
// More than there are threads to judge, each of nearly as many values as are judged.
constexpr size_t kBodies = 24, kCalls = 30'000;

std::string long_body() {
  std::string calls;
  for (size_t i = 0; i < kCalls; ++i) {
    if (i != 0) calls += ',';
    calls += R"({"type":"track","event":"Signed Up","userId":"u1","messageId":"m-)" +
             std::to_string(i) + R"(","timestamp":"2026-01-01T00:00:00Z","properties":{"plan":"a"}})";
  }
  return "{\"batch\":[" + calls + "]}";
}

// Bodies that came, none of them answered: as many as are told to be there.
class LongBodies {
 public:
  LongBodies(const Proxy& proxy, const std::string& body, std::string_view fields) {
    const std::string request = request_text("POST", "/v1/batch", body, fields);
    while (all_.size() < kBodies) {
      all_.push_back(std::make_unique<Connection>(proxy.port()));
      all_.back()->send(request);
    }
    EXPECT_TRUE(proxy.admin_tells("/metrics", "\nspecgate_long_bodies "));
    for (int i = 0; i < kPatienceMs && there(proxy) == 0; ++i) continue;
  }
  // How many are inflated, judged or packed just now, or wait for it.
  static long there(const Proxy& proxy) {
    constexpr std::string_view kMetric = "\nspecgate_long_bodies ";
    const std::string metrics = proxy.admin("/metrics").body;
    const size_t at = metrics.find(kMetric);
    return at == std::string::npos ? 0 : std::atol(metrics.c_str() + at + kMetric.size());
  }
  Connection& last() { return *all_.back(); }
  const std::vector<std::unique_ptr<Connection>>& all() const { return all_; }

 private:
  std::vector<std::unique_ptr<Connection>> all_;
};

const std::string kGzip =
    "Content-Type: application/json\r\nContent-Encoding: gzip\r\n" + std::string(kWithKey);

// What judging costs goes with the number of values: a short text of many is judged beside the loop as
// well, the usual batch is not.
TEST(LongBodies, AreThoseOfManyValuesToo) {
  const auto many = [](size_t bytes, std::string_view one) {
    std::string out = "[1";
    while (out.size() < bytes) out.append(",").append(one);
    return out + "]";
  };
  constexpr size_t kKilobyte = 1024;
  EXPECT_FALSE(is_long(many(30 * kKilobyte, "0")));
  EXPECT_TRUE(is_long(many(40 * kKilobyte, "0")));
  EXPECT_TRUE(is_long(many(120 * kKilobyte, R"({"a":{"b":"c"}})")));
  EXPECT_FALSE(is_long(many(66 * kKilobyte, R"({"type":"track","event":"Order Completed","userId":"u1","messageId":"m-1"})")));
  EXPECT_TRUE(is_long(std::string(130 * kKilobyte, ' ')));
}

TEST(LongBodies, HoldUpNoOtherConnection) {
  const ConfigFile config(kLarge);
  Upstream upstream;
  Proxy proxy(upstream, config.arguments());
  LongBodies bodies(proxy, pack(Packing::kGzip, long_body()), kGzip);
  EXPECT_EQ(proxy.post("/v1/track", kCall, kWithKey).status(), 200);
  EXPECT_GT(LongBodies::there(proxy), 0) << "the small request waited for them all";
  for (const auto& one : bodies.all()) EXPECT_EQ(one->read().status(), 200);
  EXPECT_THAT(upstream.requests(), SizeIs(kBodies + 1));
  EXPECT_TRUE(proxy.admin_tells("/metrics", "\nspecgate_long_bodies 0\n"));
  EXPECT_TRUE(proxy.admin_tells("/metrics", "\nspecgate_body_memory_bytes 0\n"));
}

// The end does not wait for what is being judged: it is cut off, as its sender is told by the end of
// the connection.
TEST(LongBodies, DoNotHoldUpTheEnd) {
  const ConfigFile config(kLarge);
  Upstream upstream;
  Proxy proxy(upstream, config.arguments());
  LongBodies bodies(proxy, pack(Packing::kGzip, long_body()), kGzip);
  EXPECT_GT(LongBodies::there(proxy), 0);
  EXPECT_EQ(proxy.stop(SIGTERM), 0);
  EXPECT_FALSE(bodies.last().read().complete);
}

// What comes behind a long body on its connection is answered behind it.
TEST(LongBodies, AreAnsweredInTheirOrder) {
  const ConfigFile config(kLarge);
  Upstream upstream;
  Proxy proxy(upstream, config.arguments());
  Connection connection(proxy.port());
  connection.send(request_text("POST", "/v1/batch", long_body(), kWithKey) +
                  request_text("POST", "/v1/track", kCall, kWithKey));
  EXPECT_EQ(connection.read().status(), 200);
  EXPECT_EQ(connection.read().status(), 200);
  ASSERT_THAT(upstream.requests(), SizeIs(2));
  EXPECT_EQ(upstream.requests()[1].body, kCall);
}

}  // namespace
}  // namespace specgate::proxy::testing
