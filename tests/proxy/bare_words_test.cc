// NaN and its like in one event: what they cost, in every mode, and that the linter says the same.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/proxy/built_proxy.h"

namespace specgate::proxy::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

const std::string kGood =
    R"({"type":"track","event":"Signed Up","userId":"u1","messageId":"m-good","properties":{"n":1.0}})";

std::string with_word(const std::string& word) {
  return R"({"type":"track","event":"Score Given","userId":"u1","messageId":"m-bare","properties":{"score": )" +
         word + R"( ,"deep":[{"x":)" + word + "}]}}";
}

std::string batch_of(const std::string& a, const std::string& b, const std::string& score = "1") {
  return R"({"batch":[)" + a + ", " + b + R"(],"context":{"score":)" + score + R"(},"sentAt":null})";
}

class BareWords : public ::testing::TestWithParam<const char*> {
 protected:
  const std::string word_ = GetParam();
  const std::string bad_ = with_word(word_);
  Upstream upstream_;
};

TEST_P(BareWords, GoOnAsTheyCameInObserve) {
  const Proxy proxy(upstream_, {});
  const std::string body = batch_of(kGood, bad_);
  const HttpMessage answer = proxy.post("/v1/batch", body);
  EXPECT_EQ(answer.status(), 200);
  EXPECT_THAT(answer.field("Specgate-Findings"), HasSubstr("error=2"));
  ASSERT_THAT(upstream_.requests(), SizeIs(1));
  EXPECT_EQ(upstream_.requests()[0].body, body);
  EXPECT_TRUE(proxy.admin_tells("/api/events", "score is a bare " + word_));
  EXPECT_TRUE(proxy.admin_tells("/api/events", R"("path":"/properties/score")"));
}

TEST_P(BareWords, BecomeNullInRewrite) {
  const Proxy proxy(upstream_, {"--mode", "rewrite"});
  EXPECT_EQ(proxy.post("/v1/batch", batch_of(kGood, bad_, word_)).status(), 200);
  ASSERT_THAT(upstream_.requests(), SizeIs(1));
  EXPECT_EQ(upstream_.requests()[0].body, batch_of(kGood, with_word("null"), "null"));
  EXPECT_TRUE(proxy.admin_tells("/api/events?outcome=rewrite",
                                R"({"op":"replace","path":"/properties/score","value":")" + word_ + "\"}"));
}

TEST_P(BareWords, CostTheirOwnEventInEnforce) {
  const Proxy proxy(upstream_, {"--mode", "enforce"});
  const HttpMessage answer = proxy.post("/v1/batch", batch_of(kGood, bad_, word_));
  EXPECT_EQ(answer.status(), 200);
  EXPECT_THAT(answer.body, HasSubstr(R"("accepted":1,"rejected":1)"));
  EXPECT_THAT(answer.body, HasSubstr("is a bare " + word_));
  ASSERT_THAT(upstream_.requests(), SizeIs(1));
  const std::string sent = upstream_.requests()[0].body;
  EXPECT_THAT(sent, HasSubstr(kGood));
  EXPECT_THAT(sent, HasSubstr(R"("context":{"score":null})"));
  EXPECT_THAT(sent, Not(HasSubstr("m-bare")));
  EXPECT_THAT(proxy.quarantine(), HasSubstr("m-bare"));
  const HttpMessage alone = proxy.post("/v1/track", bad_);
  EXPECT_EQ(alone.status(), 400);
  EXPECT_THAT(alone.body, HasSubstr(R"("code":"events-rejected")"));
  EXPECT_EQ(proxy.post("/v1/track", kGood).status(), 200);
}

TEST_P(BareWords, AreKeptAndListedAsJson) {
  const Proxy proxy(upstream_, {"--mode", "enforce"});
  proxy.post("/v1/track", bad_);
  const std::string rows = proxy.quarantine();
  EXPECT_THAT(rows, HasSubstr("m-bare"));
  EXPECT_THAT(proxy.command({"export"}), HasSubstr(bad_));
  const std::string listed = proxy.admin("/api/quarantine").body;
  EXPECT_THAT(listed, Not(HasSubstr("\"score\": " + word_)));
}

TEST_P(BareWords, AreRefusedBySegmentAndMendedOffline) {
  const Proxy observes("none", {"--offline"});
  EXPECT_EQ(observes.post("/v1/track", bad_).status(), 400);
  const Proxy rewrites("none", {"--offline", "--mode", "rewrite"});
  EXPECT_EQ(rewrites.post("/v1/track", bad_).status(), 200);
}

INSTANTIATE_TEST_SUITE_P(All, BareWords,
                         ::testing::Values("NaN", "Infinity", "-Infinity", "undefined"));

TEST(BareWord, InBrokenJsonIsBrokenJson) {
  Upstream upstream;
  const Proxy proxy(upstream, {"--mode", "rewrite"});
  EXPECT_EQ(proxy.post("/v1/track", R"({"type":"track","event":"A","userId":"u1","x":NaN,})").status(), 400);
  EXPECT_THAT(upstream.requests(), IsEmpty());
}

}  // namespace
}  // namespace specgate::proxy::testing
