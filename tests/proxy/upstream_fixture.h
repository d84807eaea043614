// An upstream that records what it is asked and answers as it is told.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "tests/proxy/connection.h"

namespace specgate::proxy::testing {

class Upstream {
 public:
  static constexpr char kPause = '\v';
  // Longer by some ticks than the limits of 300 ms that tests set.
  static constexpr std::chrono::milliseconds kPauseTime{700};

  // The whole answer, head and body; at each kPause in it nothing is sent for a while.
  using Respond = std::function<std::string(const HttpMessage& request)>;

  Upstream();
  explicit Upstream(std::shared_ptr<SSL_CTX> tls);  // https
  ~Upstream();

  uint16_t port() const { return port_; }
  std::string url() const {
    return (tls_ ? "https://" + host_ : std::string("http://127.0.0.1")) + ':' + std::to_string(port_);
  }
  void call(const std::string& host) { host_ = host; }  // in its URL; "localhost" for https
  // Of connections with TLS so far: the names that were wanted of it, "" where none was; and how many
  // have ended with a notice of that.
  std::vector<std::string> names_wanted() const;
  size_t noticed_ends() const;
  void respond(Respond respond);  // empty answer: hangs up without one
  std::vector<HttpMessage> requests() const;
  void forget();
  // Stops listening and closes every connection; start() listens at the same port again.
  void stop();
  void start();

 private:
  void accept_all();
  void serve(int socket);

  const std::shared_ptr<SSL_CTX> tls_;
  std::string host_ = "localhost";
  int listener_ = -1;
  uint16_t port_ = 0;
  mutable std::mutex mutex_;
  Respond respond_;
  std::vector<HttpMessage> requests_;
  std::vector<std::string> names_;
  size_t noticed_ends_ = 0;
  std::vector<int> open_;
  std::vector<std::thread> threads_;
  std::thread acceptor_;
  std::atomic<bool> stopping_ = false;
};

std::string ok_answer(std::string_view body = R"({"success":true})");

}  // namespace specgate::proxy::testing
