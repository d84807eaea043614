// Paths, authorizations and encodings, as SDKs use them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "proxy/http/content.h"
#include "proxy/http/traffic.h"
#include "tests/proxy/built_proxy.h"

namespace specgate::proxy::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

Content read_content(std::string_view encoding, std::string_view body, size_t most,
                     std::string& out) {
  Fields fields;
  fields.add({http::field::content_encoding, "Content-Encoding", encoding});
  return read_content(fields, body, most, out);
}

std::string gzip(std::string_view text) { return pack(Packing::kGzip, text); }

TEST(Traffic, WhatGoesToAHostOfTelemetryIsNoCall) {
  const Destination track{Traffic::kEvents, {Route::Kind::kCall, Call::kTrack}, {}};
  const Destination unknown{Traffic::kOther, {Route::Kind::kOther}, {}};
  const Destination preflight{Traffic::kPreflight, {Route::Kind::kOther}, {}};
  const Destination validate{
      .traffic = Traffic::kValidate, .route = {Route::Kind::kCall, Call::kTrack}, .dry_run = true};
  for (const char* host : {"signals.segment.io", "Signals.Segment.io", "cdn.edgefn.segment.com",
                           "signals.segment.io.", "signals.segment.io.:443"}) {
    EXPECT_EQ(at_upstream(host, track).traffic, Traffic::kMetrics) << host;
    EXPECT_EQ(at_upstream(host, unknown).traffic, Traffic::kMetrics) << host;
    EXPECT_EQ(at_upstream(host, preflight).traffic, Traffic::kPreflight) << host;
    EXPECT_EQ(at_upstream(host, validate).traffic, Traffic::kValidate) << host << ": never forwarded";
  }
  for (const char* host :
       {"api.segment.io", "signals.segment.io.example", "segment.io", "signals.segment.io..", ".", ""}) {
    EXPECT_EQ(at_upstream(host, track).traffic, Traffic::kEvents) << host;
    EXPECT_EQ(at_upstream(host, unknown).traffic, Traffic::kOther) << host;
  }
}

// Whoever sends chooses the Host: it opens no way past the rules.
TEST(Traffic, AHostOfTelemetryThatTheSenderNamesIsJudged) {
  Upstream upstream;
  Proxy proxy(upstream, {});
  const std::string body = R"({"event":"A","messageId":"m"})";
  Connection connection(proxy.port());
  connection.send("POST /v1/track HTTP/1.1\r\nHost: signals.segment.io\r\nContent-Length: " +
                  std::to_string(body.size()) + "\r\n\r\n" + body);
  EXPECT_THAT(connection.read().field("Specgate-Findings"), HasSubstr("error=2"));  // no id, no key
}

// What asks for a verdict stays here, also where there is none to give.
TEST(Traffic, NothingBelowValidateGoesOn) {
  for (const char* mode : {"observe", "rewrite"}) {
    Upstream upstream;
    Proxy proxy(upstream, {"--mode", mode});
    for (const char* path : {"/v1/validate", "/v1/validate/", "/v1/validate/foo", "/v1/validate/m", "/V1/Validate/track",
                             "/v1/Validate/t", "/v1/validate/projects/k/settings", "/v1/validate//x"}) {
      proxy.post(path, R"({"type":"track","event":"A","writeKey":"secret"})");
    }
    EXPECT_EQ(proxy.post("/v1/validate/foo", "{}").status(), 404);
    EXPECT_THAT(upstream.requests(), IsEmpty()) << mode;
  }
}

