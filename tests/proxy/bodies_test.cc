// Whatever the route, the method, the framing and the mode: the body of a request is read to its end or
// its connection is closed, and no byte of it becomes a request, here or at the upstream, where others
// use the same connections.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <functional>
#include <future>
#include <thread>

#include "tests/proxy/built_proxy.h"

namespace specgate::proxy::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

// What would be a request of its own, if anybody took it for one.
const std::string kBait = "GET /smuggled HTTP/1.1\r\nHost: a\r\nX: yy\r\n\r\n";

constexpr const char* kModes[] = {"observe", "rewrite", "enforce", "dry-run"};

struct Target {
  const char* method;
  const char* path;
};
constexpr Target kTargets[] = {
    {"POST", "/v1/track"},
    {"POST", "/v1/batch"},
    {"POST", "/v1/validate/track"},
    {"PUT", "/v1/track"},
    {"GET", "/v1/track"},
    {"GET", "/v1/pixel/track?writeKey=k&userId=u&event=Signed+Up"},
    {"HEAD", "/v1/pixel/track?writeKey=k&userId=u&event=Signed+Up"},
    {"GET", "/v1/pixel/track?writeKey=k&data=%25%25"},
    {"POST", "/v1/pixel/track?writeKey=k&userId=u"},
    {"OPTIONS", "/v1/track"},
    {"OPTIONS", "/v1/pixel/track"},
    {"POST", "/v1/m"},
    {"GET", "/v1/projects/k/settings"},
    {"HEAD", "/analytics.js/v1/k/analytics.min.js"},
    {"GET", "/unknown"},
    {"HEAD", "/unknown"},
    {"POST", "/unknown"},
    {"DELETE", "/unknown"},
    {"PURGE", "/unknown"},
};

std::string length_of(const std::string& body) {
  return "Content-Length: " + std::to_string(body.size()) + "\r\n";
}

std::string chunked(const std::string& body) {
  char size[32];
  std::snprintf(size, sizeof size, "%zx\r\n", body.size());
  return body.empty() ? "0\r\n\r\n" : size + body + "\r\n0\r\n\r\n";
}

struct Framed {
  const char* name;
  std::string fields, bytes;  // as they are sent
  std::string body;           // what they say
};

std::vector<Framed> framings() {
  const std::string chunks = "Transfer-Encoding: chunked\r\n", expects = "Expect: 100-continue\r\n";
  const std::string large = std::string(3000, ' ') + kBait;  // over limits.body
  return {
      {"none", "", "", ""},
      {"length", length_of(kBait), kBait, kBait},
      {"length 0", "Content-Length: 0\r\n", "", ""},
      {"chunked", chunks, chunked(kBait), kBait},
      {"chunked, nothing", chunks, chunked(""), ""},
      {"length, expected", expects + length_of(kBait), kBait, kBait},
      {"chunked, expected", expects + chunks, chunked(kBait), kBait},
      {"length beyond the limit", length_of(large), large, large},
      {"chunked beyond the limit", chunks, chunked(large), large},
      {"length beyond the limit, expected", expects + length_of(large), large, large},
      {"chunked and malformed", chunks, "zz\r\n" + kBait, {}},
      {"chunked and malformed later", chunks, "1\r\n \r\nzz\r\n" + kBait, {}},
  };
}

// What the caller hears of the request itself, without the information before it.
HttpMessage final_answer(Connection& connection, bool is_head) {
  HttpMessage answer = connection.read(is_head);
  while (answer.status() == 100) answer = connection.read(is_head);
  return answer;
}

// Answers with what it was asked for.
std::string echo(const HttpMessage& request) {
  const std::string answer = ok_answer(request.first);
  const bool bare = request.first.starts_with("HEAD ");
  return bare ? answer.substr(0, answer.find("\r\n\r\n") + 4) : answer;
}

class Bodies : public ::testing::TestWithParam<const char*> {
 protected:
  Bodies()
      : config_("proxy: {threads: 1, cdn: '" + upstream_.url() +
                "', unknown_paths: forward, limits: {body: 1KB}, mode: " + GetParam() + "}\n"),
        proxy_(upstream_, config_.arguments()) {
    upstream_.respond(echo);
  }

  // The upstream's echo, or where nothing is sent on the proxy's own word.
  void expect_answer_to(const std::string& target, const HttpMessage& answer) {
    const bool here = std::string(GetParam()) == "dry-run";
    EXPECT_EQ(answer.status(), here ? 404 : 200);
    EXPECT_EQ(here ? "GET " + target + " HTTP/1.1" : answer.body, "GET " + target + " HTTP/1.1");
  }

  // Another client, by the same connections to the upstream.
  void expect_that_others_are_served() {
    const std::string target = "/other-" + std::to_string(++others_);
    expect_answer_to(target, proxy_.get(target));
  }

