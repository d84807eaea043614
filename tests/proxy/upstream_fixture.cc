#include "tests/proxy/upstream_fixture.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <spawn.h>
#include <strings.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>

extern char** environ;

namespace specgate::proxy::testing {
namespace {

constexpr int kPatienceMs = 10'000;  // only ever waited for by a test that fails

bool same(std::string_view a, std::string_view b) {
  return a.size() == b.size() && strncasecmp(a.data(), b.data(), a.size()) == 0;
}

sockaddr_in address_of(uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
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

// "name=rest of the line", once it has been printed.
std::string wait_for_line(int output, std::string& text, std::string_view marker) {
  for (;;) {
    const size_t at = text.find(marker);
    if (at != std::string::npos && text.find('\n', at) != std::string::npos) {
      const size_t begin = at + marker.size();
      return text.substr(begin, text.find('\n', at) - begin);
    }
    pollfd ready{output, POLLIN, 0};
    char block[512];
    if (poll(&ready, 1, kPatienceMs) <= 0) return {};
    const ssize_t got = read(output, block, sizeof block);
    if (got <= 0) return {};
    text.append(block, static_cast<size_t>(got));
  }
}

pid_t spawn(const std::vector<std::string>& words, int* output) {
  int pipes[2];
  if (pipe(pipes) != 0) return -1;
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, pipes[1], STDOUT_FILENO);
  posix_spawn_file_actions_addclose(&actions, pipes[0]);
  std::vector<char*> argv;
  for (const std::string& word : words) argv.push_back(const_cast<char*>(word.c_str()));
  argv.push_back(nullptr);
  pid_t pid = -1;
  if (posix_spawn(&pid, words[0].c_str(), &actions, nullptr, argv.data(), environ) != 0) pid = -1;
  posix_spawn_file_actions_destroy(&actions);
  close(pipes[1]);
  *output = pipes[0];
  return pid;
}

std::string temporary(const char* name, const char* end) {
  static std::atomic<int> number = 0;
  return ::testing::TempDir() + name + "-" + std::to_string(getpid()) + "-" +
         std::to_string(number++) + end;
}

uint16_t port_in(const std::string& url) {
  return static_cast<uint16_t>(std::atoi(url.substr(url.rfind(':') + 1).c_str()));
}

}  // namespace

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
  const sockaddr_in address = address_of(port);
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

bool Connection::ask_tls(SSL_CTX* side, const std::string& host) {
  if (!begin_tls(side)) return false;
  SSL_set_tlsext_host_name(tls_, host.c_str());
  SSL_set1_host(tls_, host.c_str());
  return SSL_connect(tls_) == 1;
}

bool Connection::accept_tls(SSL_CTX* side) { return begin_tls(side) && SSL_accept(tls_) == 1; }

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

std::string ok_answer(std::string_view body) {
  return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " +
         std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
}

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
  sockaddr_in address = address_of(port_);
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
  while (open) {
    HttpMessage request = connection.read();
    if (!request.complete) break;
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

void Upstream::forget() {
  const std::lock_guard lock(mutex_);
  requests_.clear();
}

ConfigFile::ConfigFile(const std::string& text) : path_(temporary("specgate", ".yaml")) {
  write(text);
}
ConfigFile::~ConfigFile() { std::filesystem::remove(path_); }
void ConfigFile::write(const std::string& text) const { std::ofstream(path_) << text; }

Proxy::Proxy(const Upstream& upstream, std::vector<std::string> arguments) {
  store_ = temporary("proxy", ".sqlite3");
  std::vector<std::string> words = {SPECGATE_PROXY, "--listen",   "127.0.0.1:0", "--admin",
                                    "127.0.0.1:0",  "--upstream", upstream.url()};
  const bool own_store = std::find(arguments.begin(), arguments.end(), "--store") != arguments.end();
  if (!own_store) words.insert(words.end(), {"--store", store_});
  words.insert(words.end(), arguments.begin(), arguments.end());
  pid_ = spawn(words, &output_);
  std::string text;
  port_ = port_in(wait_for_line(output_, text, "listening on "));
  admin_port_ = port_in(wait_for_line(output_, text, "admin on "));
  EXPECT_NE(port_, 0) << "the proxy did not start";
}

Proxy::~Proxy() {
  if (pid_ > 0) stop(SIGKILL);
  close(output_);
  for (const char* end : {"", "-wal", "-shm"}) std::filesystem::remove(store_ + end);
}

void Proxy::send_signal(int signal) const { kill(pid_, signal); }

void Proxy::fill_disk() const {
  const rlimit none{0, RLIM_INFINITY};
  ASSERT_EQ(prlimit(pid_, RLIMIT_FSIZE, &none, nullptr), 0);
}

void Proxy::empty_disk() const {
  const rlimit all{RLIM_INFINITY, RLIM_INFINITY};
  ASSERT_EQ(prlimit(pid_, RLIMIT_FSIZE, &all, nullptr), 0);
}

int Proxy::stop(int signal) {
  kill(pid_, signal);
  int status = 0;
  waitpid(pid_, &status, 0);
  pid_ = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

std::string text_of(const std::string& file) {
  std::ifstream in(file);
  return {std::istreambuf_iterator<char>(in), {}};
}

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

HttpMessage Proxy::post(std::string_view path, std::string_view body,
                        std::string_view fields) const {
  constexpr std::string_view kUsual =
      "Content-Type: application/json\r\nAuthorization: Basic a2V5Og==\r\n";
  Connection connection(port_);
  connection.send(request_text("POST", path, body, fields.empty() ? kUsual : fields));
  return connection.read();
}

HttpMessage Proxy::get(std::string_view target, std::string_view fields) const {
  Connection connection(port_);
  connection.send(request_text("GET", target, {}, fields));
  return connection.read();
}

HttpMessage Proxy::admin(std::string_view target) const {
  Connection connection(admin_port_);
  connection.send("GET " + std::string(target) + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
  return connection.read();
}

bool Proxy::admin_tells(std::string_view target, std::string_view text) const {
  const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(kPatienceMs);
  do {
    if (admin(target).body.find(text) != std::string::npos) return true;
  } while (std::chrono::steady_clock::now() < end);
  return false;
}

std::string Proxy::command(const std::vector<std::string>& arguments) const {
  std::vector<std::string> words = {SPECGATE_PROXY, "quarantine"};
  words.insert(words.end(), arguments.begin(), arguments.end());
  words.insert(words.end(), {"--store", store_});
  int output = -1;
  const pid_t pid = spawn(words, &output);
  std::string text;
  char block[4096];
  for (ssize_t got; (got = read(output, block, sizeof block)) > 0;) {
    text.append(block, static_cast<size_t>(got));
  }
  close(output);
  waitpid(pid, nullptr, 0);
  return text;
}

std::string Proxy::quarantine() const { return command({"list", "--json"}); }

}  // namespace specgate::proxy::testing
