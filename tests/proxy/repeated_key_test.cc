// Nothing passes `enforce` because a key, or a parameter, that decides what is judged stands twice,
// or because an array stands where one call belongs; the other modes tell of it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/proxy/built_proxy.h"

namespace specgate::proxy::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr std::string_view kGood =
    R"({"type":"identify","userId":"u1","messageId":"m1","traits":{"plan":"pro"}})";

std::string batch(std::string_view members) { return "{" + std::string(members) + "}"; }

// The bodies of a batch that stands twice: a good one beside what nobody judges, either first.
std::vector<std::string> two_batches() {
  const std::string good = "[" + std::string(kGood) + "]";
  std::vector<std::string> out;
  for (const std::string_view odd :
       {R"({"x":1})", "null", "[]", "7", R"("text")", R"([{"type":"track"}])"}) {
    for (const std::string_view key : {"batch", R"(\u0062atch)", R"(batc\u0068)"}) {
      const std::string one = R"("batch":)" + good;
      const std::string two = "\"" + std::string(key) + "\":" + std::string(odd);
      out.push_back(batch(one + "," + two));
      out.push_back(batch(two + "," + one));
      out.push_back(batch(R"("sentAt":"2026-01-01T00:00:00Z",)" + one + R"(,"context":{},)" + two));
    }
  }
  return out;
}

// Calls with a field that stands twice.
std::vector<std::string> two_fields() {
  std::vector<std::string> out;
  const std::pair<std::string_view, std::string_view> kFields[] = {
      {"type", R"("track")"},     {"userId", R"("u1")"},   {"anonymousId", R"("a1")"},
      {"event", R"("Signed Up")"}, {"messageId", R"("m1")"}, {"timestamp", R"("2026-01-01T00:00:00Z")"},
      {"context", "{}"},          {"properties", "{}"},    {"traits", "{}"},
      {"integrations", "{}"},     {"writeKey", R"("k1")"}};
  for (const auto& [key, value] : kFields) {
    std::string rest;
    for (const auto& [other, usual] : kFields) {
      const bool needed = other == "type" || other == "event" || other == "userId";
      if (needed && other != key) rest.append(",\"").append(other).append("\":").append(usual);
    }
    for (const std::string_view odd : {R"("page")", "null", R"({"a":1})"}) {
      const std::string one = "\"" + std::string(key) + "\":" + std::string(value);
      const std::string two = "\"" + std::string(key) + "\":" + std::string(odd);
      out.push_back("{" + one + "," + two + rest + "}");
      out.push_back("{" + two + rest + "," + one + "}");
    }
  }
  return out;
}

// Calls with a field that stands twice under an old name.
std::vector<std::string> two_old_names() {
  const std::string track = R"({"type":"track","event":"Signed Up","messageId":"m1",)";
  const std::string known = track + R"("userId":"u1",)";
  return {R"({"action":"track","action":"identify","userId":"u1","messageId":"m1","event":"Signed Up"})",
          R"({"action":"identify","action":"track","userId":"u1","messageId":"m1","event":"Signed Up"})",
          known + R"("action":"track","action":"identify"})",
          track + R"("user_id":"u1","user_id":"u2"})",
          track + R"("user_id":"u1","user\u005fid":null})",
          track + R"("anonymous_id":"a1","anonymous_id":"a2"})",
          track + R"("sessionId":"a1","sessionId":"a2"})",
          R"({"type":"alias","messageId":"m1","from":"a1","from":"a2","to":"u1"})",
          R"({"type":"alias","messageId":"m1","from":"a1","to":"u2","to":"u1"})",
          known + R"("options":{"providers":{"All":false},"providers":{}}})",
          known + R"("context":{"user_agent":"a","user_agent":"b"}})",
          known + R"("context":{"deviceModel":"a","deviceModel":"b"}})",
          known + R"("context":{"screenWidth":1,"screenWidth":2}})",
          known + R"("context":{"osVersion":"1","osVersion":"2"}})"};
}

class RepeatedKeyTest : public ::testing::TestWithParam<std::string> {};

void expect_refused(const HttpMessage& answer, const Upstream& upstream, const std::string& body) {
  EXPECT_THAT(answer.status(), 400) << body;
  EXPECT_THAT(answer.body, HasSubstr("duplicate-key")) << body;
  EXPECT_THAT(upstream.requests(), IsEmpty()) << body;
}

