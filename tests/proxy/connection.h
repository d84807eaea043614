// The other end of a connection of the proxy: messages of HTTP as they are, bytes in and bytes out. A
// client of its own, so that a test can send and see what a library would not let it.
#pragma once

#include <netinet/in.h>
#include <openssl/ssl.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace specgate::proxy::testing {

sockaddr_in loopback(uint16_t port);

inline constexpr int kPatienceMs = 10'000;  // only ever waited for by a test that fails

struct HttpMessage {
  std::string first;  // request or status line
  std::vector<std::pair<std::string, std::string>> fields;
  std::string body;
  bool complete = false;  // false: the connection ended first

  int status() const;
  std::string field(std::string_view name) const;  // empty: absent; several: joined by ", "
  size_t count(std::string_view name) const;
};

// A blocking connection to 127.0.0.1.
class Connection {
 public:
  explicit Connection(uint16_t port);
  explicit Connection(int socket) : socket_(socket) {}
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // TLS from here on, as the one who asks (and sends `host` as the name wanted) or as the one who is
  // asked. False: the other side's certificate will not do, or ours.
  bool ask_tls(SSL_CTX* side, const std::string& host, SSL_SESSION* resumed = nullptr);
  bool accept_tls(SSL_CTX* side);
  std::shared_ptr<SSL_SESSION> session() const;  // to be resumed; null: there is no TLS
  bool is_resumed() const;
  std::string name_wanted() const;  // that the asking side sent (SNI); empty: none
  // Did the other side say that it ends, before it did? Waits for that.
  bool ends_with_notice();

  bool send(std::string_view bytes);
  // Has the other side, on this machine, read all that was sent? Waits for that.
  bool is_read_by_peer() const;
  // Reads one message; for a response to HEAD `no_body`.
  HttpMessage read(bool no_body = false);
  std::string read_all();   // until the other side closes
  bool closed_by_peer();    // waits for the end, at most 5 s
  void reset();             // closes at once, with a reset
  void finish_sending();

 private:
  bool fill();
  bool begin_tls(SSL_CTX* side);
  int socket_ = -1;
  SSL* tls_ = nullptr;
  std::string pending_;
};

// A request to proxy.test, framed unless `fields` (each line with its CR LF) say how.
std::string request_text(std::string_view method, std::string_view target, std::string_view body,
                         std::string_view fields);

}  // namespace specgate::proxy::testing
