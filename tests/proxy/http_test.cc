// HTTP, strictly: what has two readings is refused before anything reaches the upstream, and what is
// forwarded is written anew. The cases are those of reliability.md, section 2.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/proxy/built_proxy.h"

namespace specgate::proxy::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

constexpr const char* kCall = R"({"type":"track","event":"Signed Up","userId":"u1","messageId":"m"})";

struct Refused {
  const char* name;
  const char* request;
  int status;
};

class RefusedRequest : public ::testing::TestWithParam<Refused> {};

TEST_P(RefusedRequest, ReachesNobody) {
  static Upstream upstream;
  static Proxy proxy(upstream, {"--mode", "enforce"});  // the mode makes no difference
  upstream.forget();
  Connection connection(proxy.port());
  ASSERT_TRUE(connection.send(GetParam().request));
  const HttpMessage answer = connection.read();
  EXPECT_EQ(answer.status(), GetParam().status) << answer.body;
  EXPECT_EQ(answer.field("Connection"), "close");
  EXPECT_EQ(answer.field("Content-Type"), "application/problem+json");
  EXPECT_TRUE(connection.closed_by_peer());
  EXPECT_THAT(upstream.requests(), IsEmpty());
}

constexpr Refused kRefused[] = {
    {"BothFramings", "POST /v1/track HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
    {"OtherCoding", "POST /v1/track HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n", 400},
    {"CodingBeforeChunked", "POST /v1/track HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 400},
    {"Identity", "POST /v1/track HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: identity\r\n\r\n", 400},
    {"TwoCodings", "POST /v1/track HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
    {"ChunkedInHttp10", "POST /v1/track HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
    {"TwoLengths", "POST /v1/track HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\n{}", 400},
    {"LengthList", "POST /v1/track HTTP/1.1\r\nHost: a\r\nContent-Length: 2, 2\r\n\r\n{}", 400},
    {"SignedLength", "POST /v1/track HTTP/1.1\r\nHost: a\r\nContent-Length: +2\r\n\r\n{}", 400},
    {"EmptyLength", "POST /v1/track HTTP/1.1\r\nHost: a\r\nContent-Length: \r\n\r\n", 400},
    {"NoHost", "GET /x HTTP/1.1\r\n\r\n", 400},
    {"TwoHosts", "GET /x HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400},
    {"HostWithPath", "GET /x HTTP/1.1\r\nHost: a/b\r\n\r\n", 400},
    {"HostWithUser", "GET /x HTTP/1.1\r\nHost: me@a\r\n\r\n", 400},
    {"OtherScheme", "GET ftp://evil.test/ HTTP/1.1\r\nHost: a\r\n\r\n", 400},
    {"SchemeWithoutSlashes", "GET http:/x HTTP/1.1\r\nHost: a\r\n\r\n", 400},
    {"AbsoluteWithoutHost", "GET http:///x HTTP/1.1\r\nHost: a\r\n\r\n", 400},
    {"AbsoluteWithUser", "GET http://me@a/x HTTP/1.1\r\nHost: a\r\n\r\n", 400},
    {"AbsoluteWithOddPort", "GET http://a:b/x HTTP/1.1\r\nHost: a\r\n\r\n", 400},
    {"AbsoluteWithFragment", "GET http://a/x#y HTTP/1.1\r\nHost: a\r\n\r\n", 400},
    {"AbsoluteWithFragmentOnly", "GET http://a#y HTTP/1.1\r\nHost: a\r\n\r\n", 400},
    {"AbsoluteAndNoHost", "GET http://a/x HTTP/1.1\r\n\r\n", 400},
    {"AbsoluteAndTwoHosts", "GET http://a/x HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", 400},
    {"AbsoluteAndOddHost", "GET http://a/x HTTP/1.1\r\nHost: a/b\r\n\r\n", 400},
    {"ConnectToUrl", "CONNECT http://evil.test/ HTTP/1.1\r\nHost: a\r\n\r\n", 405},
    {"AuthorityTarget", "CONNECT evil.test:443 HTTP/1.1\r\nHost: a\r\n\r\n", 405},
    {"AtTarget", "GET @evil.test HTTP/1.1\r\nHost: a\r\n\r\n", 400},
    {"Fragment", "GET /x#y HTTP/1.1\r\nHost: a\r\n\r\n", 400},
    {"FoldedLine", "GET /x HTTP/1.1\r\nHost: a\r\nX-A: b\r\n c\r\n\r\n", 400},
    {"BareLf", "GET /x HTTP/1.1\r\nHost: a\nX-A: b\r\n\r\n", 400},
    {"BareCr", "GET /x HTTP/1.1\r\nHost: a\r\nX-A: b\rc\r\n\r\n", 400},
    {"BlankBeforeColon", "GET /x HTTP/1.1\r\nHost : a\r\n\r\n", 400},
    {"NoVersion", "GET /x\r\n\r\n", 400},
    {"Http2Preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400},
    {"EmptyName", "GET /x HTTP/1.1\r\nHost: a\r\n: b\r\n\r\n", 400},
    {"NoColon", "GET /x HTTP/1.1\r\nHost: a\r\nX-A\r\n\r\n", 400},
    {"BlankInName", "GET /x HTTP/1.1\r\nHost: a\r\nX A: b\r\n\r\n", 400},
    {"BlankBeforeFirstField", "GET /x HTTP/1.1\r\n Host: a\r\n\r\n", 400},
    {"BracketInName", "GET /x HTTP/1.1\r\nHost: a\r\nContent-Length[]: 3\r\n\r\n", 400},
    {"VerticalTabInCoding", "POST /v1/track HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: \x0b" "chunked\r\n\r\n0\r\n\r\n", 400},
    {"CodingTwiceInList", "POST /v1/track HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n", 400},
    {"CodingAfterComma", "POST /v1/track HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: ,chunked\r\n\r\n0\r\n\r\n", 400},
    {"CodingWithParameter", "POST /v1/track HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked;q=1\r\n\r\n0\r\n\r\n", 400},
    {"QuotedCoding", "POST /v1/track HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: \"chunked\"\r\n\r\n0\r\n\r\n", 400},
    {"AlmostChunked", "POST /v1/track HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", 400},
    {"EmptyCoding", "POST /v1/track HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: \r\n\r\n", 400},
    {"FoldedCoding", "POST /v1/track HTTP/1.1\r\nHost: a\r\nTransfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n", 400},
    {"BothFramingsInOtherCase", "POST /v1/track HTTP/1.1\r\nHost: a\r\ntRANSFER-eNCODING: CHUNKED\r\ncONTENT-lENGTH: 0\r\n\r\n0\r\n\r\n", 400},
    {"NegativeLength", "POST /v1/track HTTP/1.1\r\nHost: a\r\nContent-Length: -2\r\n\r\n{}", 400},
    {"HexLength", "POST /v1/track HTTP/1.1\r\nHost: a\r\nContent-Length: 0x2\r\n\r\n{}", 400},
    {"LengthWithBlank", "POST /v1/track HTTP/1.1\r\nHost: a\r\nContent-Length: 2 2\r\n\r\n{}", 400},
    {"LengthWithUnderscore", "POST /v1/track HTTP/1.1\r\nHost: a\r\nContent-Length: 0_2\r\n\r\n{}", 400},
    {"LengthBeyondAnyNumber", "POST /v1/track HTTP/1.1\r\nHost: a\r\nContent-Length: 18446744073709551618\r\n\r\n{}", 400},
    {"HostWithBlank", "GET /x HTTP/1.1\r\nHost: a b\r\n\r\n", 400},
    {"EmptyHost", "GET /x HTTP/1.1\r\nHost:\r\n\r\n", 400},
    {"HostList", "GET /x HTTP/1.1\r\nHost: a, b\r\n\r\n", 400},
    {"HostWithOddPort", "GET /x HTTP/1.1\r\nHost: a:80x\r\n\r\n", 400},
    {"AuthorityWithoutConnect", "GET evil.test:443 HTTP/1.1\r\nHost: a\r\n\r\n", 400},
    {"BackslashTarget", "GET \\\\evil.test HTTP/1.1\r\nHost: a\r\n\r\n", 400},
    {"AsteriskOfAnother", "GET * HTTP/1.1\r\nHost: a\r\n\r\n", 400},
    {"Trace", "TRACE /x HTTP/1.1\r\nHost: a\r\n\r\n", 405},
    {"BlankInTarget", "GET /x y HTTP/1.1\r\nHost: a\r\n\r\n", 400},
    {"TabAfterMethod", "GET\t/x HTTP/1.1\r\nHost: a\r\n\r\n", 400},
    {"TwoBlanks", "GET  /x HTTP/1.1\r\nHost: a\r\n\r\n", 400},
    {"BlankBeforeMethod", " GET /x HTTP/1.1\r\nHost: a\r\n\r\n", 400},
    {"SmallVersion", "GET /x http/1.1\r\nHost: a\r\n\r\n", 400},
    {"LongVersion", "GET /x HTTP/1.10\r\nHost: a\r\n\r\n", 400},
    {"NewerVersion", "GET /x HTTP/1.2\r\nHost: a\r\n\r\n", 400},
    {"ControlInTarget", "GET /x\x01 HTTP/1.1\r\nHost: a\r\n\r\n", 400},
    {"DeleteInValue", "GET /x HTTP/1.1\r\nHost: a\r\nX-A: \x7f\r\n\r\n", 400},
    {"HighBytesInTarget", "GET /x\xc3\xa4 HTTP/1.1\r\nHost: a\r\n\r\n", 400},
    {"TwoExpectations", "POST /v1/track HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\nExpect: 100-continue\r\n\r\n{}", 417},
    {"OtherExpectation", "POST /v1/track HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: magic\r\n\r\n{}", 417},
};
INSTANTIATE_TEST_SUITE_P(Http, RefusedRequest, ::testing::ValuesIn(kRefused),
                         [](const auto& one) { return std::string(one.param.name); });

class BadChunks : public ::testing::TestWithParam<const char*> {};

TEST_P(BadChunks, AreRefused) {
  static Upstream upstream;
  static const ConfigFile config("proxy: {mode: enforce, unknown_paths: forward}\n");
  static Proxy proxy(upstream, config.arguments());
  upstream.forget();
  for (const char* target : {"POST /v1/track", "GET /v1/pixel/track?userId=u", "POST /unknown"}) {
    Connection connection(proxy.port());
    connection.send(target + std::string(" HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n") +
                    GetParam());
    EXPECT_EQ(connection.read().status(), std::string_view(target).starts_with("GET") ? 200 : 400);
    EXPECT_TRUE(connection.closed_by_peer());
    EXPECT_THAT(upstream.requests(), IsEmpty());
  }
}

const std::string kLongExtension = "2;x=" + std::string(400, 'a') + "\r\n{}\r\n0\r\n\r\n";
const std::string kLongTrailer = "2\r\n{}\r\n0\r\nX: " + std::string(9000, 'a') + "\r\n\r\n";
INSTANTIATE_TEST_SUITE_P(Http, BadChunks,
                         ::testing::Values("x\r\n{}\r\n0\r\n\r\n", "2\n{}\r\n0\r\n\r\n",
                                           "2\r\n{}x\r\n0\r\n\r\n", "-2\r\n{}\r\n", "0x2\r\n{}\r\n",
                                           "\r\n{}\r\n", "fffffffffffffffff\r\n{}\r\n",
                                           "+2\r\n{}\r\n0\r\n\r\n", " 2\r\n{}\r\n0\r\n\r\n",
                                           "2 \r\n{}\r\n0\r\n\r\n", "2_0\r\n{}\r\n0\r\n\r\n",
                                           "2;x\n{}\r\n0\r\n\r\n", "2\r\n{}\n0\r\n\r\n",
                                           "2\r\n{}\r\n0\n\r\n", "2\r\n{}\r\n0\r\nX: y\n\r\n",
                                           "2\r\r\n{}\r\n0\r\n\r\n", "2\r\n{}0\r\n\r\n",
                                           ";x\r\n{}\r\n0\r\n\r\n", kLongExtension.c_str(),
                                           kLongTrailer.c_str()));

TEST(Http, TheHeadIsWrittenAnew) {
  Upstream upstream;
  Proxy proxy(upstream, {});
  const HttpMessage answer = proxy.post(
      "/v1/track?x=1", kCall,
      "Authorization: Basic a2V5Og==\r\nConnection: keep-alive, X-Hop\r\nX-Hop: 1\r\nKeep-Alive: 5\r\n"
      "TE: trailers\r\nUpgrade: h2c\r\nX-Forwarded-For: 10.0.0.1\r\nVia: 1.0 other\r\nX-Kept: yes\r\n"
      "Proxy-Authorization: Basic eA==\r\n");
  EXPECT_EQ(answer.status(), 200);
  EXPECT_EQ(answer.field("Via"), "1.1 specgate");
  ASSERT_THAT(upstream.requests(), SizeIs(1));
  const HttpMessage sent = upstream.requests()[0];
  EXPECT_EQ(sent.first, "POST /v1/track?x=1 HTTP/1.1");
  EXPECT_EQ(sent.field("Host"), "127.0.0.1:" + std::to_string(upstream.port()));
  EXPECT_EQ(sent.field("Authorization"), "Basic a2V5Og==");
  EXPECT_EQ(sent.field("X-Forwarded-For"), "10.0.0.1, 127.0.0.1");
  EXPECT_EQ(sent.field("Via"), "1.0 other, 1.1 specgate");
  EXPECT_EQ(sent.field("X-Kept"), "yes");
  for (const char* name : {"X-Hop", "Keep-Alive", "TE", "Upgrade", "Connection", "Proxy-Authorization"}) {
    EXPECT_EQ(sent.count(name), 0U) << name;
  }
  EXPECT_EQ(sent.body, kCall);
}

TEST(Http, TrailersAreDropped) {
  Upstream upstream;
  Proxy proxy(upstream, {});
  Connection connection(proxy.port());
  const std::string body(kCall);
  char size[8];
  std::snprintf(size, sizeof size, "%zx", body.size());
  connection.send(request_text("POST", "/v1/track", std::string(size) + ";ext=1\r\n" + body +
                                                        "\r\n0\r\nAuthorization: Basic eA==\r\n\r\n",
                               "Transfer-Encoding: chunked\r\n"));
  EXPECT_EQ(connection.read().status(), 200);
  ASSERT_THAT(upstream.requests(), SizeIs(1));
  EXPECT_EQ(upstream.requests()[0].body, body);
  EXPECT_EQ(upstream.requests()[0].count("Authorization"), 0U);
  EXPECT_EQ(upstream.requests()[0].field("Content-Length"), std::to_string(body.size()));
}

TEST(Http, ExpectationIsMetBeforeTheBody) {
  Upstream upstream;
  Proxy proxy(upstream, {});
  Connection connection(proxy.port());
  const std::string body(kCall);
  connection.send("POST /v1/track HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: " +
                  std::to_string(body.size()) + "\r\n\r\n");
  EXPECT_EQ(connection.read().status(), 100);
  connection.send(body);
  EXPECT_EQ(connection.read().status(), 200);
  EXPECT_EQ(upstream.requests().at(0).count("Expect"), 0U);
}

struct Absolute {
  const char* name;
  std::string target, origin_form;
};

class AbsoluteTarget : public ::testing::TestWithParam<Absolute> {};

TEST_P(AbsoluteTarget, IsJudgedByItsPathAndGoesToTheUpstreamOnly) {
  static Upstream upstream;
  static const ConfigFile config("proxy: {mode: enforce, unknown_paths: forward}\n");
  static Proxy proxy(upstream, config.arguments());
  upstream.forget();
  Connection connection(proxy.port());
  const std::string bad = R"({"type":"track","userId":"u1"})";
  for (const auto& [body, status] : {std::pair(bad, 400), std::pair(std::string(kCall), 200)}) {
    connection.send("POST " + GetParam().target + " HTTP/1.1\r\nHost: else.test\r\n" +
                    std::string(kWithKey) + "Content-Length: " + std::to_string(body.size()) +
                    "\r\n\r\n" + body);
    const std::string path = GetParam().origin_form.substr(0, GetParam().origin_form.find('?'));
    const bool judged = path.ends_with("/v1/track");
    EXPECT_EQ(connection.read().status(), judged ? status : 200);
  }
  ASSERT_FALSE(upstream.requests().empty());
  const HttpMessage sent = upstream.requests().back();
  EXPECT_EQ(sent.first, "POST " + GetParam().origin_form + " HTTP/1.1");
  EXPECT_EQ(sent.field("Host"), "127.0.0.1:" + std::to_string(upstream.port()));
  EXPECT_EQ(sent.body, kCall);
}

const Absolute kAbsolute[] = {
    {"Plain", "http://evil.test/v1/track", "/v1/track"},
    {"Tls", "https://evil.test/v1/track", "/v1/track"},
    {"LargeScheme", "HTTP://evil.test/v1/track", "/v1/track"},
    {"Port", "http://127.0.0.1:1/v1/track?x=1", "/v1/track?x=1"},
    {"Address6", "http://[::1]:80/v1/track", "/v1/track"},
    {"NoPath", "http://evil.test", "/"},
    {"NoPathButQuery", "http://evil.test?x=/v1/track", "/?x=/v1/track"},
    {"UrlWithinUrl", "http://evil.test/http://a/v1/track", "/http://a/v1/track"},
};
INSTANTIATE_TEST_SUITE_P(Http, AbsoluteTarget, ::testing::ValuesIn(kAbsolute),
                         [](const auto& one) { return std::string(one.param.name); });

// Whose host was asked the rules see as well: of a URL, the URL's.
TEST(Http, TheHostOfAUrlIsTheHostThatIsJudged) {
  Upstream upstream;
  Proxy proxy(upstream, {"--region", "us"});
  Connection connection(proxy.port());
  const std::string rest = std::string(kWithKey) + "Content-Length: " +
                           std::to_string(std::string_view(kCall).size()) + "\r\n\r\n" + kCall;
  const auto findings = [&](const std::string& begin) {
    connection.send(begin + rest);
    return connection.read().field("Specgate-Findings");
  };
  const std::string own = findings("POST /v1/track HTTP/1.1\r\nHost: a.test\r\n");
  const std::string other =
      findings("POST /v1/track HTTP/1.1\r\nHost: events.eu1.segmentapis.com\r\n");
  EXPECT_NE(own, other);
  EXPECT_EQ(findings("POST http://events.eu1.segmentapis.com/v1/track HTTP/1.1\r\nHost: a.test\r\n"),
            other);
  EXPECT_EQ(findings("POST http://a.test/v1/track HTTP/1.1\r\nHost: events.eu1.segmentapis.com\r\n"),
            own);
  EXPECT_EQ(findings("POST https://events.eu1.segmentapis.com.:443/v1/track HTTP/1.1\r\nHost: a\r\n"), other);
  EXPECT_EQ(findings("POST http://events.eu1.segmentapis.com/v1/track HTTP/1.0\r\n"), other);
}

TEST(Http, NamesWithUnderscoresDoNotGoOn) {
  Upstream upstream;
  Proxy proxy(upstream, {});
  const HttpMessage answer = proxy.post(
      "/v1/track", kCall,
      std::string(kWithKey) + "Transfer_Encoding: chunked\r\nContent_Length: 7\r\nX_Mine: 1\r\n"
                              "X-Forwarded_For: 10.0.0.1\r\n_: 1\r\nX-Kept: a_b\r\n");
  EXPECT_EQ(answer.status(), 200);
  ASSERT_THAT(upstream.requests(), SizeIs(1));
  const HttpMessage sent = upstream.requests()[0];
  for (const auto& [name, value] : sent.fields) EXPECT_THAT(name, Not(HasSubstr("_")));
  EXPECT_EQ(sent.field("X-Kept"), "a_b");
  EXPECT_EQ(sent.body, kCall);
  EXPECT_TRUE(proxy.admin_tells("/metrics", "specgate_fields_left_out_total 5"));
}

// They count as fields all the same.
TEST(Http, ManyNamesWithUnderscoresAreTooMany) {
  Upstream upstream;
  Proxy proxy(upstream, {});
  std::string fields = "Host: a\r\n";
  for (int i = 0; i < 120; ++i) fields += "X_" + std::to_string(i) + ": a\r\n";
  Connection connection(proxy.port());
  connection.send("GET /x HTTP/1.1\r\n" + fields + "\r\n");
  EXPECT_EQ(connection.read().status(), 431);
}

// Of an answer only those stay away that a reader may take for a field of this hop.
TEST(Http, AnAnswersImitationsOfFramingDoNotGoOn) {
  Upstream upstream;
  upstream.respond([](const HttpMessage&) {
    return std::string("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer_Encoding: chunked\r\n"
                       "Content_Length: 7\r\nProxy_connection: close\r\nX_Mine: 1\r\n\r\n{}");
  });
  Proxy proxy(upstream, {});
  const HttpMessage answer = proxy.get("/x");
  EXPECT_EQ(answer.body, "{}");
  for (const char* name : {"Transfer_Encoding", "Content_Length", "Proxy_connection"}) {
    EXPECT_EQ(answer.count(name), 0U) << name;
  }
  EXPECT_EQ(answer.field("X_Mine"), "1");
}

TEST(Http, RequestsFollowOneAnotherOnAConnection) {
  Upstream upstream;
  Proxy proxy(upstream, {});
  Connection connection(proxy.port());
  const std::string one = request_text("POST", "/v1/track", kCall, {});
  connection.send(one + one + request_text("GET", "/other", {}, {}));
  for (int i = 0; i < 3; ++i) EXPECT_EQ(connection.read().status(), 200);
  EXPECT_THAT(upstream.requests(), SizeIs(3));
}

TEST(Http, AHeadTooLargeIsRefused) {
  Upstream upstream;
  Proxy proxy(upstream, {});
  Connection large(proxy.port());
  large.send("GET /x HTTP/1.1\r\nHost: a\r\nX-A: " + std::string(40'000, 'a') + "\r\n\r\n");
  EXPECT_EQ(large.read().status(), 431);
  Connection many(proxy.port());
  std::string head = "GET /x HTTP/1.1\r\nHost: a\r\n";
  for (int i = 0; i < 120; ++i) head += "X-" + std::to_string(i) + ": a\r\n";
  many.send(head + "\r\n");
  EXPECT_EQ(many.read().status(), 431);
  EXPECT_THAT(upstream.requests(), IsEmpty());
}

TEST(Http, ABodyOverTheLimitIsPassedOnUnread) {
  Upstream upstream;
  Proxy proxy(upstream, {"--mode", "rewrite"});
  const std::string large = R"({"type":"track","x":")" + std::string(600'000, 'a') + "\"}";
  const HttpMessage answer = proxy.post("/v1/track", large);
  EXPECT_EQ(answer.status(), 200);
  ASSERT_THAT(upstream.requests(), SizeIs(1));
  EXPECT_EQ(upstream.requests()[0].body, large);
  std::string chunked;
  for (size_t at = 0; at < large.size(); at += 100'000) {
    const std::string piece = large.substr(at, 100'000);
    char size[16];
    std::snprintf(size, sizeof size, "%zx\r\n", piece.size());
    chunked += size + piece + "\r\n";
  }
  Connection connection(proxy.port());
  connection.send(request_text("POST", "/v1/track", chunked + "0\r\n\r\n",
                               "Transfer-Encoding: chunked\r\n"));
  EXPECT_EQ(connection.read().status(), 200);
  EXPECT_EQ(upstream.requests().back().body, large);
  EXPECT_EQ(connection.send(request_text("GET", "/again", {}, {})), true);
  EXPECT_EQ(connection.read().status(), 200);
}

TEST(Http, OtherPathsAreStreamed) {
  Upstream upstream;
  const std::string large(3'000'000, 'x');
  upstream.respond([&](const HttpMessage&) { return ok_answer(large); });
  Proxy proxy(upstream, {});
  const HttpMessage answer = proxy.post("/some/upload", large);
  EXPECT_EQ(answer.body, large);
  EXPECT_EQ(upstream.requests().at(0).body, large);
  upstream.respond([](const HttpMessage&) {
    return std::string("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x\r\nde\r\n0\r\nX: y\r\n\r\n");
  });
  EXPECT_EQ(proxy.get("/chunked").body, "abcde");
  upstream.respond([](const HttpMessage&) {
    return std::string("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nto the end");
  });
  EXPECT_EQ(proxy.get("/to-end").body, "to the end");
}

TEST(Http, HeadGetsTheFieldsOnly) {
  Upstream upstream;
  upstream.respond([](const HttpMessage&) {
    return std::string("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n");
  });
  Proxy proxy(upstream, {});
  Connection connection(proxy.port());
  connection.send(request_text("HEAD", "/x", {}, {}));
  const HttpMessage answer = connection.read(true);
  EXPECT_EQ(answer.status(), 200);
  EXPECT_EQ(answer.field("Content-Length"), "10");
  connection.send(request_text("HEAD", "/x", {}, {}));
  EXPECT_EQ(connection.read(true).status(), 200);
}

TEST(Http, AnOldCallerIsToldThatItsConnectionStays) {
  Upstream upstream;
  Proxy proxy(upstream, {"--mode", "enforce"});
  const std::string bad = R"({"type":"track","userId":"u1"})";
  const std::string head = " HTTP/1.0\r\nConnection: keep-alive\r\n" + std::string(kWithKey) + "Content-Length: ";
  Connection connection(proxy.port());
  for (const auto& [body, status] : {std::pair(bad, 400), std::pair(std::string(kCall), 200)}) {
    connection.send("POST /v1/track" + head + std::to_string(body.size()) + "\r\n\r\n" + body);
    const HttpMessage answer = connection.read();
    EXPECT_EQ(answer.status(), status);
    EXPECT_EQ(answer.field("Connection"), "keep-alive");
  }
  EXPECT_THAT(upstream.requests(), SizeIs(1));
}

TEST(Http, MetricsAreNeverJudged) {
  Upstream upstream;
  Proxy proxy(upstream, {"--mode", "enforce"});
  const HttpMessage answer = proxy.post("/v1/m", R"({"series":[{"type":"Counter"}]})");
  EXPECT_EQ(answer.status(), 200);
  EXPECT_EQ(answer.count("Specgate-Verdict"), 0U);
  EXPECT_EQ(upstream.requests().at(0).body, R"({"series":[{"type":"Counter"}]})");
}

TEST(Http, PreflightsAreAnsweredOnEveryPath) {
  Upstream upstream;
  Proxy proxy(upstream, {});
  for (const char* path : {"/v1/t", "/v1/batch", "/v1/pixel/track", "/anything"}) {
    Connection connection(proxy.port());
    connection.send(request_text("OPTIONS", path, {},
                                 "Origin: https://shop.test\r\n"
                                 "Access-Control-Request-Method: POST\r\n"
                                 "Access-Control-Request-Headers: authorization,x-custom\r\n"));
    const HttpMessage answer = connection.read();
    EXPECT_EQ(answer.status(), 204);
    EXPECT_EQ(answer.field("Access-Control-Allow-Origin"), "https://shop.test");
    for (const char* name : {"authorization", "x-retry-count", "content-type", "x-custom"}) {
      EXPECT_THAT(answer.field("Access-Control-Allow-Headers"), HasSubstr(name));
    }
    EXPECT_THAT(answer.field("Access-Control-Expose-Headers"), HasSubstr("retry-after"));
    EXPECT_EQ(answer.field("Access-Control-Max-Age"), "7200");
  }
  EXPECT_THAT(upstream.requests(), IsEmpty());
  EXPECT_THAT(proxy.admin("/metrics").body, Not(HasSubstr("traffic=\"events\",status_class=\"2xx\"} 4")));
}

TEST(Http, CorsIsOnErrorsTooAndNeverTwice) {
  Upstream upstream;
  Proxy proxy(upstream, {"--mode", "enforce"});
  constexpr const char* kOrigin =
      "Origin: https://shop.test\r\nAuthorization: Basic a2V5Og==\r\n";
  EXPECT_EQ(proxy.post("/v1/t", "{", kOrigin).field("Access-Control-Allow-Origin"),
            "https://shop.test");
  upstream.respond([](const HttpMessage&) {
    return std::string("HTTP/1.1 429 Too Many Requests\r\nRetry-After: 2\r\nContent-Length: 0\r\n\r\n");
  });
  const HttpMessage busy = proxy.post("/v1/t", kCall, kOrigin);
  EXPECT_EQ(busy.status(), 429);
  EXPECT_EQ(busy.field("Retry-After"), "2");
  EXPECT_EQ(busy.field("Access-Control-Allow-Origin"), "https://shop.test");
  upstream.respond([](const HttpMessage&) {
    return std::string("HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: *\r\nContent-Length: 0\r\n\r\n");
  });
  EXPECT_EQ(proxy.post("/v1/t", kCall, kOrigin).field("Access-Control-Allow-Origin"), "*");
}

}  // namespace
}  // namespace specgate::proxy::testing
