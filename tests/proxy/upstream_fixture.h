// An upstream that records what it is asked and answers as it is told, and the built proxy in front
// of it: the surroundings of every end-to-end test. All on 127.0.0.1 and free ports.
#pragma once

#include <openssl/types.h>
#include <sys/types.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace specgate::proxy::testing {

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
  bool ask_tls(SSL_CTX* side, const std::string& host);
  bool accept_tls(SSL_CTX* side);

  bool send(std::string_view bytes);
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

class Upstream {
 public:
  static constexpr char kPause = '\v';
  static constexpr std::chrono::milliseconds kPauseTime{700};

  // The whole answer, head and body; at each kPause in it nothing is sent for a while.
  using Respond = std::function<std::string(const HttpMessage& request)>;

  Upstream();
  explicit Upstream(std::shared_ptr<SSL_CTX> tls);  // https
  ~Upstream();

  uint16_t port() const { return port_; }
  std::string url() const {
    return (tls_ ? "https://localhost:" : "http://127.0.0.1:") + std::to_string(port_);
  }
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
  int listener_ = -1;
  uint16_t port_ = 0;
  mutable std::mutex mutex_;
  Respond respond_;
  std::vector<HttpMessage> requests_;
  std::vector<int> open_;
  std::vector<std::thread> threads_;
  std::thread acceptor_;
  std::atomic<bool> stopping_ = false;
};

std::string ok_answer(std::string_view body = R"({"success":true})");

// A specgate.yaml that lasts as long as this.
class ConfigFile {
 public:
  explicit ConfigFile(const std::string& text);
  ~ConfigFile();
  ConfigFile(const ConfigFile&) = delete;
  ConfigFile& operator=(const ConfigFile&) = delete;

  void write(const std::string& text) const;
  const std::string& path() const { return path_; }
  std::vector<std::string> arguments() const { return {"--config", path_}; }

 private:
  const std::string path_;
};

// The built binary, run with `arguments` (--listen, --admin and --upstream are given, and --store where
// it is not among them).
class Proxy {
 public:
  Proxy(const Upstream& upstream, std::vector<std::string> arguments);
  ~Proxy();

  uint16_t port() const { return port_; }
  uint16_t admin_port() const { return admin_port_; }
  int stop(int signal);        // sends it, waits, returns the exit status or 128 + signal
  void send_signal(int signal) const;
  // What it writes to files from now on fails, as on a full disk; or does no longer.
  void fill_disk() const;
  void empty_disk() const;
  pid_t pid() const { return pid_; }
  const std::string& store() const { return store_; }

  HttpMessage post(std::string_view path, std::string_view body, std::string_view fields = {}) const;
  HttpMessage get(std::string_view target, std::string_view fields = {}) const;
  HttpMessage admin(std::string_view target) const;
  // Does the admin port come to say `text`? What is fed to the store is written behind the answer.
  bool admin_tells(std::string_view target, std::string_view text) const;
  // What the quarantine holds: the output of `quarantine list --json`.
  std::string quarantine() const;
  std::string command(const std::vector<std::string>& arguments) const;

 private:
  pid_t pid_ = -1;
  int output_ = -1;
  uint16_t port_ = 0, admin_port_ = 0;
  std::string store_;
};

// Without a write key a call is bad.
inline constexpr std::string_view kWithKey = "Authorization: Basic a2V5Og==\r\n";

std::string text_of(const std::string& file);

std::string request_text(std::string_view method, std::string_view target, std::string_view body,
                         std::string_view fields);

}  // namespace specgate::proxy::testing
