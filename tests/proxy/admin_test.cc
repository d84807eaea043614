// The admin port itself: who may ask, what it answers to whom, and what it survives.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>

#include "tests/proxy/admin_support.h"
#include "tests/proxy/prometheus_text.h"

namespace specgate::proxy::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST_F(AdminTest, TellsHealthAndReadiness) {
  start();
  EXPECT_EQ(get("/health").status, 200U);
  EXPECT_EQ(get("/health").body, R"({"status":"ok"})");
  EXPECT_EQ(get("/ready").status, 200U);
  ready_ = false;
  EXPECT_EQ(get("/ready").status, 503U);
  EXPECT_EQ(get("/health").status, 200U);
}

TEST_F(AdminTest, GivesMetrics) {
  start();
  const Reply reply = get("/metrics");
  EXPECT_EQ(reply.status, 200U);
  EXPECT_THAT(reply.fields.at("Content-Type"), HasSubstr("text/plain; version=0.0.4"));
  const PrometheusText text(reply.body);
  EXPECT_THAT(text.complaints, IsEmpty());
  EXPECT_EQ(text.value("specgate_connections"), 5);
  EXPECT_EQ(text.value("specgate_quarantined_total"), 42);
}

TEST_F(AdminTest, GivesStatusAndSafeHeaders) {
  start();
  const Reply reply = get("/status");
  EXPECT_EQ(reply.body, R"({"mode":"observe"})");
  EXPECT_EQ(reply.fields.at("X-Content-Type-Options"), "nosniff");
  EXPECT_EQ(reply.fields.at("Cache-Control"), "no-store");
  EXPECT_FALSE(reply.fields.contains("Access-Control-Allow-Origin"));
}

TEST_F(AdminTest, Reloads) {
  start();
  const Reply reply = client().ask("POST", "/reload");
  EXPECT_EQ(reply.status, 200U);
  EXPECT_EQ(reply.body, R"({"reloaded":true})");
  EXPECT_EQ(reloads_, 1);
}

TEST_F(AdminTest, TellsWhyItDoesNotReload) {
  start();
  problems_ = {{"specgate.yaml", 12, 3, "mode is \"obsrve\""}, {"", 0, 0, "second"}};
  const Reply reply = client().ask("POST", "/reload");
  EXPECT_EQ(reply.status, 422U);
  EXPECT_EQ(reply.body,
            R"({"reloaded":false,"problems":[{"file":"specgate.yaml","line":12,"column":3,)"
            R"("message":"mode is \"obsrve\""},{"file":"","line":0,"column":0,)"
            R"("message":"second"}]})");
}

TEST_F(AdminTest, KnowsItsPathsAndMethods) {
  start();
  EXPECT_EQ(get("/").status, 404U);
  EXPECT_EQ(get("/health/").status, 404U);
  EXPECT_EQ(get("/api").status, 404U);
  json(get("/nothing%00\"<script>"));
  const Reply reload = get("/reload");
  EXPECT_EQ(reload.status, 405U);
  EXPECT_EQ(reload.fields.at("Allow"), "POST");
  EXPECT_EQ(reloads_, 0);
  for (const char* method : {"POST", "PUT", "DELETE", "OPTIONS", "PURGE"}) {
    const Reply reply = client().ask(method, "/status");
    EXPECT_EQ(reply.status, 405U) << method;
    EXPECT_EQ(reply.fields.at("Allow"), "GET, HEAD");
    json(reply);
  }
  const Reply head = client().ask("HEAD", "/health");
  EXPECT_EQ(head.status, 200U);
  EXPECT_EQ(head.fields.at("Content-Length"), "15");
}

TEST_F(AdminTest, AnswersSeveralRequestsOnOneConnection) {
  start();
  Client one = client();
  EXPECT_EQ(one.ask("GET", "/health").status, 200U);
  EXPECT_EQ(one.ask("HEAD", "/status").status, 200U);
  EXPECT_EQ(one.ask("GET", "/nothing").status, 404U);
  const std::string request = "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n";
  one.send(request + request);
  EXPECT_EQ(one.read().status, 200U);
  EXPECT_EQ(one.read().status, 200U);
  EXPECT_EQ(one.ask("GET", "/health", {{"Connection", "close"}}).status, 200U);
  EXPECT_TRUE(one.ends());
}

