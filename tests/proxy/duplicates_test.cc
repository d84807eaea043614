// The same messageId again: within one body, one after the other, and at the same time.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <thread>

#include "proxy/session/seen_ids.h"
#include "tests/proxy/built_proxy.h"
#include "tests/proxy/held_upstream.h"

namespace specgate::proxy::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

constexpr const char* kDrop = "proxy: {mode: enforce, duplicates: drop, threads: 1}\n";
constexpr const char* kCount = "proxy: {mode: enforce, duplicates: count, threads: 1}\n";

std::string call(const std::string& id, const std::string& user = "u1") {
  return R"({"type":"track","event":"Signed Up","userId":")" + user + R"(","messageId":")" + id +
         "\"}";
}
std::string bad_call(const std::string& id) {
  return R"({"type":"track","userId":"u1","messageId":")" + id + "\"}";
}
std::string batch(const std::string& calls) { return "{\"batch\":[" + calls + "]}"; }

std::string refused() {
  return "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n";
}

void ask(Connection& connection, const std::string& body, std::string_view path = "/v1/track") {
  connection.send(request_text("POST", path, body, kWithKey));
}

bool counts(const Proxy& proxy, int duplicates) {
  return proxy.admin_tells("/metrics", R"(mode="enforce",outcome="duplicate",source="unknown"} )" +
                                           std::to_string(duplicates) + "\n");
}

TEST(Duplicates, OfOneBatchTheFirstGoesOn) {
  const ConfigFile config(kDrop);
  Upstream upstream;
  Proxy proxy(upstream, config.arguments());
  const std::string body =
      batch(call("a", "u1") + "," + call("a", "u2") + "," + call("b") + "," + call("a", "u3"));
  EXPECT_EQ(proxy.post("/v1/batch", body, kWithKey).status(), 200);
  ASSERT_THAT(upstream.requests(), SizeIs(1));
  EXPECT_EQ(upstream.requests()[0].body, batch(call("a", "u1") + "," + call("b")));
  EXPECT_TRUE(counts(proxy, 2));
}

TEST(Duplicates, OfOneBatchTheFirstThatIsNotRejectedGoesOn) {
  const ConfigFile config(kDrop);
  Upstream upstream;
  Proxy proxy(upstream, config.arguments());
  const std::string body = batch(bad_call("a") + "," + call("a", "u2") + "," + call("a", "u3"));
  EXPECT_EQ(proxy.post("/v1/batch", body, kWithKey).status(), 200);
  ASSERT_THAT(upstream.requests(), SizeIs(1));
  EXPECT_EQ(upstream.requests()[0].body, batch(call("a", "u2")));
  EXPECT_THAT(proxy.quarantine(), HasSubstr(R"("index":0,"outcome":"reject")"));
}

TEST(Duplicates, AreOnlyCountedWithCount) {
  const ConfigFile config(kCount);
  Upstream upstream;
  Proxy proxy(upstream, config.arguments());
  const std::string body = batch(call("a", "u1") + "," + call("a", "u2") + "," + call("a", "u3"));
  EXPECT_EQ(proxy.post("/v1/batch", body, kWithKey).status(), 200);
  ASSERT_THAT(upstream.requests(), SizeIs(1));
  EXPECT_EQ(upstream.requests()[0].body, body);
  EXPECT_TRUE(counts(proxy, 2));
  EXPECT_EQ(proxy.post("/v1/track", call("a"), kWithKey).status(), 200);
  EXPECT_TRUE(counts(proxy, 3));
}

// What is observed goes on as it came, and says so.
TEST(Duplicates, AreOnlyCountedWhereEventsAreObserved) {
  const ConfigFile config("proxy: {mode: observe, duplicates: drop}\n");
  Upstream upstream;
  Proxy proxy(upstream, config.arguments());
  const std::string body = batch(call("a", "u1") + "," + call("a", "u2"));
  EXPECT_EQ(proxy.post("/v1/batch", body, kWithKey).status(), 200);
  EXPECT_EQ(proxy.post("/v1/batch", body, kWithKey).status(), 200);
  ASSERT_THAT(upstream.requests(), SizeIs(2));
  EXPECT_EQ(upstream.requests()[1].body, body);
  EXPECT_TRUE(proxy.admin_tells("/metrics", R"(mode="observe",outcome="pass",source="unknown"} 4)"));
  EXPECT_TRUE(
      proxy.admin_tells("/metrics", R"(mode="observe",outcome="duplicate",source="unknown"} 3)"));
}

// Two connections of one thread. The second comes while the upstream still holds the first.
TEST(Duplicates, OfRequestsAtTheSameTimeOneGoesOn) {
  const ConfigFile config(kDrop);
  Upstream upstream;
  FirstHeld held(upstream, ok_answer());
  Proxy proxy(upstream, config.arguments());
  Connection first(proxy.port()), second(proxy.port());
  ask(first, call("a", "u1"));
  held.wait_until_there();
  ask(second, batch(call("a", "u2") + "," + call("a", "u3")), "/v1/batch");
  EXPECT_EQ(proxy.post("/v1/track", call("other"), kWithKey).status(), 200);
  held.let_go();
  EXPECT_EQ(first.read().status(), 200);
  const HttpMessage answer = second.read();
  EXPECT_EQ(answer.status(), 200);
  EXPECT_THAT(answer.body, HasSubstr(R"("duplicates":2)"));
  ASSERT_THAT(upstream.requests(), SizeIs(2));
  EXPECT_EQ(upstream.requests()[1].body, call("other"));
  EXPECT_TRUE(counts(proxy, 2));
}