TEST_P(RepeatedKeyTest, EnforceRefusesIt) {
  const ConfigFile config(GetParam());
  Upstream upstream;
  std::vector<std::string> arguments = config.arguments();
  arguments.insert(arguments.end(), {"--mode", "enforce"});
  Proxy proxy(upstream, arguments);
  for (const std::string& body : two_batches()) {
    expect_refused(proxy.post("/v1/batch", body, kWithKey), upstream, body);
  }
  for (const std::string& body : two_fields()) {
    expect_refused(proxy.post("/v1/track", body, kWithKey), upstream, body);
    expect_refused(proxy.post("/v1/batch", R"({"batch":[)" + body + "]}", kWithKey), upstream, body);
  }
  for (const std::string& body : two_old_names()) {
    expect_refused(proxy.post("/v1/batch", R"({"batch":[)" + body + "]}", kWithKey), upstream, body);
  }
}

INSTANTIATE_TEST_SUITE_P(Configurations, RepeatedKeyTest,
                         ::testing::Values("profile: minimal\n", "profile: recommended\n",
                                           "rules: {ALL: off}\n",
                                           "ignore: [{rule: duplicate-key, reason: known}]\n"));

// The plan speaks of track calls: none gets by it as the identify call that its second `action` makes of it.
TEST(RepeatedKey, NoUnplannedEventPassesUnderASecondAction) {
  const ConfigFile plan(R"({"rules":[{"type":"TRACK","key":"Planned","version":1,"jsonSchema":{"type":"object"}}]})");
  const ConfigFile config("plan: {file: " + plan.path() +
                          ", track: {unplanned_events: block}}\nproxy: {mode: enforce}\n");
  Upstream upstream;
  Proxy proxy(upstream, config.arguments());
  for (const std::string_view actions : {R"("action":"track")", R"("action":"track","action":"identify")",
                                         R"("action":"identify","action":"track")"}) {
    const std::string body = "{\"batch\":[{" + std::string(actions) +
                             R"(,"userId":"u1","messageId":"m1","event":"Not Planned"}]})";
    EXPECT_EQ(proxy.post("/v1/batch", body, kWithKey).status(), 400) << body;
    EXPECT_THAT(upstream.requests(), IsEmpty()) << body;
  }
}

// The good call of a batch goes on without the one that may be read two ways.
TEST(RepeatedKey, EnforceKeepsOnlyTheCallThatHasIt) {
  Upstream upstream;
  Proxy proxy(upstream, {"--mode", "enforce"});
  const HttpMessage answer = proxy.post(
      "/v1/batch",
      R"({"batch":[)" + std::string(kGood) + R"(,{"type":"identify","userId":"u2","userId":"u3"}]})",
      kWithKey);
  EXPECT_EQ(answer.status(), 200);
  EXPECT_THAT(answer.body, HasSubstr(R"("accepted":1,"rejected":1)"));
  ASSERT_THAT(upstream.requests(), SizeIs(1));
  EXPECT_EQ(upstream.requests()[0].body, R"({"batch":[)" + std::string(kGood) + "]}");
}

// At the path of a batch it is the batch that counts, whatever else the body says it is.
TEST(RepeatedKey, ATypeBesideTheBatchHidesNothing) {
  Upstream upstream;
  Proxy proxy(upstream, {"--mode", "enforce"});
  const HttpMessage answer = proxy.post(
      "/v1/batch",
      R"({"type":"identify","userId":"u1","traits":{},"batch":[{"type":"track","userId":"u1"}]})",
      kWithKey);
  EXPECT_EQ(answer.status(), 400);
  EXPECT_THAT(answer.body, HasSubstr("missing-event-name"));
  EXPECT_THAT(upstream.requests(), IsEmpty());
}

// Of two write keys nobody knows which one counts: whose events are enforced, they are.
TEST(RepeatedKey, TwoWriteKeysHaveTheRulesOfTheStricter) {
  setenv("TEST_STRICT_KEY", "strict-key", 1);
  setenv("TEST_LAX_KEY", "lax-key", 1);
  const ConfigFile config(
      "proxy:\n"
      "  mode: observe\n"
      "  sources:\n"
      "    strict: {write_key: {env: TEST_STRICT_KEY}, mode: enforce}\n"
      "    lax: {write_key: {env: TEST_LAX_KEY}}\n");
  Upstream upstream;
  Proxy proxy(upstream, config.arguments());
  for (const std::string_view keys : {R"("writeKey":"strict-key","writeKey":"lax-key")",
                                      R"("writeKey":"lax-key","writeKey":"strict-key")"}) {
    const std::string body = R"({"batch":[)" + std::string(kGood) + "]," + std::string(keys) + "}";
    expect_refused(proxy.post("/v1/batch", body, "Content-Type: application/json\r\n"), upstream, body);
  }
}

