// The admin port on a free port of loopback, with a store of memory behind it, and one who asks it.
#pragma once

#include <gtest/gtest.h>
#include <rapidjson/document.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "proxy/admin/admin.h"

namespace specgate::proxy::testing {

namespace net = boost::asio;
namespace http = boost::beast::http;
using tcp = net::ip::tcp;

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
  StoreQuery last;  // read it once the answer is there

 private:
  std::mutex mutex_;  // of `last`: several threads of the admin API ask

  std::vector<StoredEvent> chosen(const std::vector<StoredEvent>& rows, const StoreQuery& query) {
    {
      const std::lock_guard lock(mutex_);
      last = query;
    }
    if (query.source == "broken") throw std::runtime_error("the disk is gone");
    std::vector<StoredEvent> out;
    for (auto row = rows.rbegin(); row != rows.rend() && out.size() < query.limit; ++row) {
      if (query.after_id == 0 || row->id < query.after_id) out.push_back(*row);
    }
    return out;
  }
};

inline StoredEvent row_of(int64_t id) {
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

}  // namespace specgate::proxy::testing
