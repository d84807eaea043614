// A pixel's query that others may read otherwise than we do: said, and refused where the mode enforces.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <map>

#include "proxy/pixel.h"
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

}  // namespace
}  // namespace specgate::proxy::testing