  void expect_that_each_request_is_whole(const Target& target, const Framed& framed) {
    for (const HttpMessage& request : upstream_.requests()) {
      EXPECT_THAT(request.first, Not(HasSubstr("smuggled")));
      EXPECT_EQ(request.count("Expect"), 0U);
      const std::string begin = std::string(target.method) + ' ' + target.path;
      if (!request.first.starts_with(begin.substr(0, begin.find('?')))) continue;
      const bool has_length = request.count("Content-Length") != 0;
      const bool has_chunks = request.count("Transfer-Encoding") != 0;
      EXPECT_EQ(has_length || has_chunks, !framed.fields.empty());
      EXPECT_FALSE(has_length && has_chunks);
      EXPECT_EQ(request.body, framed.body);
    }
  }

  Upstream upstream_;
  const ConfigFile config_;
  Proxy proxy_;
  int others_ = 0;
};

TEST_P(Bodies, NeverBecomeRequests) {
  for (const Target& target : kTargets) {
    for (const Framed& framed : framings()) {
      SCOPED_TRACE(std::string(target.method) + ' ' + target.path + ", " + framed.name);
      upstream_.forget();
      Connection connection(proxy_.port());
      connection.send(std::string(target.method) + ' ' + target.path +
                      " HTTP/1.1\r\nHost: a\r\n" + framed.fields + "\r\n" + framed.bytes +
                      "GET /after HTTP/1.1\r\nHost: a\r\n\r\n");
      const HttpMessage answer = final_answer(connection, std::string(target.method) == "HEAD");
      EXPECT_NE(answer.status(), 0);
      if (answer.field("Connection") == "close") {
        EXPECT_THAT(connection.read_all(), IsEmpty());
      } else {
        expect_answer_to("/after", connection.read());
      }
      expect_that_others_are_served();
      expect_that_each_request_is_whole(target, framed);
    }
  }
}

// The same where only some of the body has come when the answer is due.
TEST_P(Bodies, ThatComeLaterNeverBecomeRequests) {
  for (const Target& target : kTargets) {
    SCOPED_TRACE(std::string(target.method) + ' ' + target.path);
    upstream_.forget();
    const bool is_head = std::string(target.method) == "HEAD";
    Connection connection(proxy_.port());
    const std::string head = std::string(target.method) + ' ' + target.path +
                             " HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n" + length_of(kBait);
    connection.send(head + "\r\n");
    HttpMessage answer = connection.read(is_head);
    const bool asked = answer.status() == 100;
    connection.send(kBait + "GET /after HTTP/1.1\r\nHost: a\r\n\r\n");
    if (asked) answer = connection.read(is_head);
    EXPECT_EQ(answer.field("Connection") == "close", !asked);
    if (asked) {
      expect_answer_to("/after", connection.read());
    } else {
      EXPECT_THAT(connection.read_all(), IsEmpty());
    }
    expect_that_others_are_served();
    expect_that_each_request_is_whole(target, {"", "-", "", kBait});
  }
}

INSTANTIATE_TEST_SUITE_P(Http, Bodies, ::testing::ValuesIn(kModes), [](const auto& one) {
  std::string name = one.param;
  std::erase(name, '-');
  return name;
});

// Answers that are given before anything is asked of the body.
TEST(EarlyAnswers, LeaveNoBodyBehind) {
  const ConfigFile config(
      "proxy: {threads: 1, unknown_sources: refuse, unknown_paths: forward, limits: {body: 1KB}, "
      "mode: enforce, "
      "sources: {web: {write_key: {env: BODIES_KEY}, rate: {per_second: 0.001, burst: 1}}}}\n");
  setenv("BODIES_KEY", "webkey", 1);
  Upstream upstream;
  upstream.respond(echo);
  Proxy proxy(upstream, config.arguments());
  const std::string known = "Authorization: Basic d2Via2V5Og==\r\n";
  proxy.post("/v1/track", "{}", known);  // the one that may come
  for (const auto& [fields, status] : {std::pair(std::string(), 401), std::pair(known, 429)}) {
    for (const Framed& framed : framings()) {
      SCOPED_TRACE(framed.name + std::string(", ") + std::to_string(status));
      Connection connection(proxy.port());
      connection.send("POST /v1/track HTTP/1.1\r\nHost: a\r\n" + fields + framed.fields + "\r\n" +
                      framed.bytes + "GET /after HTTP/1.1\r\nHost: a\r\n" + known + "\r\n");
      const HttpMessage answer = final_answer(connection, false);
      const bool malformed = std::string(framed.name).starts_with("chunked and malformed");
      EXPECT_EQ(answer.status(), malformed ? 400 : status);
      const bool closes = answer.field("Connection") == "close";
      EXPECT_EQ(connection.read().body, closes ? "" : "GET /after HTTP/1.1");
      EXPECT_EQ(proxy.get("/other", known).body, "GET /other HTTP/1.1");
    }
  }
  for (const HttpMessage& request : upstream.requests()) {
    EXPECT_THAT(request.first, Not(HasSubstr("smuggled")));
  }
}