TEST(Traffic, TheTypeComesFromThePath) {
  Upstream upstream;
  Proxy proxy(upstream, {});
  struct Case {
    const char *path, *body, *verdict;
  };
  const Case cases[] = {
      {"/v1/track", R"({"event":"Signed Up","userId":"u1","messageId":"1"})", "error=0"},
      {"/v1/t", R"({"event":"Signed Up","userId":"u1","messageId":"1"})", "error=0"},
      {"/v1/identify", R"({"userId":"u1","messageId":"1"})", "error=0"},
      {"/v1/i", R"({"userId":"u1","messageId":"1"})", "error=0"},
      {"/v1/page", R"({"userId":"u1","messageId":"1"})", "error=0"},
      {"/v1/p", R"({"userId":"u1","messageId":"1"})", "error=0"},
      {"/v1/screen", R"({"userId":"u1","name":"Home","messageId":"1"})", "error=0"},
      {"/v1/s", R"({"userId":"u1","name":"Home","messageId":"1"})", "error=0"},
      {"/v1/group", R"({"userId":"u1","groupId":"g","messageId":"1"})", "error=0"},
      {"/v1/g", R"({"userId":"u1","messageId":"1"})", "error=1"},
      {"/v1/alias", R"({"userId":"u1","previousId":"p","messageId":"1"})", "error=0"},
      {"/v1/a", R"({"previousId":"p","messageId":"1"})", "error=1"},
      {"/v1/batch", R"({"batch":[{"type":"track","userId":"u1"}]})", "error=1"},
      {"/v1/b", R"({"batch":[{"type":"page","userId":"u1"}]})", "error=0"},
      {"/v1/import", R"({"batch":[{"type":"page","userId":"u1"}]})", "error=0"},
      {"/prefix/v1/track", R"({"userId":"u1"})", "error=1"},
  };
  for (const Case& one : cases) {
    const HttpMessage answer = proxy.post(one.path, one.body);
    EXPECT_THAT(answer.field("Specgate-Findings"), HasSubstr(one.verdict)) << one.path;
    EXPECT_EQ(upstream.requests().back().body, one.body);
  }
}

TEST(Traffic, ContentDecidesNotItsType) {
  Upstream upstream;
  Proxy proxy(upstream, {"--mode", "enforce"});
  const std::string good = R"({"type":"track","event":"sign_up","userId":"u1","writeKey":"k"})";
  const std::string fixed = R"({"type":"track","event":"Signed Up","userId":"u1","writeKey":"k"})";
  EXPECT_EQ(proxy.post("/v1/t", good, "Content-Type: text/plain\r\n").status(), 200);
  EXPECT_EQ(upstream.requests().back().body, fixed);
  EXPECT_EQ(proxy.post("/v1/t", gzip(good),
                       "Content-Type: application/x-www-form-urlencoded\r\n"
                       "Content-Encoding: gzip\r\n")
                .status(),
            200);
  const HttpMessage sent = upstream.requests().back();
  EXPECT_EQ(sent.field("Content-Encoding"), "gzip");
  EXPECT_EQ(sent.field("Content-Length"), std::to_string(sent.body.size()));
  std::string text;
  EXPECT_EQ(read_content("gzip", sent.body, 1000, text).kind, Content::Kind::kInflated);
  EXPECT_EQ(text, fixed);
}

TEST(Traffic, DeflateGoesOnAsItCame) {
  Upstream upstream;
  Proxy proxy(upstream, {"--mode", "enforce"});
  const std::string call = R"({"type":"track","event":"sign_up","userId":"u1"})";
  const std::string fields = std::string(kWithKey) + "Content-Encoding: deflate\r\n";
  for (const Packing packing : {Packing::kZlib, Packing::kDeflate}) {
    EXPECT_EQ(proxy.post("/v1/t", pack(packing, call), fields).status(), 200);
    const HttpMessage sent = upstream.requests().back();
    EXPECT_EQ(sent.field("Content-Encoding"), "deflate");
    EXPECT_EQ(sent.field("Content-Length"), std::to_string(sent.body.size()));
    std::string text;
    const Content content = read_content("deflate", sent.body, 1000, text);
    EXPECT_EQ(content.kind, Content::Kind::kInflated);
    EXPECT_EQ(content.packing, packing);
    EXPECT_EQ(text, R"({"type":"track","event":"Signed Up","userId":"u1"})");
  }
  const ConfigFile config("proxy: {mode: enforce, reencode: false}\n");
  Proxy plain(upstream, config.arguments());
  plain.post("/v1/t", pack(Packing::kZlib, call), fields);
  EXPECT_EQ(upstream.requests().back().count("Content-Encoding"), 0U);
  EXPECT_THAT(upstream.requests().back().body, HasSubstr("Signed Up"));
}

