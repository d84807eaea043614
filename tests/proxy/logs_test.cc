// The built proxy's access log, its reader and its disk; and how many callers its descriptors let in.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>

#include "tests/proxy/built_proxy.h"
#include "tests/support/files.h"
#include "tests/support/folder.h"

namespace specgate::proxy::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

namespace fs = std::filesystem;

constexpr const char* kCall =
    R"({"type":"track","event":"Signed Up","userId":"u1","messageId":"m"})";

size_t count_of(std::string_view word, std::string_view text) {
  size_t count = 0;
  for (size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) ++count;
  return count;
}

// "lines dropped: N" of the last line that says so; 0: none does.
size_t told_dropped(const std::string& errors) {
  constexpr std::string_view kWords = "lines dropped: ";
  const size_t at = errors.rfind(kWords);
  return at == std::string::npos ? 0 : std::strtoul(errors.c_str() + at + kWords.size(), nullptr, 10);
}

class Logs : public ::testing::Test {
 protected:
  Logs() { fs::create_directory(folder_); }

  std::vector<std::string> to(const std::string& log) const {
    return {"--access-log", log, "--store", ":memory:", "--config", config_.path()};
  }
  std::string file() const { return (folder_ / "access.log").string(); }
  static void post(const Proxy& proxy, int requests) {
    Connection connection(proxy.port());
    const std::string request = request_text("POST", "/v1/track", kCall, kWithKey);
    for (int i = 0; i < requests; ++i) {
      connection.send(request);
      ASSERT_EQ(connection.read().status(), 200);
    }
  }
  // Does the file come to hold so many lines?
  bool holds(size_t lines) const {
    const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(kPatienceMs);
    while (count_of("\n", file_text(file())) != lines) {
      if (std::chrono::steady_clock::now() > end) return false;
    }
    return true;
  }
  static std::string dropped(size_t lines) {
    return "specgate_audit_dropped_total " + std::to_string(lines) + "\n";
  }

  const ConfigFile config_{"proxy: {timeouts: {drain: 300ms}}\n"};
  Upstream upstream_;
  const Folder own_;
  const fs::path folder_ = own_.path() / "logs";
};

TEST_F(Logs, AReaderThatDoesNotReadHoldsUpNeitherRequestsNorTheEnd) {
  constexpr int kRequests = 1000;
  Proxy proxy(upstream_, to("-"));
  post(proxy, kRequests);
  EXPECT_EQ(proxy.stop(SIGTERM), 0);
  const std::string read = proxy.rest_of_output();
  const size_t dropped = told_dropped(proxy.errors());
  EXPECT_GT(dropped, 0U);
  EXPECT_EQ(count_of("{\"time\"", read), count_of("\n", read));
  EXPECT_EQ(count_of("\n", read) + dropped, static_cast<size_t>(kRequests));
}

TEST_F(Logs, AReaderThatIsGoneIsTold) {
  Proxy proxy(upstream_, to("-"));
  proxy.close_output();
  post(proxy, 100);
  EXPECT_TRUE(proxy.admin_tells("/metrics", dropped(100)));
  EXPECT_TRUE(proxy.admin_tells("/status", R"("accessLog":{"dropped":100,"problem":"Broken pipe"})"));
  EXPECT_EQ(proxy.stop(SIGTERM), 0);
  EXPECT_EQ(count_of("drops lines: Broken pipe", proxy.errors()), 1U);
  EXPECT_EQ(told_dropped(proxy.errors()), 100U);
}

TEST_F(Logs, AFolderThatBecomesAFileIsTold) {
  Proxy proxy(upstream_, to(file()));
  post(proxy, 10);
  EXPECT_TRUE(holds(10));
  fs::remove_all(folder_);
  write_file(folder_, "");
  post(proxy, 100);
  EXPECT_TRUE(proxy.admin_tells("/metrics", dropped(100)));
  fs::remove(folder_);
  fs::create_directory(folder_);
  post(proxy, 10);
  EXPECT_TRUE(proxy.says("is written again; lines dropped: 100\""));
  EXPECT_EQ(proxy.stop(SIGTERM), 0);
  EXPECT_EQ(count_of("drops lines", proxy.errors()), 1U);
  EXPECT_EQ(count_of("\n", file_text(file())), 10U);
}

TEST_F(Logs, AFullDiskIsTold) {
  Proxy proxy(upstream_, to(file()));
  post(proxy, 10);
  EXPECT_TRUE(holds(10));
  proxy.fill_disk();
  post(proxy, 100);
  // Standard error is a file too, and as full.
  EXPECT_TRUE(proxy.admin_tells("/metrics", dropped(100)));
  EXPECT_TRUE(proxy.admin_tells("/status", "File too large"));
  proxy.empty_disk();
  post(proxy, 10);
  EXPECT_TRUE(proxy.says("is written again; lines dropped: 100\""));
  EXPECT_EQ(proxy.stop(SIGTERM), 0);
  const std::string text = file_text(file());
  EXPECT_EQ(count_of("{\"time\"", text), 20U);
  EXPECT_EQ(count_of("\n", text), 20U);
}

TEST_F(Logs, ASignalIsHeardWhileTheReaderDoesNotRead) {
  Proxy proxy(upstream_, to("-"));
  post(proxy, 1000);
  proxy.send_signal(SIGHUP);
  EXPECT_TRUE(proxy.says("the new configuration is in force"));
  EXPECT_EQ(proxy.stop(SIGTERM), 0);
}

std::vector<std::string> with_descriptors(int soft, int hard) {
  return {"/bin/sh", "-c",
          "ulimit -Sn " + std::to_string(soft) + " && ulimit -Hn " + std::to_string(hard) +
              " && exec \"$@\"",
          "sh"};
}

TEST(Descriptors, TooFewAreToldAndLetFewerCallersIn) {
  const ConfigFile config("proxy: {threads: 1, limits: {connections: 1000}}\n");
  Upstream upstream;
  Proxy proxy(upstream, config.arguments(), with_descriptors(64, 108));
  EXPECT_TRUE(proxy.says("limits.connections is 1000, and the limit on open files 108: it is lowered "
                         "to 10"));
  EXPECT_TRUE(proxy.admin_tells("/status", R"("mostConnections":10)"));
  std::vector<std::unique_ptr<Connection>> callers;
  const std::string request = request_text("POST", "/v1/track", kCall, {});
  for (int i = 0; i < 20; ++i) {
    callers.push_back(std::make_unique<Connection>(proxy.port()));
    callers.back()->send(request);
    EXPECT_EQ(callers.back()->read().status(), i < 10 ? 200 : 503) << i;
  }
}

TEST(Descriptors, TheSoftLimitIsRaisedAsFarAsIsNeeded) {
  const ConfigFile config("proxy: {threads: 1, limits: {connections: 100}}\n");
  Upstream upstream;
  Proxy proxy(upstream, config.arguments(), with_descriptors(64, 1000));
  EXPECT_TRUE(proxy.admin_tells("/status", R"("mostConnections":100)"));
  EXPECT_THAT(proxy.errors(), Not(HasSubstr("limits.connections")));
  EXPECT_THAT(file_text("/proc/" + std::to_string(proxy.pid()) + "/limits"), HasSubstr("288"));
}

}  // namespace
}  // namespace specgate::proxy::testing
