#include "tests/proxy/upstream_fixture.h"

#include <gtest/gtest.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace specgate::proxy::testing {
namespace {

bool send_with_pauses(Connection& to, std::string_view answer) {
  for (size_t end; (end = answer.find(Upstream::kPause)) != std::string_view::npos;) {
    if (!to.send(answer.substr(0, end))) return false;
    std::this_thread::sleep_for(Upstream::kPauseTime);
    answer.remove_prefix(end + 1);
  }
  return to.send(answer);
}

}  // namespace

std::string ok_answer(std::string_view body) {
  return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " +
         std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
}

Upstream::Upstream() : Upstream(nullptr) {}
Upstream::Upstream(std::shared_ptr<SSL_CTX> tls)
    : tls_(std::move(tls)), respond_([](const HttpMessage&) { return ok_answer(); }) {
  start();
}
Upstream::~Upstream() { stop(); }

void Upstream::start() {
  stopping_ = false;
  listener_ = socket(AF_INET, SOCK_STREAM, 0);
  const int yes = 1;
  setsockopt(listener_, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  sockaddr_in address = loopback(port_);
  ASSERT_EQ(bind(listener_, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  ASSERT_EQ(listen(listener_, 128), 0);
  socklen_t size = sizeof address;
  getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
  port_ = ntohs(address.sin_port);
  acceptor_ = std::thread([this] { accept_all(); });
}

void Upstream::stop() {
  if (listener_ < 0) return;
  stopping_ = true;
  shutdown(listener_, SHUT_RDWR);
  acceptor_.join();
  close(listener_);
  listener_ = -1;
  {
    const std::lock_guard lock(mutex_);
    for (const int one : open_) shutdown(one, SHUT_RDWR);
  }
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
  open_.clear();
}

void Upstream::accept_all() {
  while (!stopping_) {
    const int socket = accept(listener_, nullptr, nullptr);
    if (socket < 0) return;
    const std::lock_guard lock(mutex_);
    open_.push_back(socket);
    threads_.emplace_back([this, socket] { serve(socket); });
  }
}

void Upstream::serve(int socket) {
  Connection connection(dup(socket));
  const bool open = tls_ == nullptr || connection.accept_tls(tls_.get());
  if (tls_ != nullptr) {
    const std::lock_guard lock(mutex_);
    names_.push_back(connection.name_wanted());
  }
  while (open) {
    HttpMessage request = connection.read();
    if (!request.complete) {
      const bool noticed = tls_ != nullptr && connection.ends_with_notice();
      const std::lock_guard lock(mutex_);
      if (noticed) ++noticed_ends_;
      break;
    }
    Respond respond;
    {
      const std::lock_guard lock(mutex_);
      requests_.push_back(request);
      respond = respond_;
    }
    const std::string answer = respond(request);
    if (answer.empty() || !send_with_pauses(connection, answer)) break;
    if (answer.find("Connection: close") != std::string::npos) break;
  }
  shutdown(socket, SHUT_RDWR);
  close(socket);
}

void Upstream::respond(Respond respond) {
  const std::lock_guard lock(mutex_);
  respond_ = std::move(respond);
}

std::vector<HttpMessage> Upstream::requests() const {
  const std::lock_guard lock(mutex_);
  return requests_;
}

std::vector<std::string> Upstream::names_wanted() const {
  const std::lock_guard lock(mutex_);
  return names_;
}

size_t Upstream::noticed_ends() const {
  const std::lock_guard lock(mutex_);
  return noticed_ends_;
}

void Upstream::forget() {
  const std::lock_guard lock(mutex_);
  requests_.clear();
}

}  // namespace specgate::proxy::testing
