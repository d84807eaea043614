// Names in the configuration that lead to something that is no file: told at the start, and no harm
// to a proxy that runs.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>

#include "spec/text/text_file.h"
#include "tests/support/files.h"
#include "tests/support/folder.h"
#include "tests/support/odd_files.h"
#include "tests/proxy/built_proxy.h"
#include "tests/proxy/certificates.h"

namespace specgate::proxy::testing {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

constexpr const char* kBad = R"({"type":"track","event":"Signed Up","messageId":"m1"})";
constexpr uintmax_t kMega = 1 << 20;

// What is said of it where the configuration was to be.
std::string told_of(const OddFile& odd) {
  return odd.wrong == kNoSuchFile ? "there is no such configuration file"
                                  : "the configuration is " + odd.wrong;
}

class Files : public ::testing::Test {
 protected:
  std::string path(const std::string& name) const { return folder_ / name; }
  std::string write(const std::string& name, const std::string& text) const {
    return folder_.write(name, text);
  }

  // The exit status and what it said, of a proxy that must not start.
  std::pair<int, std::string> start(const std::string& config) const {
    const std::string command = std::string(SPECGATE_BINARY) + "-proxy --listen 127.0.0.1:0" +
                                " --upstream http://127.0.0.1:9 --config " + config + " >" +
                                path("said") + " 2>&1 </dev/null";
    const int status = std::system(command.c_str());
    return {WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status),
            file_text(path("said"))};
  }

  const Folder folder_;
};

TEST_F(Files, TheConfigurationMustBeOne) {
  for (const OddFile& odd : odd_files(folder_.path(), 16 * kMega, "16 MB")) {
    const auto [status, said] = start(odd.path);
    EXPECT_EQ(status, 2) << odd.path;
    EXPECT_THAT(said, HasSubstr(odd.path + ": " + told_of(odd) + " (named by --config)")) << odd.path;
  }
}

TEST_F(Files, SoMustAllThatItNames) {
  Authority authority("files");
  const Certified good = authority.certify({"proxy"});
  struct Key {
    std::string before, after;  // what stands around the name
    uintmax_t most;
    std::string told;
  };
  const std::string tls = "proxy: {tls: {certificate: " + good.certificate + ", key: ";
  const Key keys[] = {
      {"extends: ", "\n", 16 * kMega, "16 MB"},
      {"proxy: {plan: ", "}\n", 64 * kMega, "64 MB"},
      {"proxy: {sources: {web: {write_key: {env: HOME}, plan: ", "}}}\n", 64 * kMega, "64 MB"},
      {"proxy: {upstream_ca: ", "}\n", 4 * kMega, "4 MB"},
      {"proxy: {tls: {certificate: ", ", key: " + good.key + "}}\n", 4 * kMega, "4 MB"},
      {tls, "}}\n", 4 * kMega, "4 MB"},
      {tls + good.key + ", client_ca: ", "}}\n", 4 * kMega, "4 MB"},
      {"proxy: {hash_key: {file: ", "}}\n", 4098, "4098 bytes"},
      {"proxy: {admin_token: {file: ", "}}\n", 4098, "4098 bytes"},
  };
  for (const Key& key : keys) {
    for (const OddFile& odd : odd_files(folder_.path() / std::to_string(key.most), key.most, key.told)) {
      const std::string text = key.before + odd.path + key.after;
      const auto [status, said] = start(write("specgate.yaml", text));
      EXPECT_EQ(status, 2) << text;
      EXPECT_THAT(said, HasSubstr(odd.path)) << text;
      if (odd.wrong == "no such file") continue;  // there are several ways to say that
      EXPECT_THAT(said, HasSubstr(odd.wrong)) << text;
    }
  }
}

TEST_F(Files, AnEmptyCertificateIsSaidToBeEmpty) {
  const std::string empty = write("empty.pem", "");
  const auto [status, said] = start(write("specgate.yaml", "proxy: {upstream_ca: " + empty + "}\n"));
  EXPECT_EQ(status, 2);
  EXPECT_THAT(said, HasSubstr(empty + ": cannot be used as the certificates of upstreams: empty"));
}

