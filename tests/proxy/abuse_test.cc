// A proxy that enforces, with default settings, against requests made to get something past it: what it
// answers, what of it reaches the upstream, and whether the connection goes on. Heads and chunks that
// have no reading at all are in http_test.cc, bodies under every route in bodies_test.cc.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "spec/text/compression.h"
#include "tests/proxy/built_proxy.h"

namespace specgate::proxy::testing {
namespace {

using ::testing::ElementsAreArray;
using ::testing::HasSubstr;

const std::string kGood = R"({"type":"track","event":"Signed Up","userId":"u1","messageId":"m"})";
const std::string kBad = R"({"type":"track","userId":"u1","messageId":"m"})";

std::string gzip(std::string_view text) { return pack(Packing::kGzip, text); }

std::string post(const std::string& fields, const std::string& body,
                 const std::string& target = "/v1/track") {
  return "POST " + target + " HTTP/1.1\r\nHost: a\r\n" + std::string(kWithKey) + fields + "\r\n" + body;
}

std::string with_length(const std::string& fields, const std::string& body,
                        const std::string& target = "/v1/track") {
  return post(fields + "Content-Length: " + std::to_string(body.size()) + "\r\n", body, target);
}

std::string coded(const std::string& coding, const std::string& body) {
  return with_length("Content-Encoding: " + coding + "\r\n", body);
}

std::string chunk(const std::string& body) {
  char size[32];
  std::snprintf(size, sizeof size, "%zx\r\n", body.size());
  return size + body + "\r\n";
}

struct Abuse {
  const char* name;
  std::string request;
  std::vector<int> statuses;         // of all the answers that come
  std::vector<std::string> reached;  // bodies of the requests that the upstream gets
  bool closes = false;
  std::string told = {};             // stands in the last answer's body
};

// The end of it: shows whether the connection goes on.
const std::string kNext = "GET /next HTTP/1.1\r\nHost: a\r\n\r\n";

class Abused : public ::testing::TestWithParam<Abuse> {};

TEST_P(Abused, GetsNothingPast) {
  static Upstream upstream;
  static const ConfigFile config("proxy: {mode: enforce, threads: 1, unknown_paths: forward}\n");
  static Proxy proxy(upstream, config.arguments());
  upstream.respond([](const HttpMessage& request) {
    const bool is_head = request.first.starts_with("HEAD ");
    return is_head ? std::string("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
                   : ok_answer(request.first);
  });
  upstream.forget();
  const Abuse& abuse = GetParam();
  Connection connection(proxy.port());
  connection.send(abuse.request + kNext);
  const bool is_head = abuse.request.starts_with("HEAD ");
  HttpMessage answer;
  for (const int status : abuse.statuses) {
    answer = connection.read(is_head);
    EXPECT_EQ(answer.status(), status) << answer.body;
  }
  EXPECT_THAT(answer.body, HasSubstr(abuse.told));
  EXPECT_EQ(answer.field("Connection") == "close", abuse.closes);
  EXPECT_EQ(connection.read().body, abuse.closes ? "" : "GET /next HTTP/1.1");
  EXPECT_EQ(proxy.get("/another-client").body, "GET /another-client HTTP/1.1");
  std::vector<std::string> reached;
  for (const HttpMessage& request : upstream.requests()) {
    EXPECT_EQ(request.count("Transfer-Encoding"), 0U);
    EXPECT_LE(request.count("Content-Length"), 1U);
    const bool of_test = request.first.find("/next") != std::string::npos ||
                         request.first.find("/another-client") != std::string::npos;
    if (!of_test) reached.push_back(request.body);
  }
  EXPECT_THAT(reached, ElementsAreArray(abuse.reached));
}

std::vector<Abuse> bodies() {
  const std::string large(600'000, ' '), bomb = gzip(std::string(8 << 20, ' '));
  const std::string twice = gzip(gzip(kGood));
  const auto refused = [](const char* name, std::string request, const char* code, bool closes = false) {
    return Abuse{name, std::move(request), {400}, {}, closes, "\"code\":\"" + std::string(code) + '"'};
  };
  return {
      {"Good", with_length("", kGood), {200}, {kGood}},
      {"Bad", with_length("", kBad), {400}, {}},
      refused("Large", with_length("", large), "body-too-large", true),
      refused("LargeByItsLength", post("Content-Length: 1099511627776\r\n", ""), "body-too-large", true),
      refused("LargeWithZerosBefore", post("Content-Length: 0000000000000000000000600000\r\n", ""), "body-too-large",
              true),
      refused("LongerThanNineteenDigits", post("Content-Length: 9999999999999999999\r\n", ""), "body-too-large", true),
      refused("LongerThanAnyNumber", post("Content-Length: 18446744073709551616\r\n", ""), "body-too-large", true),
      refused("LongerThanAnyNumberByFar", post("content-length:\t " + std::string(400, '9') + " \r\n", ""),
              "body-too-large", true),
      refused("LongerThanAnyNumberAndExpectant",
              post("Expect: 100-continue\r\nContent-Length: 00099999999999999999999\r\n", ""), "body-too-large", true),
      refused("LongAndChunked", post("Content-Length: 99999999999999999999\r\nTransfer-Encoding: chunked\r\n", ""),
              "bad-request", true),
      refused("LongTwice", post("Content-Length: 99999999999999999999\r\nContent-Length: 99999999999999999999\r\n", ""),
              "bad-request", true),
      refused("LongWithASign", post("Content-Length: +99999999999999999999\r\n", ""), "bad-request", true),
      refused("LargeAndExpectant", post("Expect: 100-continue\r\nContent-Length: 600000\r\n", ""),
              "body-too-large", true),
      refused("LargeInChunks", post("Transfer-Encoding: chunked\r\n", chunk(large) + chunk("")),
              "body-too-large", true),
      refused("Brotli", coded("br", kGood), "unsupported-encoding"),
      refused("Zstd", coded("zstd", kGood), "unsupported-encoding"),
      refused("Compress", coded("compress", kGood), "unsupported-encoding"),
      refused("UnknownCoding", coded("x", kGood), "unsupported-encoding"),
      refused("UnknownBehindKnown", coded("gzip, br", gzip(kGood)), "unsupported-encoding"),
      refused("GzipTwice", coded("gzip, gzip", twice), "encoding-twice"),
      refused("GzipInTwoFields", coded("gzip\r\nContent-Encoding: gzip", twice), "encoding-twice"),
      refused("OtherInSecondField", coded("identity\r\nContent-Encoding: br", kGood),
              "unsupported-encoding"),
      refused("GzipWithinGzip", coded("gzip", twice), "encoding-twice"),
      refused("GzipWithinHiddenGzip", with_length("", twice), "encoding-twice"),
      refused("Bomb", coded("gzip", bomb), "inflated-too-large"),
      refused("HiddenBomb", with_length("", bomb), "inflated-too-large"),
      refused("ZlibBomb", coded("deflate", pack(Packing::kZlib, std::string(8 << 20, ' '))),
              "inflated-too-large"),
      refused("TruncatedGzip", coded("gzip", gzip(kGood).substr(0, 20)), "truncated-encoding"),
      refused("EmptyGzip", coded("gzip", ""), "truncated-encoding"),
      refused("NoGzip", coded("gzip", kGood), "broken-encoding"),
      refused("BytesBehindGzip", coded("gzip", gzip(kGood) + kBad), "trailing-bytes"),
      {"IdentityIsNoCoding", coded("identity, gzip", gzip(kGood)), {200}, {gzip(kGood)}},
      {"BadInGzip", coded("gzip", gzip(kBad)), {400}, {}},
      {"BadInSecondMember", coded("gzip", gzip(kBad.substr(0, 9)) + gzip(kBad.substr(9))), {400}, {}},
      {"BadInHiddenGzip", with_length("", gzip(kBad)), {400}, {}},
      {"Nothing", post("", ""), {400}, {}},
      {"NothingInChunks", post("Transfer-Encoding: chunked\r\n", chunk("")), {400}, {}},
      {"OtherCharacters", with_length("Content-Type: application/json; charset=utf-16\r\n",
                                      std::string("\xff\xfe{\0}\0", 6)), {400}, {}},
  };
}

std::vector<Abuse> heads() {
  const std::string good_chunks = chunk(kGood) + chunk("");
  const std::string length = "Content-Length: " + std::to_string(kGood.size()) + "\r\n";
  const std::string pixel = " /v1/pixel/track?writeKey=k&userId=u&event=Signed+Up&messageId=m HTTP/1.1\r\nHost: a\r\n";
  const std::string bait = "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n";
  const std::string bait_length = "Content-Length: " + std::to_string(bait.size()) + "\r\n\r\n" + bait;
  return {
      {"NulInName", post(std::string("X\0Y: 1\r\n", 8) + length, kGood), {400}, {}, true},
      {"NulInValue", post(std::string("X: \0\r\n", 6) + length, kGood), {400}, {}, true},
      {"NulInTarget", with_length("", kGood, std::string("/v1/track\0x", 11)), {400}, {}, true},
      {"FieldTooLarge", post("X: " + std::string(40'000, 'x') + "\r\n" + length, kGood), {431}, {}, true},
      {"TargetTooLong", with_length("", kGood, "/v1/track?" + std::string(40'000, 'x')), {431}, {}, true},
      {"CodingWithUnderscore", post("Transfer_Encoding: chunked\r\n" + length, kGood), {200}, {kGood}},
      {"LengthWithUnderscore", post("Content_Length: 3\r\nTransfer-Encoding: chunked\r\n", good_chunks),
       {200}, {kGood}},
      {"ContentCodingWithUnderscore", post("Content_Encoding: gzip\r\n" + length, kGood), {200}, {kGood}},
      {"OnlyUnderscoredFraming", "POST /v1/track HTTP/1.1\r\nHost: a\r\nContent_Length: 2\r\n\r\n", {400}, {}},
      {"HostWithUnderscoreOnly", "GET /x HTTP/1.1\r\nHost_: a\r\n\r\n", {400}, {}, true},
      {"Trailers", post("Transfer-Encoding: chunked\r\nTrailer: Content-Length\r\n",
                        chunk(kGood) + "0\r\nContent-Length: 5\r\nTransfer-Encoding: gzip\r\n\r\n"),
       {200}, {kGood}},
      {"ManyChunks", post("Transfer-Encoding: chunked\r\n",
                          chunk(kGood.substr(0, 1)) + chunk(kGood.substr(1, 7)) + chunk(kGood.substr(8)) +
                              "000;x=y\r\n\r\n"), {200}, {kGood}},
      {"BadInChunks", post("Transfer-Encoding: chunked\r\n", chunk(kBad) + chunk("")), {400}, {}},
      {"Expectant", post("Expect: 100-Continue\r\n" + length, kGood), {200}, {kGood}},
      {"ExpectantHttp10", "POST /v1/track HTTP/1.0\r\nConnection: keep-alive\r\nExpect: 100-continue\r\n" +
                              std::string(kWithKey) + length + "\r\n" + kGood, {200}, {kGood}},
      {"Http10Closes", "POST /v1/track HTTP/1.0\r\n" + std::string(kWithKey) + length + "\r\n" + kGood,
       {200}, {kGood}, true},
      {"LineEndsBefore", "\r\n\r\n" + with_length("", kGood), {200}, {kGood}},
      {"AbsoluteForm", with_length("", kGood, "http://evil.test/v1/track"), {200}, {kGood}},
      {"AbsoluteFormAndEmptyHost",
       "POST http://evil.test/v1/track HTTP/1.1\r\nHost:\r\n" + std::string(kWithKey) + length + "\r\n" + kGood, {200}, {kGood}},
      {"AbsoluteFormAndBlankHost",
       "POST http://evil.test/v1/track HTTP/1.1\r\nHost: \t\r\n" + std::string(kWithKey) + "Content-Length: " +
           std::to_string(kBad.size()) + "\r\n\r\n" + kBad, {400}, {}},
      {"LengthWithZerosBefore", post("Content-Length: 00000000000000000000000" + std::to_string(kGood.size()) + "\r\n", kGood),
       {200}, {kGood}},
      {"AbsoluteFormOfABadCall", with_length("", kBad, "http://evil.test/v1/track"), {400}, {}},
      {"AsteriskForm", "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", {204}, {}},
      {"AsteriskFormOfAHost", "OPTIONS http://evil.test HTTP/1.1\r\nHost: a\r\n\r\n", {204}, {}},
      {"HopByHopFraming", post("Connection: Content-Length, X\r\nX: 1\r\n" + length, kGood), {400}, {}, true},
      {"PixelWithBody", "GET" + pixel + bait_length, {200}, {}},
      {"PixelHeadWithBody", "HEAD" + pixel + bait_length, {200}, {}},
      {"PixelWithChunks", "GET" + pixel + "Transfer-Encoding: chunked\r\n\r\n" + chunk(bait) + chunk(""),
       {200}, {}, true},
      {"PreflightWithBody", "OPTIONS /v1/track HTTP/1.1\r\nHost: a\r\n" + bait_length, {204}, {}},
      {"PreflightWithChunks", "OPTIONS /v1/track HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" +
                                  chunk(bait) + chunk(""), {204}, {}, true},
  };
}

std::vector<Abuse> streams_and_paths() {
  std::vector<Abuse> out = {
      {"GoodBehindBad", with_length("", kBad) + with_length("", kGood), {400, 200}, {kGood}},
      {"GoodBehindUnreadable", coded("br", kGood) + with_length("", kGood), {400, 200}, {kGood}},
      {"BadHeadBehindPixel", "GET /v1/pixel/track?userId=u&event=E HTTP/1.1\r\nHost: a\r\n\r\n"
                             "GET /x HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
       {200, 400}, {""}, true},
      {"NothingBehindBrokenChunks", post("Transfer-Encoding: chunked\r\n", "zz\r\n") + with_length("", kGood),
       {400}, {}, true},
      {"NothingBehindLarge", post("Content-Length: 600000\r\n", "") + with_length("", kGood), {400}, {}, true},
      {"NothingBehindTwoFramings", post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n") +
                                       with_length("", kGood), {400}, {}, true},
  };
  static constexpr const char* kDisguised[] = {
      "/v1/track/", "/v1//track", "//v1/track", "/v1/./track", "/v1/x/../track", "/v1/%74rack",
      "/%76%31/track", "/v1%2Ftrack", "/v1/track%2f", "/prefix/v1/track", "/v1/validate/../track",
      "/v1/projects/../track", "/v1/projects/wk/settings/../../../track", "//v1/projects/../track",
      "/analytics.js/v1/../../v1/track", "/next-integrations/%2e%2e/v1/track"};
  static std::vector<std::string> names;
  names.reserve(std::size(kDisguised));
  for (const char* path : kDisguised) {
    names.push_back("Path" + std::to_string(names.size()));
    out.push_back({names.back().c_str(), with_length("", kBad, path), {400}, {}});
  }
  return out;
}

const auto kName = [](const auto& one) { return std::string(one.param.name); };
INSTANTIATE_TEST_SUITE_P(Bodies, Abused, ::testing::ValuesIn(bodies()), kName);
INSTANTIATE_TEST_SUITE_P(Heads, Abused, ::testing::ValuesIn(heads()), kName);
INSTANTIATE_TEST_SUITE_P(Streams, Abused, ::testing::ValuesIn(streams_and_paths()), kName);

}  // namespace
}  // namespace specgate::proxy::testing
