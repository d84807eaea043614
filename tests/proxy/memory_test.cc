// What requests may hold, and what is left of it once they are answered.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <memory>

#include "spec/text/compression.h"
#include "tests/proxy/built_proxy.h"
#include "tests/proxy/held_upstream.h"

namespace specgate::proxy::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

constexpr size_t kKB = 1024, kMB = 1024 * kKB;
constexpr std::string_view kGzip = "Content-Type: application/json\r\nContent-Encoding: gzip\r\n";
constexpr const char* kCall =
    R"({"type":"track","event":"Signed Up","userId":"u1","messageId":"m"})";
// One request may need 4 MB of it.
constexpr const char* kFourMB =
    "proxy: {mode: enforce, limits: {body: 1MB, inflated: 1MB, memory: 4MB}}\n";

size_t resident_bytes(const Proxy& proxy) {
  std::ifstream status("/proc/" + std::to_string(proxy.pid()) + "/status");
  for (std::string word; status >> word;) {
    size_t kilobytes = 0;
    if (word == "VmRSS:" && status >> kilobytes) return kilobytes * kKB;
  }
  return 0;
}

// A sanitizer's own memory is no concern of ours; and with it a few large requests take a minute.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kSanitized = true;
#else
constexpr bool kSanitized = false;
#endif

void expect_resident_below(size_t most, const Proxy& proxy) {
  if (kSanitized) return;
  EXPECT_LT(resident_bytes(proxy), most);
}

bool holds(const Proxy& proxy, size_t bytes) {
  return proxy.admin_tells("/metrics", "\nspecgate_body_memory_bytes " + std::to_string(bytes) + "\n");
}

// Asks until at least so much is held; false: it never was.
bool comes_to_hold(const Proxy& proxy, size_t bytes) {
  constexpr std::string_view kMetric = "\nspecgate_body_memory_bytes ";
  for (int i = 0; i < kPatienceMs; ++i) {
    const std::string metrics = proxy.admin("/metrics").body;
    const size_t at = metrics.find(kMetric);
    if (at == std::string::npos) return false;
    if (std::strtoull(metrics.c_str() + at + kMetric.size(), nullptr, 10) >= bytes) return true;
  }
  return false;
}

std::string head_of(size_t length) {
  return "POST /v1/track HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: " +
         std::to_string(length) + "\r\n\r\n";
}

// Connections whose bodies are let in and never come: all the memory, or all but some.
std::vector<std::unique_ptr<Connection>> hold_bodies(const Proxy& proxy, size_t bodies) {
  std::vector<std::unique_ptr<Connection>> out;
  while (out.size() < bodies) {
    out.push_back(std::make_unique<Connection>(proxy.port()));
    out.back()->send(head_of(kMB));
    EXPECT_EQ(out.back()->read().status(), 100);
  }
  return out;
}

// 4 KB of gzip that is 4 MB of text: 800 MB in all if it stayed with the connections.
TEST(Memory, OfALargeRequestIsGivenBackWhenItIsAnswered) {
  constexpr size_t kConnections = kSanitized ? 8 : 192, kMost = 600 * kMB;
  const ConfigFile config("proxy: {mode: enforce}\n");
  Upstream upstream;
  Proxy proxy(upstream, config.arguments());
  const std::string bomb = pack(Packing::kGzip, std::string(4'000'000, ' ') + "{}");
  std::vector<std::unique_ptr<Connection>> idle;
  while (idle.size() < kConnections) {
    idle.push_back(std::make_unique<Connection>(proxy.port()));
    idle.back()->send(request_text("POST", "/v1/track", bomb, kGzip));
    EXPECT_EQ(idle.back()->read().status(), 400);
  }
  EXPECT_TRUE(holds(proxy, 0));
  expect_resident_below(kMost, proxy);
  for (const auto& one : idle) {  // they are all still there
    one->send(request_text("POST", "/v1/track", kCall, kWithKey));
    EXPECT_EQ(one->read().status(), 200);
  }
}