TEST(Traffic, CompressedBytesAreLeftAloneWhereNothingChanges) {
  Upstream upstream;
  Proxy proxy(upstream, {"--mode", "enforce"});
  const std::string body = gzip(R"({"type":"track","event":"Signed Up","userId":"u1"})");
  proxy.post("/v1/t", body, "Content-Encoding: gzip\r\nAuthorization: Basic a2V5Og==\r\n");
  EXPECT_EQ(upstream.requests().at(0).body, body);
}

TEST(Traffic, WhatCannotBeInflatedIsNotForwardedUnjudged) {
  Upstream upstream;
  Proxy proxy(upstream, {"--mode", "enforce"});
  const std::string one = R"({"type":"track","event":"Signed Up","userId":"u1"})";
  const std::string whole = gzip(one);
  constexpr const char* kGzip = "Content-Encoding: gzip\r\nAuthorization: Basic a2V5Og==\r\n";
  struct Case {
    std::string body;
    const char* why;
  };
  for (const auto& [body, why] : {Case{whole + "trailing", "bytes follow the compressed body"},
                                  Case{whole.substr(0, whole.size() - 6), "the compressed body ends early"},
                                  Case{"no gzip", "the compressed body is damaged"}}) {
    const HttpMessage answer = proxy.post("/v1/t", body, kGzip);
    EXPECT_EQ(answer.status(), 400);
    EXPECT_THAT(answer.body, HasSubstr(why));
    EXPECT_THAT(proxy.post("/v1/validate/t", body, kGzip).body, HasSubstr(why));
  }
  EXPECT_THAT(upstream.requests(), IsEmpty());
  // Two members: some readers stop after the first. What was judged goes on as one.
  const std::string front = one.substr(0, 20), back = one.substr(20);
  EXPECT_EQ(proxy.post("/v1/t", gzip(front) + gzip(back), kGzip).status(), 200);
  std::string text;
  const Content content = read_content("gzip", upstream.requests().at(0).body, 1000, text);
  EXPECT_FALSE(content.ambiguous);
  EXPECT_EQ(text, one);
}

// A batch in zlib's wrapping, whose bytes are a deflate without it as well, of another text.
std::string packed_either_way() {
  constexpr size_t kSize = 0xff63, kSecond = 161 - 7;
  std::string out("\x78\x9c\0\x63\xff\x9c\0", 7);
  std::string text =
      R"({"batch":[{"type":"track","event":"Signed Up","userId":"u1","messageId":"m1","properties":{"plan":"x)";
  text.resize(kSecond, ' ');
  text += "ia\xc5\x9e:\"}}]}";  // a stored block again, to whoever sees no wrapping
  text.resize(kSize, ' ');
  uint32_t a = 1, b = 0;  // RFC 1950 8.2
  for (const char c : text) {
    a = (a + static_cast<unsigned char>(c)) % 65521;
    b = (b + a) % 65521;
  }
  out += text + std::string("\1\0\0\xff\xff", 5);
  for (const uint32_t byte : {b >> 8, b, a >> 8, a}) out += static_cast<char>(byte & 0xff);
  return out;
}

TEST(Traffic, OfADeflateWithTwoReadingsTheOneThatWasJudgedGoesOn) {
  const std::string both = packed_either_way();
  std::string text, bare;
  const Content content = read_content("deflate", both, 1000000, text);
  ASSERT_EQ(content.kind, Content::Kind::kInflated);
  EXPECT_TRUE(content.ambiguous);
  EXPECT_EQ(unpack(Packing::kDeflate, both, 1000000, bare).end, Unpacked::End::kWhole);
  EXPECT_NE(bare, text);
  for (const Packing packing : {Packing::kZlib, Packing::kDeflate}) {
    EXPECT_FALSE(read_content("deflate", pack(packing, text), 1000000, bare).ambiguous);
  }
  Upstream upstream;
  for (const std::string mode : {"observe", "rewrite", "enforce"}) {
    upstream.forget();
    Proxy proxy(upstream, {"--mode", mode});
    const std::string fields = std::string(kWithKey) + "Content-Encoding: deflate\r\n";
    EXPECT_EQ(proxy.post("/v1/batch", both, fields).status(), 200) << mode;
    ASSERT_THAT(upstream.requests(), SizeIs(1)) << mode;
    const std::string sent = upstream.requests()[0].body;
    EXPECT_EQ(sent == both, mode == "observe");
    std::string read;
    EXPECT_EQ(read_content("deflate", sent, 1000000, read).ambiguous, mode == "observe");
    EXPECT_EQ(read, text);
  }
}

