// The built proxy in front of an upstream: the surroundings of every end-to-end test. All on 127.0.0.1
// and free ports.
#pragma once

#include <sys/types.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/proxy/upstream_fixture.h"
#include "tests/support/files.h"
#include "tests/support/folder.h"

namespace specgate::proxy::testing {

// A specgate.yaml that lasts as long as this.
class ConfigFile {
 public:
  explicit ConfigFile(const std::string& text) { write(text); }

  void write(const std::string& text) const { write_file(path_, text); }
  const std::string& path() const { return path_; }
  std::vector<std::string> arguments() const { return {"--config", path_}; }

 private:
  const Folder folder_;
  const std::string path_ = folder_ / "specgate.yaml";
};

// The built binary, run with `arguments` (--listen, --admin and --upstream are given, and --store where
// it is not among them).
class Proxy {
 public:
  // `before`: words of a command that runs it, such as one that sets a limit first.
  Proxy(const Upstream& upstream, std::vector<std::string> arguments,
        std::vector<std::string> before = {})
      : Proxy(upstream.url(), std::move(arguments), std::move(before)) {}
  Proxy(const std::string& upstream, std::vector<std::string> arguments,
        std::vector<std::string> before = {});
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
  // What it has said on standard error, and whether it comes to say `text` there.
  std::string errors() const;
  bool says(std::string_view text) const;
  // Its standard output is a pipe that nobody reads once it has started.
  std::string rest_of_output() const;  // once it has ended
  void close_output();
  std::string command(const std::vector<std::string>& arguments) const;

 private:
  const Folder folder_;
  const std::string store_ = folder_ / "store.sqlite3", errors_ = folder_ / "stderr";
  pid_t pid_ = -1;
  int output_ = -1;
  uint16_t port_ = 0, admin_port_ = 0;
};

// Without a write key a call is bad.
inline constexpr std::string_view kWithKey = "Authorization: Basic a2V5Og==\r\n";

}  // namespace specgate::proxy::testing
