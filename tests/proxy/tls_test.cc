// TLS on both sides of the proxy: whom it lets in, and whom it believes to be the upstream.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>

#include "tests/proxy/built_proxy.h"
#include "tests/proxy/certificates.h"

namespace specgate::proxy::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr const char* kCall =
    R"({"type":"track","event":"Signed Up","userId":"u1","messageId":"m"})";

// Empty where no answer came.
HttpMessage ask(uint16_t port, const std::shared_ptr<SSL_CTX>& side) {
  Connection connection(port);
  if (!connection.ask_tls(side.get(), "localhost")) return {};
  connection.send(request_text("POST", "/v1/track", kCall, {}));
  return connection.read();
}

class Tls : public ::testing::Test {
 protected:
  Authority ours_{"ours"}, foreign_{"foreign"};
};

std::string listener(const Certified& shown) {
  return "proxy:\n  tls: {certificate: " + shown.certificate + ", key: " + shown.key;
}

TEST_F(Tls, TheListenerSpeaksIt) {
  const ConfigFile config(listener(ours_.certify({"proxy"})) + "}\n");
  Upstream upstream;
  Proxy proxy(upstream, config.arguments());
  Connection connection(proxy.port());
  const auto side = client_side(ours_.file());
  ASSERT_TRUE(connection.ask_tls(side.get(), "localhost"));
  const std::string request = request_text("POST", "/v1/track", kCall, {});
  for (int i = 0; i < 2; ++i) {
    connection.send(request);
    const HttpMessage answer = connection.read();
    EXPECT_EQ(answer.status(), 200);
    EXPECT_EQ(answer.field("Specgate-Verdict"), "pass");
  }
  EXPECT_THAT(upstream.requests(), SizeIs(2));
  Connection plain(proxy.port());
  plain.send(request);
  EXPECT_FALSE(plain.read().first.starts_with("HTTP/"));
  EXPECT_THAT(upstream.requests(), SizeIs(2));
}

TEST_F(Tls, CallersShowACertificateWhereOneIsWanted) {
  const ConfigFile config(listener(ours_.certify({"proxy"})) + ", client_ca: " + ours_.file() +
                          "}\n");
  Upstream upstream;
  const std::string log = config.path() + ".log";
  std::vector<std::string> arguments = config.arguments();
  arguments.insert(arguments.end(), {"--access-log", log});
  Proxy proxy(upstream, arguments);
  EXPECT_EQ(ask(proxy.port(), client_side(ours_.file())).first, "");
  EXPECT_EQ(ask(proxy.port(), client_side(ours_.file(), foreign_.certify({"stranger"}))).first, "");
  const Certified expired = ours_.certify({"yesterday", "DNS:localhost", -7200, -3600});
  EXPECT_EQ(ask(proxy.port(), client_side(ours_.file(), expired)).first, "");
  EXPECT_THAT(upstream.requests(), IsEmpty());
  EXPECT_EQ(ask(proxy.port(), client_side(ours_.file(), ours_.certify({"shop-7"}))).status(), 200);
  EXPECT_EQ(proxy.stop(SIGTERM), 0);
  EXPECT_THAT(text_of(log), HasSubstr(R"("tlsSubject":"/CN=shop-7")"));
}

TEST_F(Tls, TheUpstreamIsBelievedByItsAuthority) {
  Upstream upstream(server_side(ours_.certify({"upstream"})));
  const ConfigFile config("proxy: {mode: enforce, upstream_ca: " + ours_.file() + "}\n");
  Proxy proxy(upstream, config.arguments());
  for (int i = 0; i < 3; ++i) EXPECT_EQ(proxy.post("/v1/track", kCall).status(), 200);
  ASSERT_THAT(upstream.requests(), SizeIs(3));
  EXPECT_EQ(upstream.requests()[0].body, kCall);
  EXPECT_EQ(upstream.requests()[0].field("Host"), "localhost:" + std::to_string(upstream.port()));
}

struct Impostor {
  const char* name;
  bool ours;
  Claim claim;
};

class UntrustedUpstream : public Tls, public ::testing::WithParamInterface<Impostor> {};

TEST_P(UntrustedUpstream, GetsNothing) {
  Authority& signer = GetParam().ours ? ours_ : foreign_;
  Upstream upstream(server_side(signer.certify(GetParam().claim)));
  const ConfigFile config("proxy: {upstream_ca: " + ours_.file() + "}\n");
  Proxy proxy(upstream, config.arguments());
  EXPECT_EQ(proxy.post("/v1/track", kCall).status(), 502);
  EXPECT_EQ(proxy.get("/any/path").status(), 502);
  EXPECT_THAT(upstream.requests(), IsEmpty());
  EXPECT_TRUE(
      proxy.admin_tells("/metrics", R"(specgate_trouble_total{kind="upstream-connect"} 2)"));
}

const Impostor kImpostors[] = {
    {"OfAnotherAuthority", false, {"upstream"}},
    {"OfAnotherName", true, {"upstream", "DNS:other.test"}},
    {"OfYesterday", true, {"upstream", "DNS:localhost", -7200, -3600}},
    {"OfTomorrow", true, {"upstream", "DNS:localhost", 3600, 7200}},
};
INSTANTIATE_TEST_SUITE_P(Tls, UntrustedUpstream, ::testing::ValuesIn(kImpostors),
                         [](const auto& one) { return std::string(one.param.name); });

TEST_F(Tls, TheSystemsAuthoritiesDoNotKnowOurs) {
  Upstream upstream(server_side(ours_.certify({"upstream"})));
  Proxy proxy(upstream, {});
  EXPECT_EQ(proxy.post("/v1/track", kCall).status(), 502);
  EXPECT_THAT(upstream.requests(), IsEmpty());
}

}  // namespace
}  // namespace specgate::proxy::testing