TEST(Traffic, ABombIsNotInflated) {
  Upstream upstream;
  Proxy proxy(upstream, {});
  const std::string bomb = gzip(std::string(64 << 20, ' '));
  const HttpMessage answer =
      proxy.post("/v1/t", bomb, "Content-Encoding: gzip\r\nAuthorization: Basic a2V5Og==\r\n");
  EXPECT_EQ(answer.status(), 200);
  EXPECT_EQ(answer.count("Specgate-Verdict"), 0U);
  EXPECT_EQ(upstream.requests().at(0).body, bomb);
}

TEST(Traffic, ThePixelHasThreeSpellings) {
  Upstream upstream;
  Proxy proxy(upstream, {"--mode", "enforce"});
  // {"writeKey":"k","userId":"u1>?","event":"sign_up"}
  for (const char* data :
       {"eyJ3cml0ZUtleSI6ImsiLCJ1c2VySWQiOiJ1MT4%2FIiwiZXZlbnQiOiJzaWduX3VwIn0%3D",
        "eyJ3cml0ZUtleSI6ImsiLCJ1c2VySWQiOiJ1MT4/IiwiZXZlbnQiOiJzaWduX3VwIn0=",
        "eyJ3cml0ZUtleSI6ImsiLCJ1c2VySWQiOiJ1MT4_IiwiZXZlbnQiOiJzaWduX3VwIn0"}) {
    const HttpMessage answer = proxy.get("/v1/pixel/track?data=" + std::string(data));
    EXPECT_EQ(answer.status(), 200);
    EXPECT_EQ(answer.field("Content-Type"), "image/gif");
    EXPECT_TRUE(answer.body.starts_with("GIF89a"));
    EXPECT_EQ(answer.field("Specgate-Verdict"), "rewrite");
  }
  ASSERT_THAT(upstream.requests(), SizeIs(3));
  for (const HttpMessage& request : upstream.requests()) {
    EXPECT_EQ(request.first, upstream.requests()[0].first);
    EXPECT_THAT(request.first, HasSubstr("GET /v1/pixel/track?data="));
  }
}

TEST(Traffic, ThePixelHasDottedFieldsAndIsAlwaysAnImage) {
  Upstream upstream;
  Proxy proxy(upstream, {"--mode", "enforce"});
  const std::string good = "/v1/pixel/track?writeKey=k&userId=u1&event=Email+Opened&properties.subject=Hi%20you";
  EXPECT_EQ(proxy.get(good).field("Specgate-Verdict"), "pass");
  EXPECT_EQ(upstream.requests().at(0).first, "GET " + good + " HTTP/1.1");
  const HttpMessage bad = proxy.get("/v1/pixel/track?writeKey=k&userId=u1");
  EXPECT_EQ(bad.status(), 200);
  EXPECT_TRUE(bad.body.starts_with("GIF89a"));
  EXPECT_THAT(upstream.requests(), SizeIs(1));
  EXPECT_THAT(proxy.quarantine(), HasSubstr("ENV106"));
  upstream.stop();
  const HttpMessage down = proxy.get(good);
  EXPECT_EQ(down.status(), 200);
  EXPECT_TRUE(down.body.starts_with("GIF89a"));
  EXPECT_THAT(proxy.command({"export"}), HasSubstr("Email Opened"));
}

}  // namespace
}  // namespace specgate::proxy::testing