TEST_F(AdminTest, AsksForTheToken) {
  start("s3cret-token");
  EXPECT_EQ(get("/health").status, 200U);
  EXPECT_EQ(get("/ready").status, 200U);
  for (const char* path : {"/status", "/metrics", "/api/events", "/api/quarantine/1", "/nothing"}) {
    const Reply reply = get(path);
    EXPECT_EQ(reply.status, 401U) << path;
    EXPECT_EQ(reply.fields.at("WWW-Authenticate"), "Bearer");
    json(reply);
  }
  for (const char* given : {"Bearer s3cret-tokem", "Bearer s3cret-token2", "Bearer s3cret",
                            "Bearer ", "Bearer", "Basic s3cret-token", "s3cret-token"}) {
    EXPECT_EQ(get("/status", {{"Authorization", given}}).status, 401U) << given;
    EXPECT_EQ(client().ask("POST", "/reload", {{"Authorization", given}}).status, 401U) << given;
  }
  EXPECT_EQ(reloads_, 0);
  EXPECT_EQ(get("/status", {{"Authorization", "Bearer s3cret-token"}}).status, 200U);
  EXPECT_EQ(get("/status", {{"Authorization", "bearer s3cret-token"}}).status, 200U);
}

TEST_F(AdminTest, ServesOnlyItsOwnNames) {
  start();
  for (const char* host :
       {"localhost", "LOCALHOST:1", "127.0.0.1", "127.0.0.1:80", "[::1]", "[::1]:9090"}) {
    EXPECT_EQ(get("/status", {{"Host", host}}).status, 200U) << host;
  }
  for (const char* host : {"evil.example", "evil.example:9090", "localhost.evil.example",
                           "127.0.0.1.evil.example", "localhost:", "localhost:80x", "::1", "[::2]",
                           "user@localhost", "localhost@evil.example", ":80"}) {
    EXPECT_EQ(get("/status", {{"Host", host}}).status, 421U) << host;
    EXPECT_EQ(get("/health", {{"Host", host}}).status, 421U) << host;
  }
  Client two = client();
  two.send("GET /status HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n");
  EXPECT_EQ(two.read().status, 400U);
  Client none = client();
  none.send("GET /status HTTP/1.1\r\n\r\n");
  EXPECT_EQ(none.read().status, 400U);
}

TEST_F(AdminTest, LetsTheTokenComeUnderAnyName) {
  start("token");
  const Fields right = {{"Host", "proxy.internal"}, {"Authorization", "Bearer token"}};
  EXPECT_EQ(get("/status", right).status, 200U);
  EXPECT_EQ(get("/status", {{"Host", "proxy.internal"}}).status, 421U);
}

TEST_F(AdminTest, ListensOffLoopbackOnlyWithAToken) {
  AdminPorts ports;
  const auto open = Admin::start({"0.0.0.0", 0, false, {}}, Secret(), ports);
  ASSERT_FALSE(open);
  EXPECT_THAT(open.problems()[0].text(), HasSubstr("admin address 0.0.0.0:0: other machines"));
  start("token", "0.0.0.0");
  EXPECT_EQ(get("/ready", {{"Host", "10.1.2.3:9090"}}).status, 200U);  // a probe
  EXPECT_EQ(get("/status", {{"Host", "10.1.2.3:9090"}}).status, 421U);
  EXPECT_EQ(get("/status", {{"Host", "0.0.0.0"}}).status, 401U);
}

TEST_F(AdminTest, NamesTheAddressItCannotListenOn) {
  start();
  AdminPorts ports;
  const auto taken = Admin::start({"127.0.0.1", admin_->port(), false, {}}, Secret(), ports);
  ASSERT_FALSE(taken);
  EXPECT_EQ(taken.problems()[0].text(),
            "admin address 127.0.0.1:" + std::to_string(admin_->port()) +
                ": cannot listen: Address already in use");
  const auto odd = Admin::start({"not an address", 1, false, {}}, Secret(), ports);
  ASSERT_FALSE(odd);
  EXPECT_EQ(odd.problems()[0].text(), "admin address not an address:1: not an IP address");
}

// A page of another site that makes the browser post to us.
TEST_F(AdminTest, RefusesPagesOfOtherSites) {
  start();
  for (const char* origin : {"https://evil.example", "null", "http://localhost.evil.example"}) {
    EXPECT_EQ(client().ask("POST", "/reload", {{"Origin", origin}}).status, 403U) << origin;
  }
  EXPECT_EQ(reloads_, 0);
  const Fields own = {{"Host", "localhost:9"}, {"Origin", "http://localhost:9"}};
  EXPECT_EQ(client().ask("POST", "/reload", own).status, 200U);
}