TEST(RepeatedKey, OfAPixelIsAParameterThatComesTwice) {
  Upstream upstream;
  Proxy proxy(upstream, {"--mode", "enforce"});
  for (const std::string_view query :
       {"event=Signed+Up&event=Other&userId=u1", "event=Signed+Up&userId=u1&userId=u2",
        "event=Signed+Up&userId=u1&properties.plan=pro&properties.plan=free",
        "event=Signed+Up&userId=u1&properties=x&properties.plan=free",
        "data=eyJ1c2VySWQiOiJ1MSIsImV2ZW50IjoiQSJ9&data=e30",
        "event=Signed+Up&%65vent=Other&userId=u1", "event=Signed+Up&userId=u1&mine=1&mine=2"}) {
    EXPECT_EQ(proxy.get("/v1/pixel/track?writeKey=k1&" + std::string(query)).status(), 200) << query;
    EXPECT_THAT(upstream.requests(), IsEmpty()) << query;
  }
  EXPECT_THAT(proxy.quarantine(), HasSubstr("duplicate-key"));
  proxy.get("/v1/pixel/track?writeKey=k1&event=Signed+Up&userId=u1&properties.plan=pro&properties.a=1");
  EXPECT_THAT(upstream.requests(), SizeIs(1));
}

// Each of the operations would repeat the long key: the event is kept as it was instead.
TEST(Patches, AreNoLongerThanTheEventAllowsFor) {
  Upstream upstream;
  Proxy proxy(upstream, {"--mode", "rewrite"});
  std::string body = R"({"type":"identify","userId":"u1","messageId":"m1","traits":{")" +
                     std::string(300'000, 'k') + R"(":{"a":1)";
  const std::string fixed = body + "}}}";
  for (int i = 0; i < 10'000; ++i) body += R"(,"a":1)";
  EXPECT_EQ(proxy.post("/v1/identify", body + "}}}", kWithKey).status(), 200);
  ASSERT_THAT(upstream.requests(), SizeIs(1));
  EXPECT_EQ(upstream.requests()[0].body, fixed);
  EXPECT_TRUE(proxy.admin_tells("/api/events?outcome=rewrite",
                                R"([{"op":"replace","path":"","value":)"));
}

// What another reader of the same bytes may take for the batch, or for a field.
TEST(LookAlikeField, NothingPassesEnforceUnderIt) {
  const std::string bad = R"([{"type":"track","userId":""}])", good = "[" + std::string(kGood) + "]";
  const std::string call = R"({"type":"track","event":"Boat Rented","userId":"u1","messageId":"m1")";
  const std::pair<std::string_view, std::string> kBodies[] = {
      {"/v1/batch", R"({"batch":)" + good + R"(,"Batch":)" + bad + "}"},
      {"/v1/batch", R"({"BATCH":)" + bad + R"(,"batch":)" + good + "}"},
      {"/v1/batch", R"({"batch":)" + good + R"(,"batch\u0000":)" + bad + "}"},
      {"/v1/batch", R"({"Batch":)" + bad + "}"},
      {"/v1/track", R"({"Batch":)" + bad + R"(,"event":"Boat Rented","userId":"u1"})"},
      {"/v1/track", R"({"TYPE":"track","EVENT":"Boat Rented","userId":"u1"})"},
      {"/v1/track", R"({"TYPE":"alias","event":"Boat Rented","userId":"u1"})"},
      {"/v1/track", call + R"(,"Type":"identify"})"},
      {"/v1/track", call + R"(,"USERID":""})"},
      {"/v1/track", call + R"(,"Properties":[]})"},
      {"/v1/track", call + R"(,"batch":)" + bad + "}"},
      {"/v1/track", call + R"(,"batch":{"type":"track"}})"},
      {"/v1/batch", R"({"type":"batch","batch":)" + bad + "}"},
      {"/v1/track", R"({"type":"batch","batch":)" + bad + "}"}};
  for (const std::string_view profile : {"profile: minimal\n", "rules: {ALL: off}\n"}) {
    const ConfigFile config{std::string(profile)};
    Upstream upstream;
    std::vector<std::string> arguments = config.arguments();
    arguments.insert(arguments.end(), {"--mode", "enforce"});
    Proxy proxy(upstream, arguments);
    for (const auto& [path, body] : kBodies) {
      const bool judged = body.starts_with(R"({"type":"batch")") || body.starts_with(R"({"Batch":[{"type":"track","userId":""}]}")");
      if (judged && profile.starts_with("rules")) continue;  // nothing hides in those
      EXPECT_THAT(proxy.post(path, body, kWithKey).status(), 400) << path << body;
      EXPECT_THAT(upstream.requests(), IsEmpty()) << path << body;
      upstream.forget();
    }
  }
}

TEST(LookAlikeField, AWriteKeyUnderItHasTheRulesOfTheStricter) {
  setenv("TEST_STRICT_KEY", "strict-key", 1);
  const ConfigFile config(
      "proxy:\n"
      "  mode: observe\n"
      "  sources:\n"
      "    strict: {write_key: {env: TEST_STRICT_KEY}, mode: enforce}\n");
  Upstream upstream;
  Proxy proxy(upstream, config.arguments());
  const std::string body = R"({"batch":[)" + std::string(kGood) + R"(],"WriteKey":"strict-key"})";
  EXPECT_THAT(proxy.post("/v1/batch", body, "Content-Type: application/json\r\n").status(), 400);
  EXPECT_THAT(upstream.requests(), IsEmpty());
}

// It says what it is, and so does its path.
TEST(BatchInCall, ABatchThatSaysSoIsOne) {
  Upstream upstream;
  Proxy proxy(upstream, {"--mode", "enforce"});
  const std::string body = R"({"type":"batch","batch":[)" + std::string(kGood) + "]}";
  EXPECT_EQ(proxy.post("/v1/batch", body, kWithKey).status(), 200);
  EXPECT_THAT(upstream.requests(), SizeIs(1));
}

// The calls of a batch that stands in a call of a batch were not judged either.
TEST(BatchInCall, OfABatchStaysOutOfIt) {
  Upstream upstream;
  Proxy proxy(upstream, {"--mode", "enforce"});
  const std::string within =
      R"({"type":"identify","userId":"u2","messageId":"m2","traits":{},"batch":[{"type":"track"}]})";
  for (const char* path : {"/v1/batch", "/v1/b", "/v1/import"}) {
    upstream.forget();
    EXPECT_EQ(proxy.post(path, R"({"batch":[)" + within + "]}", kWithKey).status(), 400) << path;
    EXPECT_THAT(upstream.requests(), IsEmpty()) << path;
    const HttpMessage answer =
        proxy.post(path, R"({"batch":[)" + within + "," + std::string(kGood) + "]}", kWithKey);
    EXPECT_EQ(answer.status(), 200) << path;
    EXPECT_THAT(answer.body, HasSubstr("batch-in-call")) << path;
    ASSERT_THAT(upstream.requests(), SizeIs(1)) << path;
    EXPECT_EQ(upstream.requests()[0].body, R"({"batch":[)" + std::string(kGood) + "]}") << path;
  }
}

// Judged as the one call, it may be stored as the other.
TEST(TypePathMismatch, EnforceRefusesAndAllModesTell) {
  const std::string identify = R"({"type":"identify","userId":"u1","messageId":"m1","traits":{}})";
  for (const std::string mode : {"observe", "rewrite", "enforce"}) {
    Upstream upstream;
    Proxy proxy(upstream, {"--mode", mode});
    for (const std::string_view path : {"/v1/track", "/v1/t", "/v1/Track/", "/v1/page"}) {
      upstream.forget();
      const HttpMessage answer = proxy.post(path, identify, kWithKey);
      EXPECT_THAT(upstream.requests(), SizeIs(mode == "enforce" ? 0 : 1)) << path << mode;
      if (mode != "enforce") continue;
      EXPECT_THAT(answer.body, HasSubstr("type-path-mismatch"));
    }
    EXPECT_TRUE(proxy.admin_tells("/metrics", "ENV105")) << mode;
  }
}

TEST(CallsAtCallPath, EnforceRefusesAndAllModesTell) {
  const std::string array = "[" + std::string(kGood) + "," + std::string(kGood) + "]";
  for (const std::string mode : {"observe", "rewrite", "enforce"}) {
    Upstream upstream;
    Proxy proxy(upstream, {"--mode", mode});
    for (const std::string_view path : {"/v1/track", "/v1/identify", "/v1/t"}) {
      for (const std::string& body : {array, std::string("[]"), R"({"batch":)" + array + "}"}) {
        upstream.forget();
        const HttpMessage answer = proxy.post(path, body, kWithKey);
        const bool refused = mode == "enforce";
        EXPECT_THAT(upstream.requests(), SizeIs(refused ? 0 : 1)) << path << mode << body;
        if (!refused) continue;
        EXPECT_THAT(answer.status(), 400);
        EXPECT_THAT(answer.body, HasSubstr("calls-at-call-path"));
      }
    }
    EXPECT_TRUE(proxy.admin_tells("/metrics", "ENV119")) << mode;
  }
}

}  // namespace
}  // namespace specgate::proxy::testing
