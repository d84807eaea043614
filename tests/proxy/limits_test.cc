// How much at a time, how much in all, and for how long.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/proxy/built_proxy.h"

namespace specgate::proxy::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

constexpr const char* kCall =
    R"({"type":"track","event":"Signed Up","userId":"u1","messageId":"m"})";

std::string bad_call(int number, size_t padding = 0) {
  return R"({"type":"track","userId":"u1","messageId":"r-)" + std::to_string(number) +
         R"(","properties":{"pad":")" + std::string(padding, 'x') + "\"}}";
}

TEST(Connections, BeyondTheCapAreTurnedAwayAtOnce) {
  const ConfigFile config("proxy: {threads: 1, limits: {connections: 2}}\n");
  Upstream upstream;
  Proxy proxy(upstream, config.arguments());
  const std::string request = request_text("POST", "/v1/track", kCall, {});
  {
    Connection first(proxy.port()), second(proxy.port());
    for (Connection* const one : {&first, &second}) {
      one->send(request);
      EXPECT_EQ(one->read().status(), 200);
    }
    for (int i = 0; i < 3; ++i) {
      Connection third(proxy.port());
      third.send(request);
      const HttpMessage answer = third.read();
      EXPECT_EQ(answer.status(), 503);
      EXPECT_EQ(answer.field("Retry-After"), "1");
      EXPECT_THAT(answer.body, ::testing::HasSubstr(R"("code":"too-many-connections")"));
      EXPECT_TRUE(third.closed_by_peer());
    }
    first.send(request);
    EXPECT_EQ(first.read().status(), 200);
  }
  EXPECT_THAT(upstream.requests(), SizeIs(3));
  EXPECT_TRUE(proxy.admin_tells("/metrics", "specgate_connections_refused_total 3"));
  EXPECT_TRUE(proxy.admin_tells("/metrics", R"(specgate_trouble_total{kind="too-many-connections"} 3)"));
  EXPECT_TRUE(proxy.admin_tells("/status", R"("connections":0)"));
  EXPECT_EQ(proxy.post("/v1/track", kCall).status(), 200);
}

long number_of(const std::string& metric, const std::string& metrics) {
  const size_t at = metrics.find('\n' + metric + ' ');
  return at == std::string::npos ? -1 : std::atol(metrics.c_str() + at + metric.size() + 2);
}

long counted(const Proxy& proxy, const std::string& metric) {
  return number_of(metric, proxy.admin("/metrics").body);
}

// Does the quarantine come down to `most` rows, and is every bad call that was sent among them or
// counted as gone? Going takes a moment, and several steps where much goes.
bool adds_up(const Proxy& proxy, long sent, long most) {
  constexpr int kMost = 5000;
  for (int i = 0; i < kMost; ++i) {
    const std::string metrics = proxy.admin("/metrics").body;
    const long here = number_of("specgate_quarantine_rows", metrics);
    const long gone = number_of("specgate_store_expired_waiting_total", metrics);
    if (here <= most && here + gone == sent) return true;
  }
  return false;
}

// Does the proxy come to count something under this name while bad calls go on coming?
// Returns how many of them went, 0 where it never does.
int calls_until_counted(const Proxy& proxy, const std::string& metric, size_t padding) {
  constexpr int kMost = 20'000;
  Connection connection(proxy.port());
  for (int i = 1; i < kMost; ++i) {
    connection.send(request_text("POST", "/v1/track", bad_call(i, padding), {}));
    if (connection.read().status() != 400) return 0;
    if (i % 10 == 0 && counted(proxy, metric) > 0) return i;
  }
  return 0;
}

TEST(Retention, ByAge) {
  const ConfigFile config("proxy: {mode: enforce, store: {keep: 1ms}}\n");
  Upstream upstream;
  Proxy proxy(upstream, config.arguments());
  proxy.post("/v1/track", bad_call(0));
  const int sent = calls_until_counted(proxy, "specgate_store_expired_waiting_total", 0);
  ASSERT_NE(sent, 0);
  EXPECT_EQ(counted(proxy, "specgate_store_expired_by_size_total"), 0);
  EXPECT_THAT(proxy.quarantine(), Not(HasSubstr("\"r-0\"")));
  EXPECT_TRUE(adds_up(proxy, 1 + sent, 1 + sent));
}

TEST(Retention, BySize) {
  const ConfigFile config("proxy: {mode: enforce, store: {keep_size: 1MB}}\n");
  Upstream upstream;
  Proxy proxy(upstream, config.arguments());
  proxy.post("/v1/track", bad_call(0));
  const int sent = calls_until_counted(proxy, "specgate_store_expired_by_size_total", 20'000);
  ASSERT_NE(sent, 0);
  EXPECT_TRUE(adds_up(proxy, 1 + sent, 60));  // of 20 KB each in 1 MB
  // The oldest go.
  const std::string kept = proxy.command({"list", "--json", "--limit", "1000"});
  EXPECT_THAT(kept, Not(HasSubstr("\"r-0\"")));
  const auto rows = std::count(kept.begin(), kept.end(), '\n');
  EXPECT_GT(rows, 10);
  EXPECT_LE(rows, 60);
}

}  // namespace
}  // namespace specgate::proxy::testing
