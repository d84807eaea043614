// TLS on both sides of the proxy: whom it lets in, and whom it believes to be the upstream.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/ssl.h>

#include <csignal>
#include <filesystem>

#include "proxy/net/http_client.h"
#include "tests/proxy/built_proxy.h"
#include "tests/proxy/certificates.h"
#include "tests/support/files.h"

namespace specgate::proxy::testing {
namespace {

using ::testing::ElementsAre;
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
  EXPECT_THAT(file_text(log), HasSubstr(R"("tlsSubject":"/CN=shop-7")"));
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
  const char* why;
  const char* host = "localhost";
};

class UntrustedUpstream : public Tls, public ::testing::WithParamInterface<Impostor> {};

TEST_P(UntrustedUpstream, GetsNothing) {
  Authority& signer = GetParam().ours ? ours_ : foreign_;
  Upstream upstream(server_side(signer.certify(GetParam().claim)));
  upstream.call(GetParam().host);
  const ConfigFile config("proxy: {upstream_ca: " + ours_.file() + "}\n");
  const std::string log = config.path() + ".log";
  std::vector<std::string> arguments = config.arguments();
  arguments.insert(arguments.end(), {"--access-log", log});
  Proxy proxy(upstream, arguments);
  const std::string why = std::string("its certificate is not trusted: ") + GetParam().why;
  const HttpMessage answer = proxy.post("/v1/track", kCall);
  EXPECT_EQ(answer.status(), 502);
  EXPECT_THAT(answer.body, HasSubstr("the upstream could not be reached: " + why));
  EXPECT_EQ(proxy.get("/any/path").status(), 502);
  EXPECT_TRUE(proxy.says("the upstream " + upstream.url() + ": " + why));
  EXPECT_TRUE(proxy.admin_tells("/status", R"("problem":")" + why));
  EXPECT_THAT(upstream.requests(), IsEmpty());
  EXPECT_TRUE(
      proxy.admin_tells("/metrics", R"(specgate_trouble_total{kind="upstream-connect"} 2)"));
  EXPECT_EQ(proxy.stop(SIGTERM), 0);
  EXPECT_THAT(file_text(log), HasSubstr(R"("trouble":"upstream-connect","reason":")" + why));
  std::filesystem::remove(log);
}

const Impostor kImpostors[] = {
    {"OfAnotherAuthority", false, {"upstream"}, "unable to get local issuer certificate"},
    {"OfAnotherName", true, {"upstream", "DNS:other.test"}, "hostname mismatch"},
    {"OfYesterday",
     true,
     {"upstream", "DNS:localhost", -7200, -3600},
     "certificate has expired"},
    {"OfTomorrow",
     true,
     {"upstream", "DNS:localhost", 3600, 7200},
     "certificate is not yet valid"},
    {"OfAnotherAddress", true, {"upstream", "IP:127.0.0.2"}, "IP address mismatch", "127.0.0.1"},
    {"OfANameForAnAddress", true, {"upstream", "DNS:127.0.0.1"}, "IP address mismatch", "127.0.0.1"},
};
INSTANTIATE_TEST_SUITE_P(Tls, UntrustedUpstream, ::testing::ValuesIn(kImpostors),
                         [](const auto& one) { return std::string(one.param.name); });

TEST_F(Tls, ANameIsSentToTheUpstreamAndAnAddressIsNot) {
  for (const char* host : {"localhost", "127.0.0.1"}) {
    Upstream upstream(server_side(ours_.certify({"upstream", "DNS:localhost,IP:127.0.0.1"})));
    upstream.call(host);
    const ConfigFile config("proxy: {upstream_ca: " + ours_.file() + "}\n");
    Proxy proxy(upstream, config.arguments());
    EXPECT_EQ(proxy.post("/v1/track", kCall).status(), 200);
    EXPECT_THAT(upstream.names_wanted(),
                ElementsAre(std::string(host) == "localhost" ? "localhost" : ""));
  }
}

// The wire says when it is over, or the other side must take it for torn.
TEST_F(Tls, AnOrderlyEndIsSaid) {
  const ConfigFile config(listener(ours_.certify({"proxy"})) + "}\n  upstream_ca: " + ours_.file() + "\n");
  Upstream upstream(server_side(ours_.certify({"upstream"})));
  Proxy proxy(upstream, config.arguments());
  const auto side = client_side(ours_.file());
  Connection last(proxy.port()), idle(proxy.port());
  for (Connection* const one : {&last, &idle}) {
    ASSERT_TRUE(one->ask_tls(side.get(), "localhost"));
    one->send(request_text("POST", "/v1/track", kCall,
                           one == &last ? "Connection: close\r\n" : "Connection: keep-alive\r\n"));
    EXPECT_EQ(one->read().status(), 200);
  }
  EXPECT_TRUE(last.ends_with_notice());
  EXPECT_EQ(proxy.stop(SIGTERM), 0);
  EXPECT_TRUE(idle.ends_with_notice());
  upstream.stop();
  EXPECT_EQ(upstream.noticed_ends(), upstream.names_wanted().size());
}

// Half an answer is no whole one: its end must not look like one.
TEST_F(Tls, ATornAnswerIsNotAnOrderlyEnd) {
  const ConfigFile config(listener(ours_.certify({"proxy"})) + "}\n");
  Upstream upstream;
  upstream.respond([](const HttpMessage&) {
    return "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\nConnection: close\r\n\r\nhalf";
  });
  Proxy proxy(upstream, config.arguments());
  Connection connection(proxy.port());
  const auto side = client_side(ours_.file());
  ASSERT_TRUE(connection.ask_tls(side.get(), "localhost"));
  connection.send(request_text("GET", "/any", {}, {}));
  EXPECT_FALSE(connection.read().complete);
  EXPECT_FALSE(connection.ends_with_notice());
}

class Resumption : public Tls, public ::testing::WithParamInterface<int> {
 protected:
  std::shared_ptr<SSL_CTX> caller(const Certified& shown) {
    auto side = client_side(ours_.file(), shown);
    SSL_CTX_set_max_proto_version(side.get(), GetParam());
    return side;
  }
  std::string wanting(Authority& callers) {
    return listener(ours_.certify({"proxy"})) + ", client_ca: " + callers.file() + "}\n";
  }
};

TEST_P(Resumption, OfACallerWithACertificate) {
  const ConfigFile config(wanting(ours_));
  Upstream upstream;
  const std::string log = config.path() + ".log";
  std::vector<std::string> arguments = config.arguments();
  arguments.insert(arguments.end(), {"--access-log", log});
  Proxy proxy(upstream, arguments);
  const auto side = caller(ours_.certify({"shop-7"}));
  std::shared_ptr<SSL_SESSION> session;
  for (int i = 0; i < 4; ++i) {
    Connection connection(proxy.port());
    ASSERT_TRUE(connection.ask_tls(side.get(), "localhost", session.get())) << i;
    connection.send(request_text("POST", "/v1/track", kCall, {}));
    ASSERT_EQ(connection.read().status(), 200) << i;
    EXPECT_EQ(connection.is_resumed(), i != 0);
    session = connection.session();
  }
  EXPECT_EQ(proxy.stop(SIGTERM), 0);
  const std::string text = file_text(log);
  size_t named = 0;
  for (size_t at = 0; (at = text.find(R"("tlsSubject":"/CN=shop-7")", at)) != std::string::npos; ++at) ++named;
  EXPECT_EQ(named, 4U);
  std::filesystem::remove(log);
}

// Whoever one listener knows is a stranger to another, whatever he brings along.
TEST_P(Resumption, IsNotThatOfAnotherListener) {
  const ConfigFile ours(wanting(ours_)), theirs(wanting(foreign_));
  Upstream upstream;
  Proxy first(upstream, ours.arguments()), second(upstream, theirs.arguments());
  const auto side = caller(ours_.certify({"shop-7"}));
  Connection connection(first.port());
  ASSERT_TRUE(connection.ask_tls(side.get(), "localhost"));
  connection.send(request_text("POST", "/v1/track", kCall, {}));
  ASSERT_EQ(connection.read().status(), 200);
  Connection stranger(second.port());
  const auto session = connection.session();
  stranger.ask_tls(side.get(), "localhost", session.get());
  stranger.send(request_text("POST", "/v1/track", kCall, {}));
  EXPECT_EQ(stranger.read().first, "");
  EXPECT_FALSE(stranger.is_resumed());
  EXPECT_THAT(upstream.requests(), SizeIs(1));
}

TEST_P(Resumption, EndsWithTheCertificate) {
  const ConfigFile config(wanting(ours_));
  Upstream upstream;
  Proxy proxy(upstream, config.arguments());
  const auto side = caller(ours_.certify({"shop-7", "DNS:localhost", -3600, 3}));
  std::shared_ptr<SSL_SESSION> session;
  size_t answered = 0;
  for (bool again = true; again; ++answered) {
    Connection connection(proxy.port());
    connection.ask_tls(side.get(), "localhost", session.get());
    connection.send(request_text("POST", "/v1/track", kCall, {}));
    again = connection.read().status() == 200;
    if (again) session = connection.session();
  }
  EXPECT_GT(answered, 1U);
}

INSTANTIATE_TEST_SUITE_P(Tls, Resumption, ::testing::Values(TLS1_2_VERSION, TLS1_3_VERSION),
                         [](const auto& one) {
                           return one.param == TLS1_2_VERSION ? "Version12" : "Version13";
                         });

TEST_F(Tls, APosterSaysWhomItDoesNotTrustAndWhenItEnds) {
  Upstream known(server_side(ours_.certify({"upstream"})));
  Upstream stranger(server_side(foreign_.certify({"upstream"})));
  known.call("localhost");
  Posting posting;
  posting.target = "/v1/batch";
  {
    HttpClient poster(*parse_origin(known.url()), ours_.file());
    EXPECT_EQ(poster.post(posting).status, 200U);
    EXPECT_EQ(poster.post(posting).status, 200U);
  }
  known.stop();
  EXPECT_THAT(known.names_wanted(), ElementsAre("localhost"));
  EXPECT_EQ(known.noticed_ends(), 1U);
  HttpClient poster(*parse_origin(stranger.url()), ours_.file());
  EXPECT_EQ(poster.post(posting).trouble, "cannot trust " + stranger.url() +
                                              ": unable to get local issuer certificate");
  EXPECT_THAT(stranger.requests(), IsEmpty());
}

TEST_F(Tls, TheSystemsAuthoritiesDoNotKnowOurs) {
  Upstream upstream(server_side(ours_.certify({"upstream"})));
  Proxy proxy(upstream, {});
  EXPECT_EQ(proxy.post("/v1/track", kCall).status(), 502);
  EXPECT_THAT(upstream.requests(), IsEmpty());
}

}  // namespace
}  // namespace specgate::proxy::testing
