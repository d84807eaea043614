// No write key reaches what is kept or logged, wherever it stands in what came and however its name is
// spelled.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "proxy/store/blot.h"
#include "rules/key/base64.h"
#include "tests/proxy/built_proxy.h"

namespace specgate::proxy::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

constexpr std::string_view kOfSender = "s3nderKeyOfNobody", kConfigured = "c0nfiguredKeyOfWeb";

std::string authorized(std::string_view key) {
  return "Authorization: Basic " + encode_base64(std::string(key) + ':', Base64::kPlain) + "\r\n";
}

std::string utf16(std::string_view text) {
  std::string out("\xff\xfe");
  for (const char c : text) out.append(1, c).append(1, '\0');
  return out;
}

std::string config_text() {
  setenv("TEST_SECRETS_KEY", std::string(kConfigured).c_str(), 1);
  return "proxy:\n"
         "  mode: enforce\n"
         "  sources:\n"
         "    web: {write_key: {env: TEST_SECRETS_KEY}}\n";
}

struct Stored {
  const char* name;
  std::string path, fields, body;
};

// A call without its event, and a key in it.
std::string bad(std::string_view more) {
  return R"({"type":"track","userId":"u1","messageId":"m1",)" + std::string(more) + "}";
}

std::vector<Stored> stored() {
  const std::string key(kOfSender), web(kConfigured), none = "X-A: b\r\n";
  std::vector<Stored> out;
  for (const char* name :
       {R"(writeKey)", R"(WRITEKEY)", R"(write_key)", R"(write-key)", R"(Write Key)", R"(writeKey\u0000)",
        R"(writeKey\u0000x)", R"(writeKey )", R"(\twriteKey)", R"(writeKey\u00a0)", R"(\u0077riteKey)",
        R"(writeKey[])", R"(context.writeKey)", R"(segmentWriteKey)", R"(SEGMENT_WRITE_KEY)",
        R"(write\u212aey)"}) {
    const std::string member = '"' + std::string(name) + R"(":")" + key + '"';
    out.push_back({name, "/v1/track", none, bad(member)});
    out.push_back({name, "/v1/track", none, bad(R"("context":{"app":{)" + member + "}}")});
    out.push_back({name, "/v1/track", none, bad(R"("properties":{"list":[{)" + member + "}]}")});
    out.push_back({name, "/v1/batch", none, "{" + member + R"(,"batch":[)" + bad("\"a\":1") + "]}"});
    out.push_back({name, "/v1/batch", none,
                   R"({"context":{)" + member + R"(},"batch":[)" + bad("\"a\":1") + "]}"});
    out.push_back({name, "/v1/batch", none, R"({"batch":{"type":"track",)" + member + "}}"});
    out.push_back({name, "/v1/batch", none, R"({"batch":[{"type":"track",)" + member + "}]"});
  }
  const std::string text = R"({"type":"track","writeKey":")" + key + "\"}";
  out.push_back({"Utf16", "/v1/track", none, utf16(text)});
  out.push_back({"Form", "/v1/track", none, "type=track&writeKey=" + key + "&a=b"});
  out.push_back({"EscapedForm", "/v1/track", none, "data=%7B%22writeKey%22%3A%22" + key + "%22"});
  out.push_back({"Xml", "/v1/track", none, "<call><writeKey>" + key + "</writeKey></call>"});
  out.push_back({"TextInText", "/v1/track", none,
                 bad(R"("properties":{"raw":"{\"writeKey\":\")" + key + R"(\"}"})")});
  out.push_back({"List", "/v1/track", none, bad(R"("writeKey":[")" + key + "\"]")});
  out.push_back({"Object", "/v1/track", none, bad(R"("writeKey":{"is":")" + key + "\"}")});
  out.push_back({"PixelList", "/v1/pixel/track?userId=u1&writeKey%5B%5D=" + key, none, {}});
  out.push_back({"PixelMember", "/v1/pixel/track?userId=u1&writeKey=k&context.writeKey=" + key, none, {}});
  // Where nothing says that it is one.
  for (const std::string& known : {key, web}) {
    for (const std::string& fields : {authorized(known)}) {
      out.push_back({"Value", "/v1/track", fields, bad(R"("properties":{"a":"x )" + known + " y\"}")});
      out.push_back({"EscapedValue", "/v1/track", fields,
                     bad(R"("properties":{"a":"\u00)" + std::string(known[0] == 's' ? "73" : "63") +
                         known.substr(1) + "\"}")});
      out.push_back({"Name", "/v1/track", fields, bad(R"("properties":{")" + known + "\":1}")});
      out.push_back({"MessageId", "/v1/track", fields,
                     R"({"type":"track","userId":"u1","messageId":")" + known + "\"}"});
      out.push_back({"Type", "/v1/batch", fields, R"({"batch":[{"type":")" + known + "\"}]}"});
      out.push_back({"Broken", "/v1/track", fields, "{" + known});
      out.push_back({"BrokenUtf16", "/v1/track", fields, utf16(known)});
      out.push_back({"Query", "/v1/track?writeKey=" + known, none,
                     bad(R"("properties":{"a":")" + known + "\"}")});
      out.push_back({"Shared", "/v1/batch", fields,
                     R"({"context":{"a":")" + known + R"("},"batch":[)" + bad("\"a\":1") + "]}"});
    }
  }
  const std::string token = encode_base64(web + ':', Base64::kPlain);
  out.push_back({"Credentials", "/v1/track", authorized(web), bad(R"("properties":{"a":")" + token + "\"}")});
  out.push_back({"OfAnother", "/v1/track", authorized("k"), bad(R"("properties":{"a":")" + web + "\"}")});
  return out;
}

