#include "tests/proxy/connection.h"

#include <arpa/inet.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>

namespace specgate::proxy::testing {
namespace {

bool same(std::string_view a, std::string_view b) {
  return a.size() == b.size() && strncasecmp(a.data(), b.data(), a.size()) == 0;
}

// Lines of a head into a message; the empty line is not among them.
void read_fields(std::string_view head, HttpMessage& out) {
  size_t end = head.find("\r\n");
  out.first = head.substr(0, end);
  while (end != std::string_view::npos && end + 2 < head.size()) {
    const size_t begin = end + 2;
    end = head.find("\r\n", begin);
    const std::string_view line = head.substr(begin, std::min(end, head.size()) - begin);
    const size_t colon = line.find(": ");
    if (colon == std::string_view::npos) continue;
    out.fields.emplace_back(line.substr(0, colon), line.substr(colon + 2));
  }
}

// Bytes that came for the other end of a connection from `from` to `to`, and were not read yet; -1: there
// is none. /proc/net/tcp has a line for each end:
//   sl  local_address rem_address   st tx_queue rx_queue ...
//    3: 0100007F:1F90 0100007F:C350 01 00000000:0000001C ...
long unread_bytes(uint16_t from, uint16_t to) {
  char ends[32];
  std::snprintf(ends, sizeof ends, " 0100007F:%04X 0100007F:%04X ", to, from);
  std::ifstream table("/proc/net/tcp");
  for (std::string line; std::getline(table, line);) {
    const size_t at = line.find(ends);
    const size_t queues = at == std::string::npos ? at : line.find(':', at + std::strlen(ends));
    if (queues != std::string::npos) return std::strtol(line.c_str() + queues + 1, nullptr, 16);
  }
  return -1;
}

}  // namespace

sockaddr_in loopback(uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

int HttpMessage::status() const {
  const size_t blank = first.find(' ');
  return blank == std::string::npos ? 0 : std::atoi(first.c_str() + blank + 1);
}

std::string HttpMessage::field(std::string_view name) const {
  std::string out;
  for (const auto& [key, value] : fields) {
    if (!same(key, name)) continue;
    if (!out.empty()) out += ", ";
    out += value;
  }
  return out;
}

size_t HttpMessage::count(std::string_view name) const {
  return static_cast<size_t>(std::count_if(fields.begin(), fields.end(),
                                           [&](const auto& one) { return same(one.first, name); }));
}

Connection::Connection(uint16_t port) : socket_(socket(AF_INET, SOCK_STREAM, 0)) {
  const sockaddr_in address = loopback(port);
  if (connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    close(socket_);
    socket_ = -1;
  }
}

Connection::~Connection() {
  SSL_free(tls_);
  if (socket_ >= 0) close(socket_);
}

bool Connection::begin_tls(SSL_CTX* side) {
  std::signal(SIGPIPE, SIG_IGN);  // OpenSSL writes without MSG_NOSIGNAL
  const timeval patience{kPatienceMs / 1000, 0};
  setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  tls_ = SSL_new(side);
  return SSL_set_fd(tls_, socket_) == 1;
}

bool Connection::ask_tls(SSL_CTX* side, const std::string& host, SSL_SESSION* resumed) {
  if (!begin_tls(side)) return false;
  if (resumed != nullptr) SSL_set_session(tls_, resumed);
  SSL_set_tlsext_host_name(tls_, host.c_str());
  SSL_set1_host(tls_, host.c_str());
  return SSL_connect(tls_) == 1;
}

bool Connection::accept_tls(SSL_CTX* side) { return begin_tls(side) && SSL_accept(tls_) == 1; }

std::shared_ptr<SSL_SESSION> Connection::session() const {
  if (tls_ == nullptr) return nullptr;
  // A copy: of a connection that is torn OpenSSL lets the session itself not be resumed.
  return {SSL_SESSION_dup(SSL_get_session(tls_)), SSL_SESSION_free};
}

bool Connection::is_resumed() const { return tls_ != nullptr && SSL_session_reused(tls_) == 1; }

std::string Connection::name_wanted() const {
  const char* const name =
      tls_ == nullptr ? nullptr : SSL_get_servername(tls_, TLSEXT_NAMETYPE_host_name);
  return name == nullptr ? std::string() : std::string(name);
}

bool Connection::ends_with_notice() {
  while (fill()) continue;
  return tls_ != nullptr && (SSL_get_shutdown(tls_) & SSL_RECEIVED_SHUTDOWN) != 0;
}

bool Connection::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = tls_ != nullptr
                             ? SSL_write(tls_, bytes.data(), static_cast<int>(bytes.size()))
                             : ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<size_t>(sent));
  }
  return true;
}

