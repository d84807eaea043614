// The modes, driven from outside: what the upstream gets, what the caller is told, what is kept.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/proxy/built_proxy.h"

namespace specgate::proxy::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

constexpr std::string_view kGood =
    R"({"type":"track","event":"Order Completed","userId":"u1","messageId":"m-good","properties":{ "order_id":"1", "total" : 1.50 }})";
constexpr std::string_view kVariant =
    R"({"type":"track","event":"sign_up","userId":"u1","messageId":"m-variant","extra" : [1.0,2e3]})";
constexpr std::string_view kBad = R"({"type":"track","userId":"u1","messageId":"m-bad"})";

std::string batch_of(std::initializer_list<std::string_view> calls) {
  std::string out = R"({"batch":[)";
  for (const std::string_view call : calls) {
    if (out.back() != '[') out += ',';
    out += call;
  }
  return out + R"(],"context":{"library":{"name":"x","version":"1"}}})";
}

TEST(Modes, ObserveChangesNothing) {
  Upstream upstream;
  Proxy proxy(upstream, {});
  for (const std::string& body : {std::string(kGood), std::string(kVariant), std::string(kBad),
                                  batch_of({kGood, kBad, kVariant}), std::string("{\"type\":"),
                                  std::string("\0\xff", 2), std::string()}) {
    upstream.forget();
    const HttpMessage answer = proxy.post("/v1/batch", body);
    EXPECT_EQ(answer.status(), 200) << body;
    EXPECT_EQ(answer.body, R"({"success":true})");
    ASSERT_THAT(upstream.requests(), SizeIs(1));
    EXPECT_EQ(upstream.requests()[0].body, body);
  }
  EXPECT_THAT(proxy.quarantine(), IsEmpty());
}

TEST(Modes, RewriteMakesSafeFixesAndNothingElse) {
  Upstream upstream;
  Proxy proxy(upstream, {"--mode", "rewrite"});
  const HttpMessage answer = proxy.post("/v1/track", kVariant);
  EXPECT_EQ(answer.status(), 200);
  EXPECT_EQ(answer.field("Specgate-Verdict"), "rewrite");
  ASSERT_THAT(upstream.requests(), SizeIs(1));
  std::string wanted(kVariant);
  wanted.replace(wanted.find("sign_up"), 7, "Signed Up");
  EXPECT_EQ(upstream.requests()[0].body, wanted);
  proxy.post("/v1/track", kBad);
  EXPECT_EQ(upstream.requests().back().body, kBad);
  EXPECT_TRUE(proxy.admin_tells("/api/events?outcome=rewrite",
                                R"([{"op":"replace","path":"/event","value":"sign_up"}])"));
}

// What is fixed around the calls of a batch has a patch of its own, with pointers within the body.
TEST(Modes, FixesOfABatchAroundItsCallsAreFiledAsSuch) {
  Upstream upstream;
  Proxy proxy(upstream, {"--mode", "rewrite"});
  const std::string kFiled =
      R"("envelope":{"patch":[{"op":"move","path":"/context/userAgent","from":"/context/user_agent"}],)"
      R"("reverse":[{"op":"move","path":"/context/user_agent","from":"/context/userAgent"}]})";
  const auto body_with = [](std::string_view call, std::string_view key) {
    return R"({"batch":[)" + std::string(call) + R"(],"context":{"library":{"name":"x","version":"1"},")" +
           std::string(key) + R"(":"a"}})";
  };
  std::string fixed(kVariant);
  fixed.replace(fixed.find("sign_up"), 7, "Signed Up");
  EXPECT_EQ(proxy.post("/v1/batch", body_with(kVariant, "user_agent"), kWithKey).status(), 200);
  ASSERT_THAT(upstream.requests(), SizeIs(1));
  EXPECT_EQ(upstream.requests()[0].body, body_with(fixed, "userAgent"));
  EXPECT_TRUE(proxy.admin_tells("/api/events?outcome=rewrite", kFiled));
  EXPECT_TRUE(proxy.admin_tells("/api/events?outcome=rewrite",
                                R"("patch":[{"op":"replace","path":"/event","value":"Signed Up"}])"));
  EXPECT_EQ(proxy.post("/v1/batch", body_with(kGood, "user_agent"), kWithKey).status(), 200);
  EXPECT_EQ(upstream.requests().back().body, body_with(kGood, "userAgent"));
  EXPECT_TRUE(proxy.admin_tells("/api/events?outcome=pass", kFiled));
  const std::string dry = std::string(kWithKey) + "Specgate-Mode: dry-run\r\n";
  EXPECT_THAT(proxy.post("/v1/batch", body_with(kGood, "user_agent"), dry).body,
              HasSubstr(kFiled));
}

