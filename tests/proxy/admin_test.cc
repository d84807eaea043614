#include "proxy/admin/admin.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidjson/document.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <map>
#include <stdexcept>

#include "proxy/admin/json.h"
#include "tests/proxy/prometheus_text.h"

namespace specgate::proxy {
namespace {

namespace net = boost::asio;
namespace http = boost::beast::http;
using tcp = net::ip::tcp;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

struct Reply {
  unsigned status = 0;
  std::string body;
  std::map<std::string, std::string> fields;
};

using Fields = std::map<std::string, std::string>;

// A connection to the admin port that waits for each answer.
class Client {
 public:
  explicit Client(uint16_t port) : port_(port) {
    socket_.connect({net::ip::address_v4::loopback(), port});
  }

  Reply ask(const std::string& method, const std::string& target, Fields fields = {}) {
    fields.try_emplace("Host", "127.0.0.1:" + std::to_string(port_));
    std::string head = method + " " + target + " HTTP/1.1\r\n";
    for (const auto& [name, value] : fields) head += name + ": " + value + "\r\n";
    send(head + "\r\n");
    return read(method == "HEAD");
  }
  void send(const std::string& bytes) { net::write(socket_, net::buffer(bytes)); }

  Reply read(bool head = false) {
    http::response_parser<http::string_body> parser;
    parser.skip(head);
    http::read(socket_, buffer_, parser);
    Reply reply{parser.get().result_int(), parser.get().body(), {}};
    for (const auto& field : parser.get()) {
      reply.fields.emplace(std::string(field.name_string()), std::string(field.value()));
    }
    return reply;
  }
  // Whether the other side ends the connection, and sends nothing before.
  bool ends() {
    char byte = 0;
    boost::system::error_code error;
    return net::read(socket_, net::buffer(&byte, 1), error) == 0;
  }
  void close() { socket_.close(); }

 private:
  uint16_t port_;
  net::io_context io_;
  tcp::socket socket_{io_};
  boost::beast::flat_buffer buffer_;
};

// Rows of memory, newest first, as the contract of Store has it for source, limit and after_id.
class FakeStore : public Store {
 public:
  std::string hash_key() override { return "key"; }
  void quarantine(const Origination&, std::vector<EventRecord>,
                  std::function<void(bool)> done) override {
    done(true);
  }
  bool feed(const Origination&, EventRecord) override { return true; }
  std::vector<StoredEvent> quarantined(const StoreQuery& query) override {
    return chosen(waiting, query);
  }
  std::vector<StoredEvent> recent(const StoreQuery& query) override { return chosen(fed, query); }
  std::optional<StoredEvent> find(int64_t id) override {
    for (const StoredEvent& row : waiting) {
      if (row.id == id) return row;
    }
    return {};
  }
  bool mark_replayed(int64_t, int64_t) override { return false; }
  StoreCounts counts() override { return {.quarantined = 42}; }
  std::string trouble() override { return {}; }

  std::vector<StoredEvent> fed, waiting;
  StoreQuery last;

 private:
  std::vector<StoredEvent> chosen(const std::vector<StoredEvent>& rows, const StoreQuery& query) {
    last = query;
    if (query.source == "broken") throw std::runtime_error("the disk is gone");
    std::vector<StoredEvent> out;
    for (auto row = rows.rbegin(); row != rows.rend() && out.size() < query.limit; ++row) {
      if (query.after_id == 0 || row->id < query.after_id) out.push_back(*row);
    }
    return out;
  }
};

StoredEvent row_of(int64_t id) {
  StoredEvent row;
  row.id = id;
  row.from = {1795261923120, "r-" + std::to_string(id), "web", "a1b2", "/v1/batch"};
  row.event.index = 1;
  row.event.outcome = Outcome::kReject;
  row.event.type = "track";
  row.event.name = "Order Completed";
  row.event.message_id = "m" + std::to_string(id);
  row.event.findings = R"([{"rule":"ID101","message":"a, ] and }"},{"rule":"NAM103"}])";
  row.event.rules = "ID101 NAM103";
  row.event.worst = Severity::kError;
  row.event.payload = R"({"type":"track","n":1.10})";
  return row;
}