// Had the second been answered as a duplicate, its event would be lost now.
TEST(Duplicates, OfARequestThatFailsTheNextGoesOn) {
  const ConfigFile config(kDrop);
  for (const std::string& failure : {refused(), std::string()}) {
    Upstream upstream;
    FirstHeld held(upstream, failure);
    Proxy proxy(upstream, config.arguments());
    Connection first(proxy.port()), second(proxy.port());
    ask(first, call("a", "u1"));
    held.wait_until_there();
    ask(second, call("a", "u2"));
    EXPECT_EQ(proxy.post("/v1/track", call("other"), kWithKey).status(), 200);
    EXPECT_THAT(upstream.requests(), SizeIs(2));
    held.let_go();
    first.read();
    EXPECT_EQ(second.read().status(), 200);
    EXPECT_EQ(upstream.requests().back().body, call("a", "u2"));
    EXPECT_EQ(proxy.post("/v1/track", call("a", "u3"), kWithKey).status(), 200);
    EXPECT_EQ(upstream.requests().back().body, call("a", "u2"));
  }
}

TEST(Duplicates, AtTheSameTimeAreCountedOnceBothAreTaken) {
  const ConfigFile config(kCount);
  Upstream upstream;
  FirstHeld held(upstream, ok_answer());
  Proxy proxy(upstream, config.arguments());
  Connection first(proxy.port()), second(proxy.port());
  ask(first, call("a", "u1"));
  held.wait_until_there();
  ask(second, call("a", "u2"));
  EXPECT_EQ(second.read().status(), 200);
  held.let_go();
  EXPECT_EQ(first.read().status(), 200);
  EXPECT_THAT(upstream.requests(), SizeIs(2));
  EXPECT_TRUE(counts(proxy, 1));
}

SeenIds::Hash hash(uint64_t number) { return {number * 0x9e3779b97f4a7c15, number}; }

TEST(SeenIdsTest, ClaimsAllOrNone) {
  SeenIds seen(1000, 1000);
  const std::vector<SeenIds::Hash> two = {hash(1), hash(2)}, three = {hash(0), hash(2), hash(3)};
  SeenIds::Claims first, second;
  EXPECT_FALSE(seen.claim(two, first));
  EXPECT_EQ(seen.claim(three, second), hash(2));
  int told = 0;
  EXPECT_FALSE(seen.wait_for(hash(0), [&told] { ++told; })) << "it was not kept";
  EXPECT_TRUE(seen.wait_for(hash(2), [&told] { ++told; }));
  first.release();
  EXPECT_EQ(told, 1);
  EXPECT_FALSE(seen.claim(three, second));
}

TEST(SeenIdsTest, WhatIsAcknowledgedCannotBeClaimed) {
  SeenIds seen(1000, 1000);
  EXPECT_FALSE(seen.add(hash(1)));
  EXPECT_TRUE(seen.add(hash(1)));
  SeenIds::Claims claims;
  EXPECT_EQ(seen.claim(std::vector{hash(1)}, claims), hash(1));
  EXPECT_FALSE(seen.wait_for(hash(1), [] {}));
}

TEST(SeenIdsTest, AreForgottenByTheirAge) {
  static int64_t now = 5'000;
  SeenIds seen(1000, 1000, [] { return now; });
  EXPECT_FALSE(seen.add(hash(1)));
  now += 999;
  EXPECT_TRUE(seen.contains(hash(1)));
  now += 2;
  EXPECT_FALSE(seen.contains(hash(1)));
}

// Many threads, few ids, in all orders of arrival: each id is acknowledged once, and all come to an end.
TEST(SeenIdsTest, ManyThreadsAcknowledgeEachIdOnce) {
  constexpr uint64_t kIds = 64;
  constexpr int kThreads = 4;
  SeenIds seen(1000, 3'600'000);  // none gets old, however slow the machine
  std::array<std::atomic<int>, kIds> acknowledged{};
  std::vector<std::thread> threads;
  for (int thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([&] {
      SeenIds::Claims claims;
      for (uint64_t id = 0; id < kIds; ++id) {
        std::vector<SeenIds::Hash> wanted = {hash(id), hash((id + 7) % kIds)};
        std::sort(wanted.begin(), wanted.end(), SeenIds::Order());
        while (const auto twin = seen.claim(wanted, claims)) {
          std::erase_if(wanted, [&](const SeenIds::Hash& one) { return seen.contains(one); });
          std::this_thread::yield();
        }
        for (const SeenIds::Hash& one : wanted) {
          seen.add(one);
          ++acknowledged[one.high];
        }
        claims.release();
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const std::atomic<int>& times : acknowledged) EXPECT_EQ(times, 1);
}

}  // namespace
}  // namespace specgate::proxy::testing