TEST(Modes, EnforceKeepsTheBadAndForwardsTheGood) {
  Upstream upstream;
  Proxy proxy(upstream, {"--mode", "enforce"});
  const HttpMessage answer = proxy.post("/v1/batch", batch_of({kGood, kBad, kVariant}));
  EXPECT_EQ(answer.status(), 200);
  EXPECT_EQ(answer.field("Specgate-Verdict"), "quarantine");
  EXPECT_THAT(answer.body, HasSubstr(R"("accepted":2,"rejected":1)"));
  EXPECT_THAT(answer.body, HasSubstr(R"({"index":1,"messageId":"m-bad","verdict":"reject")"));
  ASSERT_THAT(upstream.requests(), SizeIs(1));
  const std::string sent = upstream.requests()[0].body;
  EXPECT_THAT(sent, HasSubstr(kGood));
  EXPECT_THAT(sent, HasSubstr("Signed Up"));
  EXPECT_THAT(sent, Not(HasSubstr("m-bad")));
  EXPECT_THAT(proxy.quarantine(), HasSubstr("m-bad"));
}

TEST(Modes, EnforceAnswersAProblemWhenNothingIsAccepted) {
  Upstream upstream;
  Proxy proxy(upstream, {"--mode", "enforce"});
  const HttpMessage answer = proxy.post("/v1/track", kBad);
  EXPECT_EQ(answer.status(), 400);
  EXPECT_EQ(answer.field("Content-Type"), "application/problem+json");
  EXPECT_THAT(answer.body, HasSubstr("missing-event-name"));
  EXPECT_EQ(answer.body.back(), '}');
  EXPECT_THAT(upstream.requests(), IsEmpty());
  EXPECT_EQ(proxy.post("/v1/track", "{\"type\":").status(), 400);
  EXPECT_EQ(proxy.post("/v1/batch", batch_of({kBad})).status(), 400);
  EXPECT_THAT(upstream.requests(), IsEmpty());
}

TEST(Modes, DryRunForwardsNothing) {
  Upstream upstream;
  Proxy dry(upstream, {"--mode", "dry-run"});
  EXPECT_THAT(dry.post("/v1/batch", batch_of({kGood, kBad})).body,
              HasSubstr(R"("mode":"dry-run")"));
  Proxy proxy(upstream, {});
  EXPECT_THAT(proxy.post("/v1/track", kBad, "Specgate-Mode: dry-run\r\n").body,
              HasSubstr("missing-event-name"));
  EXPECT_THAT(proxy.post("/v1/validate/track", kVariant).body, HasSubstr("Signed Up"));
  EXPECT_THAT(upstream.requests(), IsEmpty());
  EXPECT_THAT(proxy.quarantine(), IsEmpty());
}

TEST(Modes, WhatTwoReadersReadDifferentlyDoesNotGoOn) {
  Upstream upstream;
  Proxy proxy(upstream, {"--mode", "rewrite"});
  Proxy strict(upstream, {"--mode", "enforce"});
  const char* const twice = R"({"type":"identify","userId":"u1","userId":"u2","messageId":"a1"})";
  EXPECT_EQ(proxy.post("/v1/identify", twice).status(), 400);
  for (const char* body : {twice, R"({"type":"identify","userId":"u1","messageId":"a2","traits":{"x":"\ud800"}})",
                           R"({"type":"identify","userId":"u1","messageId":"a3","traits":{"x":1e999}})"}) {
    EXPECT_EQ(strict.post("/v1/identify", body).status(), 400) << body;
  }
  EXPECT_THAT(upstream.requests(), IsEmpty());
  // The same value twice has one reading; the fix makes it one key.
  EXPECT_EQ(proxy.post("/v1/identify", R"({"type":"identify","userId":"u1","userId":"u1"})").status(),
            200);
  EXPECT_EQ(upstream.requests().at(0).body, R"({"type":"identify","userId":"u1"})");
}

// A profile that is silent on what has two readings changes nothing about that.
class TwoReadings : public ::testing::TestWithParam<std::string> {};

