// A pixel's query that others may read otherwise than we do: said, and refused where the mode enforces.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <map>

#include "proxy/http/pixel.h"
#include "rules/key/base64.h"
#include "tests/proxy/built_proxy.h"

namespace specgate::proxy::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

std::string data_of(std::string_view call) { return "data=" + encode_base64(call, Base64::kUrl); }

const std::string kData =
    data_of(R"({"writeKey":"k","userId":"u1","event":"Signed Up","messageId":"m1"})");
const std::string kVariant =
    data_of(R"({"writeKey":"k","userId":"u1","event":"sign_up","messageId":"m2"})");
const std::string kFields = "writeKey=k&userId=u1&event=Signed+Up&messageId=m1";

struct Query {
  const char* name;
  std::string query;
  const char* code;  // empty: there is one way to read it
};

const Query kQueries[] = {
    {"Data", kData, ""},
    {"DataAndKey", kData + "&writeKey=k", ""},
    {"DataAndNothing", "&" + kData + "&&", ""},
    {"Fields", kFields, ""},
    {"FieldsWithEscapedSigns", kFields + "&properties.a=x%3By%5B1%5D", ""},
    {"FieldBeside", kData + "&event=Other", "pixel-beside-data"},
    {"FieldBefore", "userId=u2&" + kData, "pixel-beside-data"},
    {"MemberBeside", kData + "&properties.a=1", "pixel-beside-data"},
    {"AnyNameBeside", kData + "&_=1", "pixel-beside-data"},
    {"EscapedNameBeside", kData + "&ev%65nt=Other", "pixel-beside-data"},
    {"EscapedDataAndField", "d%61ta" + kData.substr(4) + "&event=Other", "pixel-beside-data"},
    {"NameWithoutValueBeside", kData + "&event", "pixel-beside-data"},
    {"Twice", kData + "&" + kData, "unclear-pixel-query"},
    {"TwiceDifferent", kData + "&" + kVariant, "unclear-pixel-query"},
    {"InOtherCase", kFields + "&Data=eyJ9", "unclear-pixel-query"},
    {"BothCases", kData + "&DATA=eyJ9", "unclear-pixel-query"},
    {"ListOfData", kFields + "&data%5B%5D=eyJ9", "unclear-pixel-query"},
    {"KeyInOtherCase", kFields + "&writekey=z", "unclear-pixel-query"},
    {"KeyInOtherCaseBeside", kData + "&WRITEKEY=z", "unclear-pixel-query"},
    {"Brackets", kFields + "&properties[a]=1", "unclear-pixel-query"},
    {"EscapedBrackets", kFields + "&properties%5Ba%5D=1", "unclear-pixel-query"},
    {"BracketsBeside", kData + "&properties[a]=1", "unclear-pixel-query"},
    {"Semicolons", "writeKey=k;userId=u1;event=Signed+Up", "unclear-pixel-query"},
    {"OneSemicolon", kFields + "&properties.a=x;event=Other", "unclear-pixel-query"},
    {"SemicolonBeside", kData + "&writeKey=k;event=Other", "unclear-pixel-query"},
    {"NoName", kFields + "&=x", "unclear-pixel-query"},
    {"BlankName", kFields + "&+data=eyJ9", "unclear-pixel-query"},
};

class PixelQuery : public ::testing::TestWithParam<Query> {};

TEST_P(PixelQuery, IsReadInOneWay) {
  const auto& [name, query, code] = GetParam();
  const Pixel pixel = read_pixel(query);
  EXPECT_EQ(pixel.wrong ? name_of(*pixel.wrong) : "", std::string_view(code));
}

INSTANTIATE_TEST_SUITE_P(Pixel, PixelQuery, ::testing::ValuesIn(kQueries),
                         [](const auto& one) { return std::string(one.param.name); });

class PixelMode : public ::testing::TestWithParam<const char*> {};

