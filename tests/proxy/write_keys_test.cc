// Whose rules an event is judged by: what told us the sender reaches the upstream as it came, and of
// several write keys in one request the source that enforces is the one that counts.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "rules/key/base64.h"
#include "tests/proxy/built_proxy.h"

namespace specgate::proxy::testing {
namespace {

using ::testing::AnyOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// "laxkey:" and "strictkey:"
constexpr std::string_view kLax = "Authorization: Basic bGF4a2V5Og==\r\n";
constexpr std::string_view kStrict = "Authorization: Basic c3RyaWN0a2V5Og==\r\n";

std::string config_text() {
  setenv("TEST_STRICT_KEY", "strictkey", 1);
  setenv("TEST_LAX_KEY", "laxkey", 1);
  return "proxy:\n"
         "  mode: observe\n"
         "  sources:\n"
         "    strict: {write_key: {env: TEST_STRICT_KEY}, mode: enforce}\n"
         "    lax: {write_key: {env: TEST_LAX_KEY}}\n";
}

// A track call without its event.
std::string bad(std::string_view key) {
  return R"({"type":"track","userId":"u1","messageId":"m1","writeKey":")" + std::string(key) + "\"}";
}

class OfTheSender : public ::testing::TestWithParam<const char*> {};

// RFC 9110 7.6.1: a field that is meant for all who read the request is no option of a connection.
TEST_P(OfTheSender, NoFieldIsTakenOutByConnection) {
  const ConfigFile config(config_text());
  Upstream upstream;
  Proxy proxy(upstream, config.arguments());
  const std::string good = R"({"type":"track","event":"Boat Rented","userId":"u1","messageId":"m1"})";
  for (const std::string& option : {std::string(GetParam()), "close, " + std::string(GetParam())}) {
    for (const auto& [method, target] :
         {std::pair("POST", "/v1/track"), std::pair("POST", "/v1/batch"), std::pair("POST", "/v1/m"),
          std::pair("POST", "/v1/tracks"), std::pair("PUT", "/v1/track"),
          std::pair("GET", "/v1/pixel/track?event=Boat+Rented&userId=u1"),
          std::pair("GET", "/v1/projects/laxkey/settings")}) {
      for (const std::string_view named : {"Connection: ", "X-A: b\r\nCONNECTION:X-A ,\t"}) {
        Connection caller(proxy.port());
        caller.send(request_text(method, target, method[0] == 'P' ? good : "",
                                 std::string(kLax) + std::string(named) + option + "\r\n"));
        const HttpMessage answer = caller.read();
        EXPECT_EQ(answer.status(), 400) << method << target << option;
        EXPECT_THAT(answer.body, HasSubstr("bad-request"));
        EXPECT_TRUE(caller.closed_by_peer());
      }
    }
  }
  EXPECT_THAT(upstream.requests(), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(
    Fields, OfTheSender,
    ::testing::Values("Authorization", "AUTHORIZATION", "Content-Encoding", "Content-Type", "Host",
                      "Content-Length", "Transfer-Encoding", "X-Retry-Count", "Cookie", "Expect",
                      "Content-MD5", "User-Agent", "Origin", "Via", "X-Forwarded-For",
                      "Specgate-Mode", "Range", "Cache-Control"));

TEST(OfTheSenderFields, ItsOwnFieldsOfTheConnectionGoNoFurther) {
  Upstream upstream;
  Proxy proxy(upstream, {});
  for (const std::string_view options :
       {"keep-alive", "close", "Keep-Alive, TE", "Upgrade, HTTP2-Settings", "X-Hop", "TE, X-Hop",
        "Proxy-Connection", "close, Trailer", ""}) {
    upstream.forget();
    EXPECT_EQ(proxy.post("/v1/track", bad("k"), "X-Hop: 1\r\nX-Kept: 1\r\nConnection: " +
                                                    std::string(options) + "\r\n").status(),
              200) << options;
    ASSERT_THAT(upstream.requests(), SizeIs(1)) << options;
    const bool named = options.find("X-Hop") != std::string_view::npos;
    EXPECT_EQ(upstream.requests()[0].count("X-Hop"), named ? 0U : 1U) << options;
    EXPECT_EQ(upstream.requests()[0].count("X-Kept"), 1U);
  }
}

// Where the key of the source that enforces may stand, beside that of one which observes.
TEST(SeveralWriteKeys, TheSourceThatEnforcesCounts) {
  const ConfigFile config(config_text());
  Upstream upstream;
  Proxy proxy(upstream, config.arguments());
  const std::string lax(kLax), strict(kStrict), none = "X-A: b\r\n";
  const std::string unkeyed = R"({"type":"track","userId":"u1","messageId":"m1"})";
  struct Row {
    const char* path;
    std::string fields, body;
    bool enforced;
  };
  const auto batch = [](const std::string& around, const std::string& calls) {
    return "{" + around + R"("batch":[)" + calls + "]}";
  };
  const std::string two = bad("laxkey") + "," + bad("strictkey"), l = R"("writeKey":"laxkey",)",
                    s = R"("writeKey":"strictkey",)";
  const Row rows[] = {
      {"/v1/track", lax, bad("strictkey"), true},
      {"/v1/track", strict, bad("laxkey"), true},
      {"/v1/track", none, bad("strictkey"), true},
      {"/v1/track", strict, bad("strictkey"), true},
      {"/v1/track", lax, R"({"type":"track","userId":"u1","writeKey":"laxkey","WriteKey":"strictkey"})", true},
      {"/v1/track", lax, R"({"type":"track","userId":"u1","writeKey":"strictkey","writeKey":"laxkey"})", true},
      {"/v1/batch", lax, batch(s, unkeyed), true},
      {"/v1/batch", lax, batch("", bad("strictkey")), true},
      {"/v1/batch", none, batch(l, bad("strictkey")), true},
      {"/v1/batch", none, batch(s, bad("laxkey")), true},
      {"/v1/batch", none, batch("", two), true},
      {"/v1/batch", none, batch("", unkeyed + "," + two), true},
      {"/v1/batch", lax, batch(l, two), true},
      {"/v1/track", none, "[" + two + "]", true},
      {"/v1/track?writeKey=strictkey", lax, unkeyed, true},
      {"/v1/track?a=b&WRITEKEY=%73trictkey", lax, bad("laxkey"), true},
      {"/v1/track?writeKey=laxkey&writeKey=strictkey", none, unkeyed, true},
      {"/v1/track?writeKey=laxkey", strict, unkeyed, true},
      {"/v1/track?writeKey=laxkey", lax, unkeyed, false},
      {"/v1/track?writeKeys=strictkey", lax, unkeyed, false},
      {"/v1/track", lax, bad("laxkey"), false},
      {"/v1/track", lax, unkeyed, false},
      {"/v1/track", none, bad("laxkey"), false},
      {"/v1/track", lax, bad("of-nobody"), false},
      {"/v1/batch", lax, batch(l, bad("laxkey") + "," + bad("laxkey")), false},
  };
  for (const Row& row : rows) {
    upstream.forget();
    const int status = proxy.post(row.path, row.body, row.fields).status();
    EXPECT_EQ(status, row.enforced ? 400 : 200) << row.fields << row.body;
    EXPECT_THAT(upstream.requests(), SizeIs(row.enforced ? 0 : 1)) << row.fields << row.body;
  }
}

// What cannot be read, and what nobody judges, may be of any source that its head does not name.
TEST(SeveralWriteKeys, WhatIsNotReadIsOfTheStrictestThatItMayBeOf) {
  const ConfigFile config(config_text());
  Upstream upstream;
  Proxy proxy(upstream, config.arguments());
  struct Row {
    std::string query;
    std::string_view key;
    bool enforced;
  };
  const Row rows[] = {
      {"", "", true},
      {"?writeKey=laxkey", "", true},  // nobody says that it counts
      {"", kLax, false},
      {"", kStrict, true},
      {"?writeKey=strictkey", kLax, true},
      {"?writekey=strictkey", kLax, true},
      {"?writeKey=laxkey", kStrict, true},
      {"?writeKey=laxkey", kLax, false},
  };
  for (const Row& row : rows) {
    for (const char* path : {"/v1/track", "/v1/unknown"}) {
      upstream.forget();
      const std::string coding = "Content-Encoding: br\r\n" + std::string(row.key);
      const int status = proxy.post(path + row.query, "\x8b", coding).status();
      EXPECT_EQ(status, !row.enforced ? 200 : path == std::string("/v1/track") ? 400 : 404)
          << path << row.query << row.key;
      EXPECT_THAT(upstream.requests(), SizeIs(row.enforced ? 0 : 1)) << path << row.query << row.key;
    }
  }
}

std::string basic(std::string_view text) {
  return "Authorization: Basic " + encode_base64(text, Base64::kPlain) + "\r\n";
}

// A password is of any bytes, and what we do not read others may.
TEST(SeveralWriteKeys, AnAuthorizationThatIsReadOtherwiseIsOfTheStrictest) {
  const ConfigFile config(config_text());
  Upstream upstream;
  Proxy proxy(upstream, config.arguments());
  const std::string body = R"({"type":"track","userId":"u1","messageId":"m1"})";
  const std::string strict = encode_base64("strictkey:", Base64::kPlain);
  const std::string odd[] = {
      basic("strictkey:\xc3\xa9"), basic("strictkey:\t"), basic("strictkey:\x7f"), basic("strictkey:\xff"),
      basic(std::string("strictkey:\0", 11)), basic("\xef\xbb\xbfstrictkey:"),
      "Authorization: Basic " + strict + "==\r\n", "Authorization: Basic " + strict + " x\r\n",
      "Authorization: Basic " + strict.substr(0, 4) + " " + strict.substr(4) + "\r\n",
      "Authorization: Basic \"" + strict + "\"\r\n", "Authorization: " + strict + "\r\n",
      "Authorization: Digest " + strict + "\r\n"};
  for (const std::string& fields : odd) {
    for (const std::string& key : {std::string(), std::string(R"("writeKey":"laxkey",)")}) {
      upstream.forget();
      EXPECT_THAT(proxy.post("/v1/track", "{" + key + body.substr(1), fields).status(), AnyOf(400, 422)) << fields;
      EXPECT_THAT(upstream.requests(), IsEmpty()) << fields;
    }
  }
  for (const std::string& fields : {basic("laxkey:\xc3\xa9"), std::string("Authorization: Bearer t\r\n")}) {
    EXPECT_EQ(proxy.post("/v1/track", R"({"type":"track","writeKey":"laxkey"})", fields).status(), 200) << fields;
  }
}

// The key stands in a body that we cannot read to its end.
TEST(SeveralWriteKeys, ABodyThatIsBrokenIsOfTheStrictest) {
  const ConfigFile config(config_text());
  Upstream upstream;
  Proxy proxy(upstream, config.arguments());
  const std::string call = bad("strictkey");
  const std::string deep = std::string(600, '[') + std::string(600, ']');
  const std::string bodies[] = {call + "x",
                                call + call,
                                call.substr(0, call.size() - 1) + ",}",
                                call.substr(0, call.size() - 1) + R"(,"a":)" + deep + "}",
                                call.substr(0, call.size() - 1) + ",\"a\":\"\xff\"}",
                                call.substr(0, call.size() - 1) + ",\"a\":\"\t\"}",
                                call.substr(0, call.size() - 1) + R"(,"a":01})"};
  for (const std::string& body : bodies) {
    EXPECT_THAT(proxy.post("/v1/track", body, "X-A: b\r\n").status(), AnyOf(400, 422)) << body;
    EXPECT_THAT(upstream.requests(), IsEmpty()) << body;
  }
  for (const std::string& body : bodies) {
    EXPECT_EQ(proxy.post("/v1/track", body, kLax).status(), 200) << body;  // whose it is, is known
  }
}

TEST(OfTheSenderFields, TwoAuthorizationsAreRefused) {
  const ConfigFile config(config_text());
  Upstream upstream;
  Proxy proxy(upstream, config.arguments());
  for (const std::string& fields :
       {std::string(kLax) + std::string(kStrict), std::string(kStrict) + std::string(kLax),
        std::string(kLax) + std::string(kLax), "Authorization:\r\n" + std::string(kStrict)}) {
    for (const char* target : {"/v1/track", "/v1/m", "/v1/tracks"}) {
      const HttpMessage answer = proxy.post(target, bad("laxkey"), fields);
      EXPECT_EQ(answer.status(), 400) << fields;
      EXPECT_THAT(answer.body, HasSubstr("bad-request"));
    }
  }
  EXPECT_THAT(upstream.requests(), IsEmpty());
}

}  // namespace
}  // namespace specgate::proxy::testing
