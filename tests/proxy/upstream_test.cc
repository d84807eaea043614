// Upstreams that are down, slow, torn, early, garbled or back again; callers that leave; the end of
// the proxy itself. Throughout: what was acknowledged was forwarded or is in the quarantine.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <set>

#include "tests/proxy/built_proxy.h"

namespace specgate::proxy::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

std::string call_of(const std::string& id, bool good = true) {
  return R"({"type":"track",)" + std::string(good ? R"("event":"Signed Up",)" : "") +
         R"("userId":"u1","messageId":")" + id + "\"}";
}

TEST(UpstreamTest, DownIs502AndRecovers) {
  Upstream upstream;
  Proxy proxy(upstream, {});
  EXPECT_EQ(proxy.post("/v1/track", call_of("a")).status(), 200);
  upstream.stop();
  EXPECT_EQ(proxy.post("/v1/track", call_of("b")).status(), 502);
  upstream.start();
  EXPECT_EQ(proxy.post("/v1/track", call_of("c")).status(), 200);
}

TEST(UpstreamTest, ADeadKeptConnectionIsReplacedWhereTwiceDoesNotHurt) {
  Upstream upstream;
  Proxy proxy(upstream, {"--threads", "1"});
  std::atomic<int> answered = 0;
  // Hangs up on the second request of a connection, as a server does that closes idle ones.
  upstream.respond([&](const HttpMessage&) { return ++answered == 2 ? std::string() : ok_answer(); });
  EXPECT_EQ(proxy.post("/v1/track", call_of("a")).status(), 200);
  EXPECT_EQ(proxy.post("/v1/track", call_of("b")).status(), 200);
  EXPECT_THAT(upstream.requests(), SizeIs(3));
  answered = 1;
  const HttpMessage without_id = proxy.post("/v1/track", R"({"type":"track","event":"X","userId":"u"})");
  EXPECT_EQ(without_id.status(), 502);
  EXPECT_THAT(upstream.requests(), SizeIs(4));
}

TEST(UpstreamTest, SlowIs504) {
  Upstream upstream;
  std::atomic<bool> done = false;
  upstream.respond([&](const HttpMessage&) {
    while (!done) std::this_thread::yield();
    return std::string();
  });
  Proxy proxy(upstream, {"--upstream-timeout", "300ms"});
  EXPECT_EQ(proxy.post("/v1/track", call_of("a")).status(), 504);
  done = true;
}