class AdminTest : public ::testing::Test {
 protected:
  void start(const std::string& token = {}, const std::string& host = "127.0.0.1") {
    AdminPorts ports;
    ports.ready = [this] { return ready_; };
    ports.status = [] { return std::string(R"({"mode":"observe"})"); };
    ports.reload = [this] {
      ++reloads_;
      return problems_;
    };
    ports.live = [] { return LiveCounts{.connections = 5}; };
    ports.store = &store_;
    ports.ledger = ledger_->get();
    auto admin = Admin::start({host, 0, false, {}}, Secret(token), std::move(ports));
    ASSERT_TRUE(admin) << admin.problems()[0].text();
    admin_ = std::move(*admin);
  }
  Client client() const { return Client(admin_->port()); }
  Reply get(const std::string& target, Fields fields = {}) const {
    return client().ask("GET", target, std::move(fields));
  }

  static rapidjson::Document json(const Reply& reply) {
    rapidjson::Document document;
    document.Parse<rapidjson::kParseValidateEncodingFlag | rapidjson::kParseNumbersAsStringsFlag>(
        reply.body.data(), reply.body.size());
    EXPECT_FALSE(document.HasParseError()) << reply.body;
    EXPECT_EQ(reply.fields.at("Content-Type"), "application/json");
    return document;
  }
  static std::vector<std::string> items(const Reply& reply, const char* member) {
    std::vector<std::string> out;
    const auto document = json(reply);
    for (const auto& item : document["items"].GetArray()) out.push_back(item[member].GetString());
    return out;
  }
  static std::string next(const Reply& reply) {
    const auto document = json(reply);
    return document["next"].IsNull() ? "null" : document["next"].GetString();
  }

  bool ready_ = true;
  int reloads_ = 0;
  Problems problems_;
  FakeStore store_;
  Result<std::unique_ptr<Ledger>> ledger_ = Ledger::open({});
  std::unique_ptr<Admin> admin_;
};

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

TEST_F(AdminTest, PagesThroughEvents) {
  start();
  for (int64_t id = 1; id <= 5; ++id) store_.fed.push_back(row_of(id));
  const Reply first = get("/api/events?limit=2");
  EXPECT_THAT(items(first, "id"), ElementsAre("5", "4"));
  EXPECT_EQ(next(first), "4");
  const Reply second = get("/api/events?limit=2&after=4");
  EXPECT_THAT(items(second, "id"), ElementsAre("3", "2"));
  const Reply third = get("/api/events?limit=2&after=2");
  EXPECT_THAT(items(third, "id"), ElementsAre("1"));
  EXPECT_EQ(next(third), "null");
  EXPECT_EQ(next(get("/api/events?limit=5")), "null");
  EXPECT_EQ(get("/api/events?after=1").body, R"({"items":[],"next":null})");
}

TEST_F(AdminTest, TellsARow) {
  start();
  StoredEvent row = row_of(7);
  row.event.outcome = Outcome::kRewrite;
  row.event.patch = R"([{"op":"remove","path":"/a"}])";
  store_.fed = {row};
  EXPECT_EQ(get("/api/events").body,
            R"({"items":[{"id":7,"time":"2026-11-21T11:52:03.120Z","requestId":"r-7",)"
            R"("source":"web","keyHash":"a1b2","route":"/v1/batch","index":1,)"
            R"("outcome":"rewrite","type":"track","event":"Order Completed","messageId":"m7",)"
            R"("severity":"error","rules":["ID101","NAM103"],)"
            R"("findings":[{"rule":"ID101","message":"a, ] and }"},{"rule":"NAM103"}],)"
            R"("patch":[{"op":"remove","path":"/a"}]}],"next":null})");
}