bool Connection::is_read_by_peer() const {
  sockaddr_in here{}, there{};
  socklen_t size = sizeof here;
  getsockname(socket_, reinterpret_cast<sockaddr*>(&here), &size);
  getpeername(socket_, reinterpret_cast<sockaddr*>(&there), &size);
  const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(kPatienceMs);
  do {
    if (unread_bytes(ntohs(here.sin_port), ntohs(there.sin_port)) == 0) return true;
  } while (std::chrono::steady_clock::now() < end);
  return false;
}

bool Connection::fill() {
  pollfd ready{socket_, POLLIN, 0};
  char block[16 * 1024];
  const bool waiting = tls_ != nullptr && SSL_pending(tls_) != 0;
  if (!waiting && poll(&ready, 1, kPatienceMs) <= 0) return false;
  const ssize_t got = tls_ != nullptr ? SSL_read(tls_, block, sizeof block)
                                      : recv(socket_, block, sizeof block, 0);
  if (got <= 0) return false;
  pending_.append(block, static_cast<size_t>(got));
  return true;
}

HttpMessage Connection::read(bool no_body) {
  HttpMessage out;
  size_t end;
  while ((end = pending_.find("\r\n\r\n")) == std::string::npos) {
    if (!fill()) return out;
  }
  read_fields(std::string_view(pending_).substr(0, end), out);
  pending_.erase(0, end + 4);
  const int status = out.first.starts_with("HTTP/") ? out.status() : 0;
  if (no_body || status == 204 || status == 304 || status / 100 == 1) {
    out.complete = true;
  } else if (same(out.field("Transfer-Encoding"), "chunked")) {
    for (;;) {
      size_t line;
      while ((line = pending_.find("\r\n")) == std::string::npos) {
        if (!fill()) return out;
      }
      const size_t size = std::strtoul(pending_.c_str(), nullptr, 16);
      while (pending_.size() < line + 2 + size + 2) {
        if (!fill()) return out;
      }
      out.body += pending_.substr(line + 2, size);
      pending_.erase(0, line + 2 + size + 2);
      if (size == 0) break;
    }
    out.complete = true;
  } else if (out.count("Content-Length") != 0) {
    const size_t length = std::strtoul(out.field("Content-Length").c_str(), nullptr, 10);
    while (pending_.size() < length) {
      if (!fill()) break;
    }
    out.complete = pending_.size() >= length;
    out.body = pending_.substr(0, length);
    pending_.erase(0, length);
  } else if (status != 0) {
    while (fill()) continue;
    out.body = std::exchange(pending_, {});
    out.complete = true;
  } else {
    out.complete = true;
  }
  return out;
}

std::string Connection::read_all() {
  while (fill()) continue;
  return std::exchange(pending_, {});
}

bool Connection::closed_by_peer() {
  pollfd ready{socket_, POLLIN, 0};
  if (poll(&ready, 1, kPatienceMs) <= 0) return false;
  char byte;
  return recv(socket_, &byte, 1, 0) <= 0;
}

void Connection::reset() {
  const linger now{1, 0};
  setsockopt(socket_, SOL_SOCKET, SO_LINGER, &now, sizeof now);
  close(socket_);
  socket_ = -1;
}

void Connection::finish_sending() { shutdown(socket_, SHUT_WR); }

std::string request_text(std::string_view method, std::string_view target, std::string_view body,
                         std::string_view fields) {
  std::string out(method);
  out.append(" ").append(target).append(" HTTP/1.1\r\nHost: proxy.test\r\n").append(fields);
  const bool framed = fields.find("Content-Length") != std::string_view::npos ||
                      fields.find("Transfer-Encoding") != std::string_view::npos;
  if (method == "POST" && !framed) {
    out.append("Content-Length: ").append(std::to_string(body.size())).append("\r\n");
  }
  return out.append("\r\n").append(body);
}

}  // namespace specgate::proxy::testing