TEST(UpstreamTest, EachPhaseOfItsAnswerHasItsLimit) {
  struct Case {
    const char* limit;
    const char* answer;  // and then nothing more comes
  };
  for (const Case& one :
       {Case{"upstream: 1h, upstream_head: 300ms", "HTTP/1.1 103 Early Hints\r\n\r\n"},
        Case{"upstream: 1h, upstream_idle: 300ms", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc"},
        Case{"upstream: 300ms", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc"}}) {
    Upstream upstream;
    upstream.respond([&](const HttpMessage&) { return std::string(one.answer); });
    const ConfigFile config("proxy: {timeouts: {" + std::string(one.limit) + "}}");
    Proxy proxy(upstream, config.arguments());
    EXPECT_EQ(proxy.post("/v1/track", call_of("a")).status(), 504) << one.limit;
  }
}

// A body that the caller takes his time with is no fault of the upstream.
TEST(UpstreamTest, TheLimitOfTheAnswerBeginsWithTheEndOfTheRequest) {
  Upstream upstream;
  Proxy proxy(upstream, {"--upstream-timeout", "300ms"});
  Connection connection(proxy.port());
  connection.send("POST /unknown HTTP/1.1\r\nHost: a\r\nContent-Length: 8\r\n\r\n");
  connection.send("abcd");
  std::this_thread::sleep_for(Upstream::kPauseTime);  // longer than the limit: it is the time that counts
  connection.send("efgh");
  EXPECT_EQ(connection.read().status(), 200);
}

TEST(UpstreamTest, AnUpstreamThatPausesIsNoSlowCaller) {
  Upstream upstream;
  upstream.respond([](const HttpMessage&) {
    return std::string("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n") +
           Upstream::kPause + "3\r\ndef\r\n0\r\n\r\n";
  });
  const ConfigFile config("proxy: {timeouts: {body: 200ms}}");
  Proxy proxy(upstream, config.arguments());
  const HttpMessage answer = proxy.get("/unknown");
  EXPECT_TRUE(answer.complete);
  EXPECT_EQ(answer.body, "abcdef");
}

TEST(UpstreamTest, ACallerThatReadsSlowlyIsNoIdleUpstream) {
  Upstream upstream;
  upstream.respond([](const HttpMessage&) { return ok_answer(std::string(24 << 20, 'x')); });
  const ConfigFile config("proxy: {timeouts: {upstream: 1h, upstream_idle: 300ms}}");
  Proxy proxy(upstream, config.arguments());
  Connection connection(proxy.port());
  connection.send(request_text("GET", "/unknown", {}, {}));
  std::this_thread::sleep_for(Upstream::kPauseTime);  // longer than the limit: it is the time that counts
  EXPECT_TRUE(connection.read().complete);
}

TEST(UpstreamTest, GarbageIs502) {
  Upstream upstream;
  Proxy proxy(upstream, {});
  for (const char* answer :
       {"nonsense\r\n\r\n", "HTTP/1.1 000 None\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 600 More\r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nab",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n", "HTTP/1.1 101 Switching\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX: a\r\n b\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 10\r\nConnection: close\r\n\r\nshort"}) {
    upstream.respond([answer](const HttpMessage&) { return std::string(answer) + ""; });
    Connection connection(proxy.port());
    connection.send(request_text("POST", "/v1/track", call_of("a"), {}));
    EXPECT_EQ(connection.read().status(), 502) << answer;
    upstream.stop();
    upstream.start();
  }
  upstream.respond([](const HttpMessage&) { return ok_answer(); });
  EXPECT_EQ(proxy.post("/v1/track", call_of("b")).status(), 200);
}

TEST(UpstreamTest, InformationBeforeTheAnswerIsSkipped) {
  Upstream upstream;
  upstream.respond([](const HttpMessage&) {
    return "HTTP/1.1 103 Early Hints\r\nLink: <x>\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n" + ok_answer();
  });
  Proxy proxy(upstream, {});
  EXPECT_EQ(proxy.post("/v1/track", call_of("a")).body, R"({"success":true})");
}

TEST(UpstreamTest, BytesBeyondAnAnswerPoisonNobody) {
  Upstream upstream;
  Proxy proxy(upstream, {"--threads", "1"});
  upstream.respond([](const HttpMessage&) { return ok_answer() + ok_answer(R"({"evil":true})"); });
  EXPECT_EQ(proxy.post("/v1/track", call_of("a")).body, R"({"success":true})");
  upstream.respond([](const HttpMessage&) { return ok_answer(R"({"mine":true})"); });
  EXPECT_EQ(proxy.post("/v1/track", call_of("b")).body, R"({"mine":true})");
}

TEST(UpstreamTest, ATornAnswerIsNotMadeWhole) {
  Upstream upstream;
  upstream.respond([](const HttpMessage&) {
    return "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n5\r\nabcde\r\n";
  });
  Proxy proxy(upstream, {});
  const HttpMessage answer = proxy.get("/x");
  EXPECT_FALSE(answer.complete);
}

TEST(UpstreamTest, ACallerThatLeavesMidBodyForwardsNothing) {
  Upstream upstream;
  Proxy proxy(upstream, {});
  {
    Connection connection(proxy.port());
    connection.send("POST /v1/track HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n{\"type\":");
    connection.reset();
  }
  EXPECT_EQ(proxy.post("/v1/track", call_of("a")).status(), 200);
  EXPECT_THAT(upstream.requests(), SizeIs(1));
}

TEST(UpstreamTest, ASlowHeadIsGivenUp) {
  Upstream upstream;
  Proxy proxy(upstream, {"--header-timeout", "200ms"});
  Connection connection(proxy.port());
  connection.send("POST /v1/track HTT");
  EXPECT_TRUE(connection.closed_by_peer());
}

TEST(UpstreamTest, TheLimitOfAHeadEndsWithIt) {
  Upstream upstream;
  upstream.respond([](const HttpMessage&) { return Upstream::kPause + ok_answer(); });
  Proxy proxy(upstream, {"--header-timeout", "300ms"});
  Connection connection(proxy.port());
  connection.send("GET /v1/projects HTTP/1.1\r\n");
  EXPECT_TRUE(connection.is_read_by_peer()) << "so that it comes in two pieces";
  connection.send("Host: a\r\n\r\n");
  EXPECT_EQ(connection.read().status(), 200);
}

// More than a socket takes at once, either way.
TEST(UpstreamTest, LargeBodiesPassWhole) {
  Upstream upstream;
  std::string large(24 << 20, ' ');
  for (size_t i = 0; i < large.size(); i += 4096) large[i] = static_cast<char>('a' + i / 4096 % 26);
  upstream.respond([&](const HttpMessage&) { return ok_answer(large); });
  const ConfigFile config("proxy: {limits: {body: 64MB}}");
  Proxy proxy(upstream, config.arguments());
  EXPECT_TRUE(proxy.post("/v1/track", large).body == large);
  ASSERT_THAT(upstream.requests(), SizeIs(1));
  EXPECT_TRUE(upstream.requests()[0].body == large);
}

TEST(UpstreamTest, TerminationLetsWhatIsInFlightEnd) {
  Upstream upstream;
  std::atomic<bool> asked = false, go = false;
  upstream.respond([&](const HttpMessage&) {
    asked = true;
    while (!go) std::this_thread::yield();
    return ok_answer();
  });
  Proxy proxy(upstream, {});
  Connection idle(proxy.port()), busy(proxy.port());
  busy.send(request_text("POST", "/v1/track", call_of("a"), {}));
  while (!asked) std::this_thread::yield();
  proxy.send_signal(SIGTERM);
  EXPECT_TRUE(idle.closed_by_peer());
  go = true;
  EXPECT_EQ(busy.read().status(), 200);
  EXPECT_EQ(proxy.stop(0), 0);
}

// Ids that eight callers, each on a connection of its own, were told are done, when the proxy ended by
// this signal in their midst.
std::set<std::string> acknowledged_until(Proxy& proxy, int signal) {
  std::mutex mutex;
  std::set<std::string> acknowledged;
  const auto call = [&](int caller) {
    Connection connection(proxy.port());
    for (int i = 0;; ++i) {
      const std::string id = "k" + std::to_string(caller) + "-" + std::to_string(i);
      if (!connection.send(request_text("POST", "/v1/track", call_of(id, i % 3 != 0), kWithKey))) return;
      const HttpMessage answer = connection.read();
      if (!answer.complete) return;
      const std::lock_guard lock(mutex);
      if (answer.status() == 200 || answer.status() == 400) acknowledged.insert(id);
    }
  };
  std::vector<std::thread> callers;
  for (int caller = 0; caller < 8; ++caller) callers.emplace_back(call, caller);
  for (size_t enough = 0; enough < 300;) {
    const std::lock_guard lock(mutex);
    enough = acknowledged.size();
  }
  EXPECT_EQ(proxy.stop(signal), signal == SIGKILL ? 128 + SIGKILL : 0);
  for (std::thread& caller : callers) caller.join();
  return acknowledged;
}

// All that the quarantine and the upstream have, as one text.
std::string kept_by(const Proxy& proxy, const Upstream& upstream) {
  std::string kept = proxy.command({"list", "--json", "--limit", "100000"});
  for (const HttpMessage& request : upstream.requests()) kept += request.body;
  return kept;
}

// Sixty-four good calls wait for the upstream and as many bad ones are told; then the end is asked
// for. Every call under way is answered, and the caller learns that its connection ends.
TEST(UpstreamTest, TerminatedUnderLoadItAnswersAll) {
  constexpr int kCalls = 64;
  Upstream upstream;
  std::atomic<int> asked = 0;
  std::atomic<bool> go = false;
  upstream.respond([&](const HttpMessage&) {
    ++asked;
    asked.notify_all();
    go.wait(false);
    return ok_answer();
  });
  Proxy proxy(upstream, {"--mode", "enforce"});
  std::vector<std::unique_ptr<Connection>> good, bad;
  for (int i = 0; i < kCalls; ++i) {
    const std::string id = std::to_string(i);
    good.push_back(std::make_unique<Connection>(proxy.port()));
    good.back()->send(request_text("POST", "/v1/track", call_of("g" + id), kWithKey));
    bad.push_back(std::make_unique<Connection>(proxy.port()));
  }
  for (int now = asked; now != kCalls; now = asked) asked.wait(now);
  for (size_t i = 0; i < bad.size(); ++i) {
    bad[i]->send(request_text("POST", "/v1/track", call_of("b" + std::to_string(i), false), {}));
  }
  proxy.send_signal(SIGTERM);
  for (const auto& connection : bad) EXPECT_EQ(connection->read().status(), 400);
  while (proxy.admin("/ready").status() != 503) continue;
  go = true;
  go.notify_all();
  for (const auto& connection : good) {
    const HttpMessage answer = connection->read();
    EXPECT_EQ(answer.status(), 200);
    EXPECT_EQ(answer.field("Connection"), "close");
    EXPECT_TRUE(connection->closed_by_peer());
  }
  EXPECT_EQ(proxy.stop(0), 0);
  const std::string kept = proxy.command({"list", "--json", "--limit", "1000"});
  EXPECT_EQ(std::count(kept.begin(), kept.end(), '\n'), kCalls);
}

// Callers that come again as long as there is somebody; the end is asked for in their midst.
TEST(UpstreamTest, TerminatedUnderLoadItHasKeptItsWord) {
  Upstream upstream;
  Proxy proxy(upstream, {"--mode", "enforce"});
  const std::set<std::string> acknowledged = acknowledged_until(proxy, SIGTERM);
  const std::string kept = kept_by(proxy, upstream);
  for (const std::string& id : acknowledged) EXPECT_THAT(kept, HasSubstr('"' + id + '"'));
}

// Many callers, one in three events bad; the proxy is killed in their midst. Whatever somebody was
// told is done must be at the upstream or in the quarantine.
TEST(UpstreamTest, KilledUnderLoadItHasKeptItsWord) {
  Upstream upstream;
  Proxy proxy(upstream, {"--mode", "enforce"});
  const std::set<std::string> acknowledged = acknowledged_until(proxy, SIGKILL);
  const std::string kept = kept_by(proxy, upstream);
  for (const std::string& id : acknowledged) EXPECT_THAT(kept, HasSubstr('"' + id + '"'));
}

}  // namespace
}  // namespace specgate::proxy::testing