TEST_F(AdminTest, PassesFiltersOn) {
  start();
  const Reply reply =
      get("/api/"
          "quarantine?source=web%20shop&type=track&event=Order+Completed&rule=NAM103&messageId=m%25"
          "&outcome=reject&since=1795261923120&until=2026-11-21T11:52:04Z&waiting=true&limit=1000"
          "&after=77");
  EXPECT_EQ(reply.status, 200U) << reply.body;
  const StoreQuery& query = store_.last;
  EXPECT_EQ(query.source, "web shop");
  EXPECT_EQ(query.type, "track");
  EXPECT_EQ(query.name, "Order Completed");
  EXPECT_EQ(query.rule, "NAM103");
  EXPECT_EQ(query.message_id, "m%");
  EXPECT_EQ(query.outcome, Outcome::kReject);
  EXPECT_EQ(query.since_ms, 1795261923120);
  EXPECT_EQ(query.until_ms, 1795261924000);
  EXPECT_TRUE(query.only_waiting);
  EXPECT_EQ(query.limit, 1001U);
  EXPECT_EQ(query.after_id, 77);
}

TEST_F(AdminTest, NamesTheParameterThatIsWrong) {
  start();
  const std::map<std::string, std::string> cases = {{"limit=0", "limit"},
                                                    {"limit=1001", "limit"},
                                                    {"limit=x", "limit"},
                                                    {"limit=", "limit"},
                                                    {"limit=1e2", "limit"},
                                                    {"limit=1&limit=2", "limit"},
                                                    {"after=-1", "after"},
                                                    {"after=0", "after"},
                                                    {"after=99999999999999999999", "after"},
                                                    {"since=yesterday", "since"},
                                                    {"until=%00", "until"},
                                                    {"waiting=maybe", "waiting"},
                                                    {"outcome=pas", "outcome"},
                                                    {"outcome=", "outcome"},
                                                    {"sorce=web", "sorce"},
                                                    {"limit=5&%22%3Cb%3E=1", "\"<b>"}};
  for (const auto& [query, parameter] : cases) {
    for (const char* path : {"/api/events?", "/api/findings?", "/api/quarantine?"}) {
      const Reply reply = get(path + query);
      EXPECT_EQ(reply.status, 400U) << query;
      EXPECT_EQ(json(reply)["parameter"].GetString(), parameter) << query;
    }
  }
  EXPECT_EQ(get("/api/events?limit=1001").body,
            R"({"error":"limit is \"1001\", wanted a number from 1 to 1000","parameter":"limit"})");
}

TEST_F(AdminTest, GivesAnItemForEachFinding) {
  start();
  for (int64_t id = 1; id <= 4; ++id) store_.fed.push_back(row_of(id));
  store_.fed[1].event.findings.clear();  // nothing was wrong with event 2
  const Reply first = get("/api/findings?limit=3");
  EXPECT_THAT(items(first, "id"), ElementsAre("4", "4", "3", "3"));
  EXPECT_EQ(next(first), "3");
  const Reply second = get("/api/findings?limit=3&after=3");
  EXPECT_THAT(items(second, "id"), ElementsAre("1", "1"));
  EXPECT_EQ(next(second), "null");
  EXPECT_STREQ(json(second)["items"][0]["finding"]["message"].GetString(), "a, ] and }");
}

TEST_F(AdminTest, LooksForFindingsInBoundedTime) {
  start();
  for (int64_t id = 1; id <= 6000; ++id) {
    store_.fed.push_back(row_of(id));
    if (id != 3) store_.fed.back().event.findings = "[]";
  }
  const Reply first = get("/api/findings");
  EXPECT_THAT(items(first, "id"), IsEmpty());
  EXPECT_EQ(next(first), "1001");
  EXPECT_THAT(items(get("/api/findings?after=1001"), "id"), ElementsAre("3", "3"));
}

