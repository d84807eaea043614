// An upstream in this process, on a port of its own.
#pragma once

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <deque>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "proxy/net/asio.h"

namespace specgate::proxy {

namespace http = boost::beast::http;

// Answers as it is told to, then 200; remembers what it was sent.
class ScriptedUpstream {
 public:
  using Request = http::request<http::string_body>;

  ScriptedUpstream() : acceptor_(context_.get_executor(), {net::ip::address_v4::loopback(), 0}) {
    port_ = acceptor_.local_endpoint().port();
    net::co_spawn(context_.get_executor(), accept(), net::detached);
    thread_ = std::thread([this] { context_.run(); });
  }
  ~ScriptedUpstream() {
    context_.stop();
    thread_.join();
  }

  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }
  // 0 closes the connection without an answer.
  void answer_with(std::deque<unsigned> statuses) {
    const std::lock_guard lock(mutex_);
    statuses_ = std::move(statuses);
  }
  std::vector<Request> taken() {
    const std::lock_guard lock(mutex_);
    return std::exchange(requests_, {});
  }
  std::vector<std::string> taken_bodies() {
    std::vector<std::string> out;
    for (const Request& request : taken()) out.push_back(request.body());
    return out;
  }
  int connections() {
    const std::lock_guard lock(mutex_);
    return connections_;
  }

 private:
  Task<void> accept() {
    for (;;) {
      auto [error, socket] = co_await acceptor_.async_accept(kAwait);
      if (error) co_return;
      {
        const std::lock_guard lock(mutex_);
        ++connections_;
      }
      net::co_spawn(context_.get_executor(), serve(std::move(socket)), net::detached);
    }
  }
  Task<void> serve(Socket socket) {
    boost::beast::flat_buffer buffer;
    for (;;) {
      Request request;
      const auto [broken, read] = co_await http::async_read(socket, buffer, request, kAwait);
      if (broken) co_return;
      const unsigned status = note(std::move(request));
      if (status == 0) co_return;
      http::response<http::string_body> answer;
      answer.result(status);
      if (status == 429) answer.set(http::field::retry_after, "7");
      answer.body() = R"({"success":true})";
      answer.prepare_payload();
      const auto [unsent, sent] = co_await http::async_write(socket, answer, kAwait);
      if (unsent) co_return;
    }
  }
  unsigned note(Request request) {
    const std::lock_guard lock(mutex_);
    requests_.push_back(std::move(request));
    if (statuses_.empty()) return 200;
    const unsigned status = statuses_.front();
    statuses_.pop_front();
    return status;
  }

  net::io_context context_;
  net::basic_socket_acceptor<tcp, Executor> acceptor_;
  uint16_t port_ = 0;
  std::mutex mutex_;
  std::deque<unsigned> statuses_;
  std::vector<Request> requests_;
  int connections_ = 0;
  std::thread thread_;
};

}  // namespace specgate::proxy
