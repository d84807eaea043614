#include "tests/proxy/built_proxy.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <utility>

extern char** environ;

namespace specgate::proxy::testing {
namespace {

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

// `errors`: the file that standard error goes to; empty: that of the test.
pid_t spawn(const std::vector<std::string>& words, int* output, const std::string& errors = {}) {
  int pipes[2];
  if (pipe(pipes) != 0) return -1;
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, pipes[1], STDOUT_FILENO);
  posix_spawn_file_actions_addclose(&actions, pipes[0]);
  posix_spawn_file_actions_addclose(&actions, pipes[1]);
  if (!errors.empty()) {
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, errors.c_str(),
                                     O_WRONLY | O_CREAT | O_APPEND, 0600);
  }
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

std::string read_to_end(int from) {
  std::string text;
  char block[4096];
  for (ssize_t got; (got = read(from, block, sizeof block)) > 0;) {
    text.append(block, static_cast<size_t>(got));
  }
  return text;
}

uint16_t port_in(const std::string& url) {
  return static_cast<uint16_t>(std::atoi(url.substr(url.rfind(':') + 1).c_str()));
}

}  // namespace

Proxy::Proxy(const std::string& upstream, std::vector<std::string> arguments,
             std::vector<std::string> before) {
  std::vector<std::string> words = std::move(before);
  words.insert(words.end(), {SPECGATE_PROXY, "--listen", "127.0.0.1:0", "--admin", "127.0.0.1:0",
                             "--upstream", upstream});
  const bool own_store = std::find(arguments.begin(), arguments.end(), "--store") != arguments.end();
  if (!own_store) words.insert(words.end(), {"--store", store_});
  words.insert(words.end(), arguments.begin(), arguments.end());
  pid_ = spawn(words, &output_, errors_);
  std::string text;
  port_ = port_in(wait_for_line(output_, text, "listening on "));
  admin_port_ = port_in(wait_for_line(output_, text, "admin on "));
  EXPECT_NE(port_, 0) << "the proxy did not start: " << errors();
}

Proxy::~Proxy() {
  if (pid_ > 0) stop(SIGKILL);
  close_output();
  if (::testing::Test::HasFailure()) std::fputs(errors().c_str(), stderr);
}

std::string Proxy::errors() const { return file_text(errors_); }

bool Proxy::says(std::string_view text) const {
  const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(kPatienceMs);
  do {
    if (errors().find(text) != std::string::npos) return true;
  } while (std::chrono::steady_clock::now() < end);
  return false;
}

std::string Proxy::rest_of_output() const { return read_to_end(output_); }

void Proxy::close_output() {
  if (output_ >= 0) close(output_);
  output_ = -1;
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
  std::string text = read_to_end(output);
  close(output);
  waitpid(pid, nullptr, 0);
  return text;
}

std::string Proxy::quarantine() const { return command({"list", "--json"}); }

}  // namespace specgate::proxy::testing