TEST_F(AdminTest, SurvivesWhatIsNotHttp) {
  start();
  const std::string host = "\r\nHost: localhost\r\n";
  const std::map<std::string, unsigned> cases = {
      {std::string("\x16\x03\x01\x02\0\x01\xFC\x03\x03\r\n\r\n", 13), 400},
      {"GET\r\n\r\n", 400},
      {"GET /status HTTP/9.9\r\n\r\n", 400},
      {"GET /status HTTP/1.1\r\nno colon\r\n\r\n", 400},
      {"GET /status HTTP/1.1" + host + "Content-Length: -1\r\n\r\n", 400},
      {"GET http://localhost/status HTTP/1.1" + host + "\r\n", 400},
      {"OPTIONS * HTTP/1.1" + host + "\r\n", 400},
      {"POST /reload HTTP/1.1" + host + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 400},
      {"GET /status HTTP/1.1" + host + "X: " + std::string(9000, 'x') + "\r\n\r\n", 431},
      {"POST /reload HTTP/1.1" + host + "Content-Length: 70000\r\n\r\n" + std::string(70000, 'x'),
       413}};
  for (const auto& [bytes, status] : cases) {
    Client one = client();
    one.send(bytes);
    const Reply reply = one.read();
    EXPECT_EQ(reply.status, status) << bytes.substr(0, 60);
    EXPECT_EQ(reply.fields.at("X-Content-Type-Options"), "nosniff");
    json(reply);
  }
  EXPECT_EQ(reloads_, 0);
  EXPECT_EQ(get("/health").status, 200U);
}

TEST_F(AdminTest, HasRoomForSixtyFourConnections) {
  start();
  std::vector<std::unique_ptr<Client>> all;
  for (int i = 0; i < 64; ++i) {
    all.push_back(std::make_unique<Client>(admin_->port()));
    EXPECT_EQ(all.back()->ask("GET", "/health").status, 200U);
  }
  EXPECT_TRUE(client().ends());
  EXPECT_EQ(all.front()->ask("GET", "/health").status, 200U);
  // Whoever watches the proxy is answered all the same; nobody else is.
  for (const char* path : {"/health", "/ready", "/metrics", "/status"})
    EXPECT_EQ(get(path).status, 200U) << path;
  EXPECT_EQ(get("/api/events").status, 503U);
  EXPECT_EQ(client().ask("POST", "/reload").status, 503U);
  EXPECT_EQ(reloads_, 0);
}

// A reload that does not end, and a list whose reader does not read: what watches the proxy is answered
// meanwhile.
TEST_F(AdminTest, HealthWaitsForNobody) {
  std::promise<void> begun, end;
  AdminPorts ports;
  ports.ready = [] { return true; };
  ports.status = [] { return std::string("{}"); };
  ports.reload = [&] {
    begun.set_value();
    end.get_future().wait();
    return Problems();
  };
  ports.live = [] { return LiveCounts(); };
  for (int64_t id = 1; id <= 1000; ++id) {
    store_.fed.push_back(row_of(id));
    store_.fed.back().event.findings = "[\"" + std::string(20'000, 'x') + "\"]";
  }
  ports.store = &store_;
  ports.ledger = ledger_->get();
  admin_ = *Admin::start({"127.0.0.1", 0, false, {}}, Secret(), std::move(ports));
  std::vector<std::unique_ptr<Client>> lists;
  for (int i = 0; i < 8; ++i) {
    lists.push_back(std::make_unique<Client>(admin_->port()));
    lists.back()->send("GET /api/events?limit=1000 HTTP/1.1\r\nHost: localhost\r\n\r\n");
  }
  Client reloading = client();
  reloading.send("POST /reload HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n");
  begun.get_future().wait();
  for (const char* path : {"/health", "/ready", "/metrics", "/status"})
    EXPECT_EQ(get(path).status, 200U) << path;
  EXPECT_EQ(get("/api/quarantine").status, 200U) << "lists go on, too";
  end.set_value();
  EXPECT_EQ(reloading.read().status, 200U);
}

TEST_F(AdminTest, EndsOpenConnectionsWhenItGoes) {
  start();
  Client idle = client();
  EXPECT_EQ(idle.ask("GET", "/health").status, 200U);
  Client half = client();
  half.send("GET /hea");
  admin_.reset();
  EXPECT_TRUE(idle.ends());
  EXPECT_TRUE(half.ends());
}

}  // namespace
}  // namespace specgate::proxy::testing