TEST(StoredSecrets, NoWriteKeyReachesTheQuarantine) {
  const ConfigFile config(config_text());
  const std::string token = encode_base64(std::string(kConfigured) + ':', Base64::kPlain);
  Upstream upstream;
  Proxy proxy(upstream, config.arguments());
  size_t rows = 0;
  for (const Stored& row : stored()) {
    SCOPED_TRACE(std::string(row.name) + ' ' + row.path + ' ' + row.body);
    if (row.body.empty()) {
      proxy.get(row.path, row.fields);
    } else {
      proxy.post(row.path, row.body, row.fields);
    }
    ++rows;
  }
  EXPECT_THAT(upstream.requests(), IsEmpty());
  const std::string kept = proxy.quarantine() + proxy.command({"export"});
  size_t lines = 0;
  for (size_t begin = 0; begin < kept.size(); ++lines) {
    const size_t end = std::min(kept.find('\n', begin), kept.size());
    const std::string line = kept.substr(begin, end - begin);
    std::string bare;
    for (const char c : line) bare += c == '\0' ? "" : std::string(1, c);
    for (const std::string& zero : {std::string("\\u0000"), std::string("\\x00")}) {
      for (size_t at; (at = bare.find(zero)) != std::string::npos;) bare.erase(at, zero.size());
    }
    for (const std::string_view secret :
         {kOfSender.substr(1), kConfigured.substr(1), std::string_view(token)}) {
      EXPECT_THAT(bare, Not(HasSubstr(secret)));
    }
    begin = end + 1;
  }
  EXPECT_GE(lines, rows);
}

TEST(StoredSecrets, WhatIsLeftIsTheCallAsItCame) {
  const Secrets none;
  for (const char* json :
       {R"({"a":[1,-2.5e+3,true,null],"b":"\u00e9\ud83d\ude00 \\ \" 100%25","overwriteKey":"x"})",
        R"({"message":"the write key is missing","name":"write-key-missing","path":"/writeKey"})",
        R"({"message":"writeKey is 5, not a string","rule":"KEY101"})", R"("")", ""}) {
    EXPECT_EQ(blotted_json(json, none), json);
  }
  const Secrets known{nullptr, KnownKeys({"abcdef", "abcdefgh", "123456", "short", "a\"b\\cd"})};
  EXPECT_EQ(blotted_json(R"({"abcdef":"xabcdefgz","n":1234567,"s":"short"})", known),
            R"({"[write key]":"x[write key]gz","n":"[write key]","s":"short"})");
  EXPECT_EQ(blotted_json(R"({"a":"a\"b\\cd\\"})", known), R"({"a":"[write key]\\"})");
  EXPECT_EQ(blotted_json(R"({"a":"abcdefgh\"abcdefgi"})", known), R"({"a":"[write key]\"[write key]gi"})");
  EXPECT_EQ(blotted("writeKey=abc&b=c", none), "writeKey=[write key]&b=c");
  EXPECT_EQ(blotted_json(R"({"m":"is {\"writeKey\\u0000x\":\"abc\\u0041, \u2026\"}"})", none),
            R"({"m":"is {\"writeKey\\u0000x\":\"[write key], \u2026\"}"})");
}

TEST(StoredSecrets, KnownKeysAreFoundByTheLongest) {
  const KnownKeys keys({"aaaaaa", "aaaaaaab", "aaaaaaabc", "aaaaaac", "zzzzzz", "aaaaaa", "tiny"});
  for (const auto& [text, bytes] :
       {std::pair("aaaaaa", 6), std::pair("aaaaaaa", 6), std::pair("aaaaaaabd", 8),
        std::pair("aaaaaaabcd", 9), std::pair("aaaaaabz", 6), std::pair("aaaaaacz", 7),
        std::pair("aaaaa", 0), std::pair("tiny tiny", 0), std::pair("zzzzzzz", 6), std::pair("b", 0)}) {
    EXPECT_EQ(keys.match(text, 0), static_cast<size_t>(bytes)) << text;
  }
}

}  // namespace
}  // namespace specgate::proxy::testing