TEST_P(PixelMode, SaysWhatIsNotReadInOneWay) {
  const std::string mode = GetParam();
  Upstream upstream;
  Proxy proxy(upstream, {"--mode", mode});
  std::map<std::string, int> said;
  for (const auto& [name, query, code] : kQueries) {
    SCOPED_TRACE(name);
    upstream.forget();
    const bool clear = *code == '\0';
    if (!clear) ++said[code];
    const std::string target = "/v1/pixel/track?" + query;
    const HttpMessage answer = proxy.get(target);
    EXPECT_EQ(answer.status(), 200);
    EXPECT_EQ(answer.field("Content-Type"), "image/gif");
    const bool stays = mode == "dry-run" || (mode == "enforce" && !clear);
    // Two values of one key are two events, which rewrite lets through as little as enforce.
    const bool twice = query.find(kVariant) != std::string::npos ||
                       query.find(kData + "&data") != std::string::npos;
    if (mode == "rewrite" && twice) continue;
    ASSERT_THAT(upstream.requests(), SizeIs(stays ? 0 : 1));
    for (const HttpMessage& request : upstream.requests()) {
      EXPECT_EQ(request.first, "GET " + target + " HTTP/1.1");
    }
  }
  for (const auto& [code, times] : said) {
    EXPECT_TRUE(proxy.admin_tells("/metrics", "specgate_uninspectable_total{code=\"" + code + "\"} " +
                                                  std::to_string(times)));
  }
}

INSTANTIATE_TEST_SUITE_P(Pixel, PixelMode,
                         ::testing::Values("observe", "rewrite", "enforce", "dry-run"),
                         [](const auto& one) {
                           std::string name = one.param;
                           std::erase(name, '-');
                           return name;
                         });

// What is not understood is not written anew: nothing beside the data gets lost on the way.
TEST(PixelQueries, ThatAreNotUnderstoodAreNotRewritten) {
  Upstream upstream;
  Proxy proxy(upstream, {"--mode", "rewrite"});
  const std::string beside = "/v1/pixel/track?" + kVariant + "&properties.a=1";
  EXPECT_EQ(proxy.get(beside).field("Specgate-Verdict"), "pass");
  EXPECT_EQ(upstream.requests().at(0).first, "GET " + beside + " HTTP/1.1");
  EXPECT_EQ(proxy.get("/v1/pixel/track?" + kVariant).field("Specgate-Verdict"), "rewrite");
  EXPECT_THAT(upstream.requests().at(1).first, Not(HasSubstr(kVariant)));
}

TEST(PixelQueries, GoOnWhereTheOperatorLetsThem) {
  const ConfigFile config("proxy: {mode: enforce, on_uninspectable: forward}\n");
  Upstream upstream;
  Proxy proxy(upstream, config.arguments());
  proxy.get("/v1/pixel/track?" + kData + "&event=Other");
  EXPECT_THAT(upstream.requests(), SizeIs(1));
  // What is bad all the same stays.
  proxy.get("/v1/pixel/track?" + data_of(R"({"writeKey":"k","userId":"u1"})") + "&event=Other");
  EXPECT_THAT(upstream.requests(), SizeIs(1));
  EXPECT_THAT(proxy.quarantine(), HasSubstr("ENV106"));
}

// The source whose rules hold is the one that enforces, wherever its key stands.
TEST(PixelQueries, HaveTheSourceOfEitherKey) {
  setenv("PIXEL_KEY", "webkey", 1);
  const ConfigFile config(
      "proxy: {sources: {web: {write_key: {env: PIXEL_KEY}, mode: enforce}}}\n");
  Upstream upstream;
  Proxy proxy(upstream, config.arguments());
  const std::string bad = R"("userId":"u1"})";
  for (const std::string& query : {data_of(R"({"writeKey":"webkey",)" + bad),
                                   data_of("{" + bad) + "&writeKey=webkey",
                                   data_of(R"({"writeKey":"other",)" + bad) + "&writeKey=webkey",
                                   data_of(R"({"writeKey":"webkey",)" + bad) + "&writeKey=other",
                                   std::string("writeKey=webkey&userId=u1")}) {
    proxy.get("/v1/pixel/track?" + query);
    EXPECT_THAT(upstream.requests(), IsEmpty()) << query;
  }
  proxy.get("/v1/pixel/track?" + data_of("{" + bad) + "&writeKey=other");
  EXPECT_THAT(upstream.requests(), SizeIs(1));
}