TEST_P(TwoReadings, StayInEnforceWhateverTheProfile) {
  const ConfigFile config("profile: " + GetParam() + "\nproxy: {mode: enforce}\n");
  Upstream upstream;
  Proxy proxy(upstream, config.arguments());
  const std::string call = R"({"type":"track","event":"Signed Up","userId":"u1","messageId":"m1","properties":)";
  for (const char* properties : {R"({"a":1,"a":2})", R"({"x":{"a":1,"a":null}})", R"({"x":"\ud800"})", R"({"\ud800":1})",
                                 R"({"x":1e999})", R"({"x":123456789012345678901234567890})"}) {
    EXPECT_EQ(proxy.post("/v1/track", call + properties + "}").status(), 400) << properties;
    EXPECT_EQ(proxy.post("/v1/batch", R"({"batch":[)" + call + properties + "}]}").status(), 400) << properties;
  }
  EXPECT_THAT(upstream.requests(), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(Profiles, TwoReadings, ::testing::Values("minimal", "recommended", "partner", "strict"));

// What the operator says of the rule by its name stands, and so does a source of its own mode.
TEST(Modes, WhatHasTwoReadingsGoesOnWhereTheOperatorSaysSo) {
  const std::string body = R"({"type":"identify","userId":"u1","messageId":"a1","traits":{"x":1,"x":2}})";
  for (const char* text : {"profile: minimal\nrules: {duplicate-key: off}\nproxy: {mode: enforce}\n",
                           "profile: minimal\nproxy: {mode: rewrite}\n"}) {
    const ConfigFile config(text);
    Upstream upstream;
    Proxy proxy(upstream, config.arguments());
    EXPECT_EQ(proxy.post("/v1/identify", body).status(), 200) << text;
    ASSERT_THAT(upstream.requests(), SizeIs(1));
    EXPECT_EQ(upstream.requests()[0].body, body);
  }
}

// Whatever they may be read as, it decides nothing about the event.
TEST(Modes, RewriteLetsWarningsGoOn) {
  Upstream upstream;
  Proxy proxy(upstream, {"--mode", "rewrite"});
  for (const char* body :
       {R"({"type":"identify","userId":"u1","messageId":"a2","traits":{"x":"\ud800"}})",
        R"({"type":"identify","userId":"u1","messageId":"a3","traits":{"x":1e999}})",
        R"({"type":"identify","userId":"u1","messageId":"a4","traits":{"x":1,"x":2}})"}) {
    upstream.forget();
    EXPECT_EQ(proxy.post("/v1/identify", body).status(), 200) << body;
    ASSERT_THAT(upstream.requests(), SizeIs(1));
    EXPECT_EQ(upstream.requests()[0].body, body);
  }
  EXPECT_THAT(proxy.quarantine(), IsEmpty());
}

// All that read numbers as doubles, as Segment does, read the same: it is told and, as other warnings are,
// a matter of reject_at. Beyond 64 bits each makes something else of it.
TEST(Modes, ANumberThatADoubleRoundsIsAWarningLikeOthers) {
  Upstream upstream;
  const ConfigFile config("proxy: {reject_at: warning}\n");
  Proxy proxy(upstream, {"--mode", "enforce"});
  Proxy stricter(upstream, {"--config", config.path(), "--mode", "enforce"});
  const auto body = [](std::string_view number) {
    return R"({"type":"identify","userId":"u1","traits":{"x":)" + std::string(number) + "}}";
  };
  for (const std::string_view number : {"9007199254740993", "-9007199254740993", "9007199254740993.0",
                                        "18446744073709551615", "9007199254740994"}) {
    upstream.forget();
    EXPECT_EQ(proxy.post("/v1/identify", body(number)).status(), 200) << number;
    ASSERT_THAT(upstream.requests(), SizeIs(1)) << number;
    EXPECT_EQ(upstream.requests()[0].body, body(number));
  }
  upstream.forget();
  const HttpMessage refused = stricter.post("/v1/identify", body("9007199254740993"));
  EXPECT_EQ(refused.status(), 400);
  EXPECT_THAT(refused.body, HasSubstr("Segment's API reads 9007199254740992"));
  for (const std::string_view number : {"18446744073709551616", "-9223372036854775809", "1e999"})
    EXPECT_EQ(proxy.post("/v1/identify", body(number)).status(), 400) << number;
  EXPECT_THAT(upstream.requests(), IsEmpty());
}

TEST(Modes, ARetryIsNotAnotherQuarantinedEvent) {
  Upstream upstream;
  Proxy proxy(upstream, {"--mode", "enforce"});
  proxy.post("/v1/track", kBad);
  proxy.post("/v1/track", kBad, "X-Retry-Count: 1\r\nAuthorization: Basic a2V5Og==\r\n");
  const std::string rows = proxy.quarantine();
  EXPECT_EQ(std::count(rows.begin(), rows.end(), '\n'), 1) << rows;
  EXPECT_THAT(rows, HasSubstr(R"("seen":2)"));
}

TEST(Modes, NoWriteKeyIsKept) {
  Upstream upstream;
  Proxy proxy(upstream, {"--mode", "enforce"});
  proxy.post("/v1/track", R"({"type":"track","userId":"u1","writeKey":"SECRETKEY","messageId":"k1"})",
             "Content-Type: text/plain\r\n");
  proxy.post("/v1/track", R"({"writeKey":"SECRETKEY","type":)", "Content-Type: text/plain\r\n");
  const std::string rows = proxy.command({"list", "--json"}) + proxy.command({"show", "1", "2"}) +
                           proxy.command({"export"});
  EXPECT_THAT(rows, HasSubstr("k1"));
  EXPECT_THAT(rows, Not(HasSubstr("SECRETKEY")));
}

}  // namespace
}  // namespace specgate::proxy::testing