TEST_F(AdminTest, ShowsAnEventOfTheQuarantine) {
  start();
  store_.waiting = {row_of(7)};
  store_.waiting[0].seen = 3;
  store_.waiting[0].last_ms = 1795261924000;
  store_.waiting[0].event.envelope = R"({"context":{}})";
  const Reply list = get("/api/quarantine");
  EXPECT_FALSE(json(list)["items"][0].HasMember("payload"));
  const Reply reply = get("/api/quarantine/7");
  EXPECT_EQ(reply.status, 200U);
  const auto row = json(reply);
  EXPECT_STREQ(row["seen"].GetString(), "3");
  EXPECT_STREQ(row["lastTime"].GetString(), "2026-11-21T11:52:04.000Z");
  EXPECT_FALSE(row.HasMember("replayedTime"));
  EXPECT_STREQ(row["payload"]["n"].GetString(), "1.10");
  EXPECT_TRUE(row["envelope"]["context"].IsObject());
  EXPECT_STREQ(row["findings"][1]["rule"].GetString(), "NAM103");
  EXPECT_EQ(get("/api/quarantine/8").status, 404U);
  for (const char* id : {"", "x", "0", "-7", "7/", "7.0", "0x7", "99999999999999999999"}) {
    EXPECT_EQ(get(std::string("/api/quarantine/") + id).status, 400U) << id;
  }
}

TEST_F(AdminTest, GivesValidJsonWhateverTheEventHolds) {
  start();
  for (const std::string& payload :
       {std::string("{\"a\":\"\xFF\xE2\x80\xAE\"}"), std::string("{\"a\":1}],\"x\":[{"),
        std::string("not json\n\"\0\x1b[2J", 14), std::string("{\"a\":\n\t1}"),
        std::string(600, '[')}) {
    StoredEvent row = row_of(7);
    row.event.payload = row.event.findings = row.event.name = row.event.type = payload;
    row.from.source = row.event.rules = row.event.message_id = payload;
    store_.waiting = store_.fed = {row};
    for (const char* path :
         {"/api/quarantine/7", "/api/quarantine", "/api/events", "/api/findings"}) {
      const Reply reply = get(path);
      EXPECT_EQ(reply.status, 200U);
      json(reply);
      EXPECT_EQ(reply.body.find('\n'), std::string::npos);
    }
  }
}

TEST_F(AdminTest, AnswersWhenTheStoreFails) {
  start();
  ::testing::internal::CaptureStderr();
  const Reply reply = get("/api/events?source=broken");
  EXPECT_THAT(::testing::internal::GetCapturedStderr(), HasSubstr("the disk is gone"));
  EXPECT_EQ(reply.status, 500U);
  EXPECT_EQ(reply.body, R"({"error":"internal error"})");
}

TEST(AdminJson, KnowsJson) {
  for (const char* good :
       {"{}", "[]", " [ 1 , -0.5e+3 ] ", "\"\\u00e9\\n\"", "{\"a\":{\"b\":[null,true,false]}}", "0",
        "-0", "1E5", "[[],{}]", "[[[1]],2]"}) {
    EXPECT_TRUE(is_json(good)) << good;
  }
  for (const char* bad :
       {"",      " ",          "{",       "}",           "[1,]",   "[,1]", "{\"a\"}", "{\"a\":}",
        "{a:1}", "{\"a\":1,}", "01",      "-",           "1.",     ".5",   "1e",      "+1",
        "tru",   "nul",        "\"\\x\"", "\"\\u12g4\"", "\"\n\"", "\"",   "[1 2]",   "{} {}",
        "1]",    "NaN",        "'a'",     "[1}",         "\"\\"}) {
    EXPECT_FALSE(is_json(bad)) << bad;
  }
  EXPECT_TRUE(is_json(std::string(500, '[') + std::string(500, ']')));
  EXPECT_FALSE(is_json(std::string(100000, '[') + std::string(100000, ']')));
}

TEST(AdminJson, TakesArraysApart) {
  const auto items_of = [](std::string_view array) {
    std::vector<std::string> out;
    for_each_item(array, [&](std::string_view item) { out.emplace_back(item); });
    return out;
  };
  EXPECT_THAT(items_of(R"( [ {"a":"],["} , [1,2], "x" ,3 ] )"),
              ElementsAre(R"({"a":"],["})", "[1,2]", "\"x\"", "3"));
  for (const char* none : {"[]", "[ ]", "{}", "1", "", "[1", "[1,]"}) {
    EXPECT_THAT(items_of(none), IsEmpty()) << none;
  }
}

}  // namespace
}  // namespace specgate::proxy