TEST(EarlyAnswers, AnAddressThatMayNotSendIsClosed) {
  const ConfigFile config("proxy: {clients: {deny: [127.0.0.1/32]}}\n");
  Upstream upstream;
  Proxy proxy(upstream, config.arguments());
  for (const Framed& framed : framings()) {
    Connection connection(proxy.port());
    connection.send("POST /v1/track HTTP/1.1\r\nHost: a\r\n" + framed.fields + "\r\n" + framed.bytes +
                    "GET /after HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_EQ(connection.read().status(), 403);
    EXPECT_THAT(connection.read_all(), IsEmpty());
  }
  EXPECT_THAT(upstream.requests(), IsEmpty());
}

// An upstream may take the body of a GET, which it does not read, for the next request.
TEST(Pooling, AConnectionThatCarriedABodyWithoutAMeaningIsNotUsedAgain) {
  Upstream upstream;
  Proxy proxy(upstream, {"--threads", "1"});
  const std::string kept = "specgate_upstream_connections 1";
  for (const char* method : {"GET", "HEAD", "DELETE", "PURGE"}) {
    for (const char* path : {"/unknown", "/v1/pixel/track?userId=u&event=E"}) {
      proxy.get("/unknown");
      EXPECT_TRUE(proxy.admin_tells("/metrics", kept));
      Connection connection(proxy.port());
      connection.send(std::string(method) + ' ' + path + " HTTP/1.1\r\nHost: a\r\n" +
                      length_of(kBait) + "\r\n" + kBait);
      EXPECT_EQ(connection.read(true).status(), 200);
      EXPECT_TRUE(proxy.admin_tells("/metrics", "specgate_upstream_connections 0"));
    }
  }
  proxy.post("/v1/track", "{}");
  EXPECT_TRUE(proxy.admin_tells("/metrics", kept));
}

// An upstream that does with each connection what it is told.
class RawUpstream {
 public:
  explicit RawUpstream(std::function<void(Connection&, int)> serve) : serve_(std::move(serve)) {
    listener_ = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address = loopback(0);
    socklen_t size = sizeof address;
    EXPECT_EQ(bind(listener_, reinterpret_cast<const sockaddr*>(&address), size), 0);
    EXPECT_EQ(listen(listener_, 16), 0);
    getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    acceptor_ = std::thread([this] {
      for (int i = 0, one; (one = accept(listener_, nullptr, nullptr)) >= 0; ++i) {
        threads_.emplace_back([this, one, i] {
          Connection connection(one);
          serve_(connection, i);
        });
      }
    });
  }
  ~RawUpstream() {
    shutdown(listener_, SHUT_RDWR);
    acceptor_.join();
    close(listener_);
    for (std::thread& thread : threads_) thread.join();
  }
  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }

 private:
  const std::function<void(Connection&, int)> serve_;
  int listener_ = -1;
  uint16_t port_ = 0;
  std::vector<std::thread> threads_;
  std::thread acceptor_;
};

// Whose answer came before the request was whole reads the rest as it likes.
TEST(Pooling, AConnectionThatAnsweredEarlyIsNotUsedAgain) {
  for (const char* fields : {"Content-Length: 3000000\r\n", "Transfer-Encoding: chunked\r\n"}) {
    for (const char* path : {"/unknown", "/v1/track"}) {
      std::promise<void> answered;
      const RawUpstream upstream([&answered](Connection& connection, int number) {
        connection.read(true);
        connection.send(ok_answer(number == 0 ? "early" : "other"));
        if (number == 0) answered.set_value();
        connection.read_all();
      });
      const Proxy proxy(upstream.url(), {"--threads", "1"});
      Connection connection(proxy.port());
      const bool has_chunks = std::string(fields).starts_with("T");
      const std::string body(3'000'000, ' ');
      connection.send("POST " + std::string(path) + " HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n" +
                      (has_chunks ? chunked(body).substr(0, 2'000'000) : body.substr(0, 2'000'000)));
      answered.get_future().wait();
      connection.send(has_chunks ? chunked(body).substr(2'000'000) : body.substr(2'000'000));
      EXPECT_EQ(connection.read().body, "early");
      EXPECT_EQ(proxy.get("/other").body, "other");
    }
  }
}

// The upstream hangs up when all of the body has come and none of it is out.
TEST(Pooling, AFailedUpstreamLeavesNoBodyBehind) {
  std::promise<void> gone;
  const RawUpstream upstream([&gone](Connection& connection, int number) {
    connection.read(true);
    if (number != 0) return void(connection.send(ok_answer("after")));
    connection.reset();
    gone.set_value();
  });
  const Proxy proxy(upstream.url(), {"--threads", "1"});
  Connection connection(proxy.port());
  connection.send("POST /unknown HTTP/1.1\r\nHost: a\r\n" + length_of(kBait) + "\r\n");
  gone.get_future().wait();
  connection.send(kBait + "GET /after HTTP/1.1\r\nHost: a\r\n\r\n");
  const HttpMessage answer = connection.read();
  EXPECT_EQ(answer.status(), 502);
  const bool closes = answer.field("Connection") == "close";
  EXPECT_EQ(connection.read().body, closes ? "" : "after");
}

}  // namespace
}  // namespace specgate::proxy::testing