// The old configuration stays in force, whatever its name leads to by now.
TEST_F(Files, AReloadSurvivesThem) {
  const std::string config = write("specgate.yaml", "proxy: {mode: enforce}\n");
  Upstream upstream;
  Proxy proxy(upstream, {"--config", config});
  for (const OddFile& odd : odd_files(folder_.path(), 16 * kMega, "16 MB")) {
    fs::remove_all(config);
    if (odd.wrong != "no such file") fs::create_symlink(odd.path, config);
    proxy.send_signal(SIGHUP);
    EXPECT_TRUE(proxy.admin_tells("/status", told_of(odd))) << odd.path;
    EXPECT_EQ(proxy.post("/v1/track", kBad).status(), 400) << odd.path;
  }
  fs::remove_all(config);
  write("specgate.yaml", "proxy: {mode: observe}\n");
  proxy.send_signal(SIGHUP);
  EXPECT_TRUE(proxy.admin_tells("/status", R"("mode":"observe")"));
  EXPECT_EQ(proxy.post("/v1/track", kBad).status(), 200);
  EXPECT_EQ(proxy.stop(SIGTERM), 0);
}

// Nobody named it, but it is in force: without it enforcement must not end unawares.
TEST_F(Files, AReloadSurvivesThatTheOneItFoundIsGone) {
  const std::string config = write("specgate.yaml", "proxy: {mode: enforce}\n");
  Upstream upstream;
  Proxy proxy(upstream, {}, {"/usr/bin/env", "-C", folder_.path().string()});
  ASSERT_EQ(proxy.post("/v1/track", kBad).status(), 400);
  for (const OddFile& odd : odd_files(folder_.path(), 16 * kMega, "16 MB")) {
    fs::remove_all(config);
    if (odd.wrong != "no such file") fs::create_symlink(odd.path, config);
    proxy.send_signal(SIGHUP);
    EXPECT_TRUE(proxy.admin_tells("/status", told_of(odd))) << odd.path;
    EXPECT_EQ(proxy.post("/v1/track", kBad).status(), 400) << odd.path;
  }
}

TEST_F(Files, AReloadSurvivesAPlanThatIsNone) {
  const std::string plan = write("plan.yaml", "events: {Signed Up: {}}\n");
  const std::string config = write("specgate.yaml", "proxy: {mode: enforce, plan: plan.yaml}\n");
  Upstream upstream;
  Proxy proxy(upstream, {"--config", config});
  for (const OddFile& odd : odd_files(folder_.path(), 64 * kMega, "64 MB")) {
    if (odd.wrong == "no such file") continue;
    fs::remove_all(plan);
    fs::create_symlink(odd.path, plan);
    proxy.send_signal(SIGHUP);
    EXPECT_TRUE(proxy.admin_tells("/status", odd.wrong)) << odd.path;
    EXPECT_EQ(proxy.post("/v1/track", kBad).status(), 400) << odd.path;
  }
  EXPECT_EQ(proxy.stop(SIGTERM), 0);
}

// Emptied, or read while it was being written.
TEST_F(Files, AReloadSurvivesThatItsSectionIsGone) {
  const std::string config = write("specgate.yaml", "proxy: {mode: enforce}\n");
  Upstream upstream;
  Proxy proxy(upstream, {"--config", config});
  int failed = 0;
  for (const char* text : {"", "---\n", "# nothing\n", "proxy:\n", "proxy: {}\n", "rules: {}\n"}) {
    write("specgate.yaml", text);
    proxy.send_signal(SIGHUP);
    EXPECT_TRUE(proxy.admin_tells("/status", "\"failedReloads\":" + std::to_string(++failed))) << text;
    EXPECT_TRUE(proxy.admin_tells("/status", R"(has no \"proxy\" section any more)")) << text;
    EXPECT_EQ(proxy.post("/v1/track", kBad).status(), 400) << text;
  }
}

TEST_F(Files, TextThatIsNotUtf8IsToldOnReload) {
  const std::string config = write("specgate.yaml", "proxy: {mode: enforce}\n");
  Upstream upstream;
  Proxy proxy(upstream, {"--config", config});
  write("specgate.yaml", "proxy:\n  mode: \"\xff\"\n");
  proxy.send_signal(SIGHUP);
  EXPECT_TRUE(proxy.admin_tells("/status", config + ":2:10: byte 0xff is no valid UTF-8"));
  EXPECT_EQ(proxy.post("/v1/track", kBad).status(), 400);
}

}  // namespace
}  // namespace specgate::proxy::testing