// 250 KB of head each: 75 MB in all if it stayed with the connections.
TEST(Memory, OfALongHeadIsGivenBackWhenItIsAnswered) {
  constexpr size_t kConnections = 300, kMost = 30 * kMB;
  const ConfigFile config("proxy: {threads: 1, limits: {head: 300KB}}\n");
  Upstream upstream;
  Proxy proxy(upstream, config.arguments());
  std::vector<std::unique_ptr<Connection>> idle;
  const auto ask = [](Connection& connection, const std::string& fields) {
    connection.send(request_text("POST", "/v1/track", kCall, fields));
    EXPECT_EQ(connection.read().status(), 200);
  };
  while (idle.size() < kConnections) {
    idle.push_back(std::make_unique<Connection>(proxy.port()));
    ask(*idle.back(), std::string(kWithKey));
  }
  const size_t before = resident_bytes(proxy);
  const std::string long_field = "X-Note: " + std::string(250'000, 'n') + "\r\n";
  for (const auto& one : idle) ask(*one, std::string(kWithKey) + long_field);
  expect_resident_below(before + kMost, proxy);
}

// The cache of keyed hashes is of keys, not of whatever a body calls one.
TEST(Memory, OfLongWriteKeysIsGivenBack) {
  constexpr size_t kRequests = 200, kMost = 600 * kMB;
  const ConfigFile config("proxy: {threads: 1}\n");
  Upstream upstream;
  Proxy proxy(upstream, config.arguments());
  Connection connection(proxy.port());
  for (size_t i = 0; i < kRequests; ++i) {
    const std::string key = std::to_string(i) + std::string(4'000'000, 'k');
    const std::string body =
        pack(Packing::kGzip, R"({"type":"track","event":"E","userId":"u","writeKey":")" + key + "\"}");
    connection.send(request_text("POST", "/v1/track", body, kGzip));
    EXPECT_EQ(connection.read().status(), 200);
  }
  EXPECT_TRUE(holds(proxy, 0));
  expect_resident_below(kMost, proxy);
}

// The key of one request is not that of the next, however its memory is given back.
TEST(Memory, OfALongAuthorizationGoesWithItsKey) {
  const ConfigFile config("proxy: {mode: enforce}\n");
  Upstream upstream;
  Proxy proxy(upstream, config.arguments());
  Connection connection(proxy.port());
  const std::string key = "Authorization: Basic " + std::string(20 * kKB, 'a') + "Og==\r\n";
  connection.send(request_text("POST", "/v1/track", kCall, key));
  connection.read();
  connection.send(request_text("POST", "/v1/track", kCall, "Content-Type: application/json\r\n"));
  EXPECT_EQ(connection.read().status(), 400);
}

TEST(Memory, WhereItIsFullABodyIsRefusedBeforeItComes) {
  const ConfigFile config(kFourMB);
  Upstream upstream;
  Proxy proxy(upstream, config.arguments());
  auto held = hold_bodies(proxy, 4);
  EXPECT_TRUE(holds(proxy, 4 * kMB));
  EXPECT_TRUE(proxy.admin_tells("/status", R"("memory":{"bodies":4194304,"limit":4194304,)"));
  Connection late(proxy.port());
  late.send(head_of(kMB));
  const HttpMessage answer = late.read();
  EXPECT_EQ(answer.status(), 503);
  EXPECT_THAT(answer.body, HasSubstr(R"("code":"memory-full")"));
  EXPECT_EQ(answer.field("Retry-After"), "1");
  EXPECT_THAT(answer.body, HasSubstr("limits.memory"));
  EXPECT_TRUE(late.closed_by_peer());
  EXPECT_TRUE(proxy.admin_tells("/metrics", R"(specgate_trouble_total{kind="memory-full"} 1)"));
  // What fits the buffers of a connection is no matter of it.
  EXPECT_EQ(proxy.post("/v1/track", kCall, kWithKey).status(), 200);
  held.clear();
  EXPECT_TRUE(holds(proxy, 0));
  EXPECT_THAT(hold_bodies(proxy, 4), SizeIs(4));
}