// A pixel's header is one more place for a key: the strictest of them counts, and none of the request
// before.
TEST(PixelKeys, OfTheHeadCountToo) {
  setenv("PIXEL_STRICT_KEY", "strictkey", 1);
  setenv("PIXEL_LAX_KEY", "laxkey", 1);
  const ConfigFile config(
      "proxy:\n  mode: observe\n  sources:\n"
      "    strict: {write_key: {env: PIXEL_STRICT_KEY}, mode: enforce}\n"
      "    lax: {write_key: {env: PIXEL_LAX_KEY}}\n");
  Upstream upstream;
  Proxy proxy(upstream, config.arguments());
  // "laxkey:" and "strictkey:"
  const std::string lax = "Authorization: Basic bGF4a2V5Og==\r\n",
                    strict = "Authorization: Basic c3RyaWN0a2V5Og==\r\n", none = "X-A: b\r\n";
  const std::string data = data_of(R"({"userId":"u1"})"),
                    lax_data = data_of(R"({"userId":"u1","writeKey":"laxkey"})"),
                    strict_data = data_of(R"({"userId":"u1","writeKey":"strictkey"})");
  struct Row {
    std::string query, fields;
    bool enforced;
  };
  const Row rows[] = {
      {"userId=u1", strict, true},
      {"userId=u1&writeKey=laxkey", strict, true},
      {data, strict, true},
      {data + "&writeKey=laxkey", strict, true},
      {lax_data, strict, true},
      {"data=%25&writeKey=laxkey", strict, true},
      {"userId=u1&writeKey=strictkey", lax, true},
      {data + "&writeKey=strictkey", lax, true},
      {strict_data, lax, true},
      {"data=%25&writeKey=strictkey", lax, true},
      {"userId=u1&writeKey=strictkey", none, true},
      {"userId=u1&writeKey=laxkey", none, false},
      {"userId=u1", lax, false},
      {"userId=u1", none, false},
      {data + "&writeKey=laxkey", lax, false},
  };
  Connection connection(proxy.port());
  for (const Row& row : rows) {
    upstream.forget();
    connection.send(request_text("GET", "/v1/pixel/track?" + row.query, {}, row.fields));
    EXPECT_EQ(connection.read().status(), 200);
    EXPECT_THAT(upstream.requests(), SizeIs(row.enforced ? 0 : 1)) << row.query << row.fields;
  }
}

// Of a GET nobody reads the body: where the mode enforces it goes nowhere, and it is counted everywhere.
TEST_P(PixelMode, TheBodyOfAGetIsCountedAndNotEnforcedPast) {
  const std::string mode = GetParam();
  Upstream upstream;
  const ConfigFile config("proxy: {mode: " + mode + ", cdn: '" + upstream.url() + "'}\n");
  Proxy proxy(upstream, config.arguments());
  const std::string body = R"({"type":"track","userId":"u1"})";
  const std::string framed = "Content-Length: " + std::to_string(body.size()) + "\r\n";
  for (const char* target : {"/v1/pixel/track?writeKey=k&userId=u1&event=Signed+Up",
                             "/v1/projects/k/settings", "/analytics-next/bundles/x.js"}) {
    const bool pixel = std::string_view(target).starts_with("/v1/pixel");
    for (const auto& [fields, bytes] :
         {std::pair(framed, body), std::pair(std::string("Transfer-Encoding: chunked\r\n"),
                                             "1e\r\n" + body + "\r\n0\r\n\r\n")}) {
      upstream.forget();
      Connection connection(proxy.port());
      connection.send("GET " + std::string(target) + " HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n" + bytes);
      const HttpMessage answer = connection.read();
      const bool refused = mode == "enforce" && !pixel;
      EXPECT_TRUE(mode == "dry-run" || answer.status() == (refused ? 400 : 200)) << target;
      EXPECT_EQ(answer.body.find("unread-body") != std::string::npos, refused) << target;
      EXPECT_THAT(upstream.requests(), SizeIs(mode == "observe" || mode == "rewrite" ? 1 : 0)) << target;
    }
    upstream.forget();
    EXPECT_EQ(proxy.get(target, "Content-Length: 0\r\n").status() == 400, false);
  }
  // In dry-run no library is served, and that is what is wrong with two of them.
  const std::string times = mode == "dry-run" ? "4" : "6";
  EXPECT_TRUE(proxy.admin_tells("/metrics", "specgate_trouble_total{kind=\"unread-body\"} " + times));
}

}  // namespace
}  // namespace specgate::proxy::testing
