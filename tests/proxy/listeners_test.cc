// One address, one owner: a second proxy ends and says why, and the threads of the first share it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>

#include "tests/proxy/built_proxy.h"
#include "tests/support/files.h"
#include "tests/support/folder.h"

namespace specgate::proxy::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

struct Ended {
  int status;
  std::string said;
};

// A proxy that must not start, by its configuration.
Ended run(const Folder& folder, const std::string& config) {
  const std::string said = folder / "said";
  const std::string command = std::string(SPECGATE_BINARY) + "-proxy --config " + config + " >" + said +
                              " 2>&1 </dev/null";
  const int status = std::system(command.c_str());
  return {WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status), file_text(said)};
}

std::string config_of(const std::string& listen, const std::string& more) {
  return "rules_version: 1\nproxy:\n  listen: '" + listen +
         "'\n  upstream: http://127.0.0.1:18998\n  store: {file: ':memory:'}\n" + more;
}

std::string at(const char* host, uint16_t port) { return host + (':' + std::to_string(port)); }

// After case57: two proxies of different minds at one address.
TEST(Listeners, ASecondProxyAtTheAddressEnds) {
  const Folder folder;
  Upstream upstream;
  for (const char* threads : {"1", "4"}) {
    Proxy first(upstream, {"--mode", "enforce", "--threads", threads});
    // The same address, and those that would take it in.
    for (const char* host : {"127.0.0.1", "0.0.0.0", "[::]"}) {
      for (const char* more : {"  threads: 1\n", "  threads: 4\n"}) {
        const std::string address = at(host, first.port());
        const auto [status, said] =
            run(folder, folder.write("specgate.yaml", config_of(address, more)));
        EXPECT_EQ(status, 2) << address;
        EXPECT_THAT(said, HasSubstr("cannot listen at " + address + ": Address already in use"));
        EXPECT_THAT(said, ::testing::Not(HasSubstr("listening")));
      }
    }
    // All that come are the first one's.
    for (int i = 0; i < 20; ++i) EXPECT_EQ(first.post("/unknown", "{}").status(), 404);
    EXPECT_THAT(upstream.requests(), IsEmpty());
    EXPECT_EQ(first.stop(SIGTERM), 0);
  }
}

TEST(Listeners, ASecondProxyAtTheAdminPortEnds) {
  const Folder folder;
  Upstream upstream;
  const Proxy first(upstream, {});
  const std::string address = at("127.0.0.1", first.admin_port());
  const auto [status, said] = run(
      folder, folder.write("specgate.yaml", config_of("127.0.0.1:0", "  admin: " + address + "\n")));
  EXPECT_EQ(status, 2);
  EXPECT_THAT(said, HasSubstr("admin address " + address + ": cannot listen: Address already in use"));
  EXPECT_THAT(said, ::testing::Not(HasSubstr("listening")));
}

// Somebody else's socket, even one that would share the port.
TEST(Listeners, AnotherProgramsPortIsItsOwn) {
  const Folder folder;
  const int other = socket(AF_INET, SOCK_STREAM, 0);
  const int yes = 1;
  setsockopt(other, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  setsockopt(other, SOL_SOCKET, SO_REUSEPORT, &yes, sizeof yes);
  sockaddr_in address = loopback(0);
  socklen_t size = sizeof address;
  ASSERT_EQ(bind(other, reinterpret_cast<const sockaddr*>(&address), size), 0);
  ASSERT_EQ(listen(other, 16), 0);
  getsockname(other, reinterpret_cast<sockaddr*>(&address), &size);
  const std::string text = at("127.0.0.1", ntohs(address.sin_port));
  const auto [status, said] = run(folder, folder.write("specgate.yaml", config_of(text, "")));
  EXPECT_EQ(status, 2);
  EXPECT_THAT(said, HasSubstr(text + ": Address already in use"));
  close(other);
}

// Once the first one drains, its port is free, whatever connections of it are still open.
TEST(Listeners, TheNextOneMayFollow) {
  Upstream upstream;
  Proxy first(upstream, {"--threads", "4"});
  const std::string address = at("127.0.0.1", first.port());
  for (int i = 0; i < 8; ++i) EXPECT_EQ(first.post("/v1/m", "{}").status(), 200);
  EXPECT_EQ(first.stop(SIGTERM), 0);
  const ConfigFile config(config_of(address, ""));
  Folder folder;
  const std::string command = std::string(SPECGATE_BINARY) + "-proxy --config " + config.path() +
                              " --upstream " + upstream.url() + " >" + (folder / "said") +
                              " 2>&1 </dev/null & echo $!";
  FILE* const shell = popen(command.c_str(), "r");
  ASSERT_NE(shell, nullptr);
  int pid = 0;
  ASSERT_EQ(fscanf(shell, "%d", &pid), 1);
  pclose(shell);
  const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(kPatienceMs);
  while (file_text(folder / "said").find("listening on http://" + address) == std::string::npos &&
         std::chrono::steady_clock::now() < end) {
  }
  EXPECT_THAT(file_text(folder / "said"), HasSubstr("listening on http://" + address));
  kill(pid, SIGTERM);
}

TEST(Listeners, EachThreadHasCallers) {
  Upstream upstream;
  Proxy proxy(upstream, {"--threads", "4"});
  // Each thread keeps a connection of its own to the upstream.
  for (int i = 0; i < 64; ++i) EXPECT_EQ(proxy.post("/v1/m", "{}").status(), 200);
  EXPECT_TRUE(proxy.admin_tells("/metrics", "specgate_upstream_connections 4"));
}

}  // namespace
}  // namespace specgate::proxy::testing