TEST(Memory, WhereItIsFullAChunkedBodyIsRefusedAsItGrows) {
  const ConfigFile config(kFourMB);
  Upstream upstream;
  Proxy proxy(upstream, config.arguments());
  const auto held = hold_bodies(proxy, 4);
  Connection chunked(proxy.port());
  chunked.send("POST /v1/track HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
  chunked.send("8000\r\n" + std::string(0x8000, ' ') + "\r\n");
  EXPECT_EQ(chunked.read().status(), 503);
  EXPECT_TRUE(chunked.closed_by_peer());
  EXPECT_TRUE(holds(proxy, 4 * kMB));
}

TEST(Memory, OfInflatedBodiesCounts) {
  const ConfigFile config(kFourMB);
  Upstream upstream;
  Proxy proxy(upstream, config.arguments());
  const std::string bomb = pack(Packing::kGzip, std::string(kMB - 2, ' ') + "{}");
  auto held = hold_bodies(proxy, 3);
  Connection connection(proxy.port());
  connection.send(request_text("POST", "/v1/track", bomb, kGzip));
  const HttpMessage answer = connection.read();
  EXPECT_EQ(answer.status(), 503);
  EXPECT_EQ(answer.field("Retry-After"), "1");
  EXPECT_TRUE(holds(proxy, 3 * kMB));
  held.clear();
  EXPECT_TRUE(holds(proxy, 0));
  connection.send(request_text("POST", "/v1/track", bomb, kGzip));  // it has stayed open
  EXPECT_EQ(connection.read().status(), 400);
}

// An answer tells of each call: some kilobytes of gzip may have one of megabytes, which its caller need
// not read. It counts before it is written.
TEST(Memory, OfAnAnswerThatNobodyReadsCounts) {
  const ConfigFile config(
      "proxy: {mode: enforce, limits: {body: 64KB, inflated: 2MB, memory: 8MB}}\n");
  Upstream upstream;
  Proxy proxy(upstream, config.arguments());
  std::string calls = "{\"batch\":[{}";
  for (int i = 1; i < 40'000; ++i) calls += ",{}";
  const std::string request =
      request_text("POST", "/v1/validate/batch", pack(Packing::kGzip, calls + "]}"), kGzip);
  Connection slow(proxy.port());
  slow.send(request);
  EXPECT_TRUE(comes_to_hold(proxy, 8 * kMB));
  Connection next(proxy.port());
  next.send(request);
  const HttpMessage refusal = next.read();
  EXPECT_EQ(refusal.status(), 503);
  EXPECT_THAT(refusal.body, HasSubstr(R"("code":"memory-full")"));
  const HttpMessage answer = slow.read();
  EXPECT_EQ(answer.status(), 200);
  EXPECT_THAT(answer.body, HasSubstr(R"({"index":39999,)"));
  EXPECT_TRUE(holds(proxy, 0));
  next.send(request);  // it has stayed open
  EXPECT_EQ(next.read().status(), 200);
}

// What is on its way holds what it needs, and gives it back however it ends.
TEST(Memory, IsHeldWhileTheUpstreamAnswers) {
  const ConfigFile config(kFourMB);
  const std::string body = R"({"type":"track","event":"Signed Up","userId":"u1","messageId":"m",)"
                           R"("properties":{"pad":")" + std::string(100 * kKB, 'x') + "\"}}";
  for (const bool leaves : {false, true}) {
    Upstream upstream;
    FirstHeld held(upstream, ok_answer());
    Proxy proxy(upstream, {"--config", config.path(), "--mode", "observe"});
    {
      Connection connection(proxy.port());
      connection.send(request_text("POST", "/v1/track", body, kWithKey));
      held.wait_until_there();
      EXPECT_THAT(proxy.admin("/metrics").body, Not(HasSubstr("\nspecgate_body_memory_bytes 0\n")));
      if (leaves) connection.reset();
      held.let_go();
      EXPECT_TRUE(leaves || connection.read().status() == 200);
      EXPECT_TRUE(holds(proxy, 0));
    }
  }
}

// Connections that are idle keep no configuration but the one in force.
TEST(Memory, OfOldConfigurationsIsGivenBack) {
  const auto text = [](int number) {
    return "proxy: {stage: s" + std::to_string(number) + "}\nstages: {s" + std::to_string(number) +
           ": {}}\n";
  };
  const ConfigFile config(text(0));
  Upstream upstream;
  FirstHeld held(upstream, ok_answer());
  Proxy proxy(upstream, config.arguments());
  Connection under_way(proxy.port());
  under_way.send(request_text("POST", "/v1/track", kCall, kWithKey));
  held.wait_until_there();
  std::vector<std::unique_ptr<Connection>> idle;
  for (int i = 1; i <= 5; ++i) {
    idle.push_back(std::make_unique<Connection>(proxy.port()));
    idle.back()->send(request_text("POST", "/v1/track", kCall, kWithKey));
    EXPECT_EQ(idle.back()->read().status(), 200);
    config.write(text(i));
    proxy.send_signal(SIGHUP);
    EXPECT_TRUE(proxy.admin_tells("/status", "\"stage\":\"s" + std::to_string(i) + "\""));
  }
  // The one in force, and the one that the request under way began with.
  EXPECT_TRUE(proxy.admin_tells("/metrics", "\nspecgate_configurations 2\n"));
  held.let_go();
  EXPECT_EQ(under_way.read().status(), 200);
  EXPECT_TRUE(proxy.admin_tells("/metrics", "\nspecgate_configurations 1\n"));
  for (const auto& one : idle) {
    one->send(request_text("POST", "/v1/track", kCall, kWithKey));
    EXPECT_EQ(one->read().status(), 200);
  }
}

}  // namespace
}  // namespace specgate::proxy::testing
