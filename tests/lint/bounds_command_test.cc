// How much of a body is judged, and that what is beyond it is told: on every path, whichever rules are
// selected and however many workers there are.
#include "lint/input/bounds.h"

#include "rules/key/base64.h"
#include "spec/text/compression.h"
#include "tests/support/command.h"

namespace specgate {
namespace {

using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::Not;

std::string repeated(size_t times, const std::string& text) {
  std::string out;
  for (size_t i = 0; i < times; ++i) out += (i == 0 ? "" : ",") + text;
  return out;
}

std::string batch_of(size_t calls, const std::string& call) { return R"({"batch":[)" + repeated(calls, call) + "]}"; }

class BoundsCommand : public CommandTest {
 protected:
  std::string lint(const std::string& words, const std::string& text) {
    write("in.jsonl", text + "\n");
    ran_ = run("lint --isolated --no-progress -f text " + words + " in.jsonl");
    return ran_.out + ran_.err;
  }
  Ran ran_{};
};

TEST_F(BoundsCommand, CallsOfABatchAreCountedWhateverTheJobs) {
  for (const char* jobs : {"1", "2", "8"}) {
    const std::string words = std::string("--jobs ") + jobs;
    EXPECT_THAT(lint(words, batch_of(kMostCallsOfBody, "{}")), Not(HasSubstr("RUN102"))) << jobs;
    EXPECT_THAT(lint(words, batch_of(kMostCallsOfBody + 1, "{}")), HasSubstr("more than the 20 000 calls")) << jobs;
    EXPECT_EQ(ran_.code, 1);
  }
}

TEST_F(BoundsCommand, OtherListsAreNoCalls) {
  const std::string list = "[" + repeated(2 * kMostCallsOfBody, "1") + "]";
  EXPECT_THAT(lint("", R"({"type":"page","userId":"u","xs":)" + list + "}"), HasSubstr("ENV111"));
  EXPECT_THAT(lint("", R"({"events":)" + list + "}"), HasSubstr("RUN103"));
}

TEST_F(BoundsCommand, CallsOfTextsWithinAreCounted) {
  const std::string batch = batch_of(kMostCallsOfBody + 1, R"({"x":1})");
  const std::string head = R"({"method":"POST","path":"/v1/batch","headers":{},"body":)";
  EXPECT_THAT(lint("", head + batch + "}"), HasSubstr("20 000 calls"));
  const std::string packed = encode_base64(pack(Packing::kGzip, batch), Base64::kPlain);
  EXPECT_THAT(lint("", R"({"records":[{"data":")" + packed + R"("}]})"), HasSubstr("20 000 calls"));
}

// One in the other, each as long as is judged: together they are not.
TEST_F(BoundsCommand, TextsWithinCountWithWhatTheyStandIn) {
  const std::string values = "[" + repeated(kMostValues - 1000, "1") + "]";
  const std::string text = R"({"type":"page","userId":"u","properties":{"v":)" + values + "}}";
  EXPECT_THAT(lint("", text), Not(HasSubstr("250 000")));
  const std::string packed = encode_base64(pack(Packing::kGzip, text), Base64::kPlain);
  const std::string around = R"({"records":[{"v":)" + values + R"(,"data":")" + packed + R"("}]})";
  EXPECT_THAT(lint("", around), HasSubstr("with what it stands in, more than the 250 000 values"));
  EXPECT_THAT(lint("", R"({"records":[{"data":")" + packed + R"("}]})"), Not(HasSubstr("250 000")));
}

class StoppedCommand : public BoundsCommand {
 protected:
  // More than is judged, of which most could be fixed, and a call without an id at the end.
  const std::string body_ = R"({"batch":[)" +
                            repeated(14000, R"({"type":"track","event":"order_completed","userId":"u","messageId":"m","properties":{"K a":1,"K b":2}})") +
                            R"(,{"type":"track","event":"A","messageId":"x"}]})";
};

TEST_F(StoppedCommand, IsToldWhicheverRulesAreSelected) {
  EXPECT_THAT(lint("--select NAM,EVT", body_), HasSubstr("RUN102"));
  EXPECT_EQ(ran_.code, 1);
  EXPECT_THAT(lint("--select NAM,EVT --ignore RUN102", body_), Not(HasSubstr("RUN102")));
}

TEST_F(StoppedCommand, StandsWhereItStopped) {
  write("in.jsonl", body_ + "\n");
  const Ran ran = run("lint --isolated --no-progress -f jsonl in.jsonl");
  const size_t said = ran.out.find("\"RUN102\"");
  ASSERT_NE(said, std::string::npos);
  const auto byte_before = [&](size_t at) {
    constexpr std::string_view kKey = "\"byte\":";
    return std::stoul(ran.out.substr(ran.out.rfind(kKey, at) + kKey.size(), 12));
  };
  const size_t byte = byte_before(said);
  EXPECT_EQ(body_.compare(byte, 15, R"({"type":"track")"), 0) << byte;
  const size_t line = ran.out.rfind('\n', said);
  EXPECT_LE(byte_before(line), byte);
}

TEST_F(StoppedCommand, IsNotFixedAndClaimsNoFix) {
  for (const char* words : {"", "--diff", "--fix", "--fix --unsafe-fixes"}) {
    EXPECT_THAT(lint(words, body_), Not(HasSubstr(" fixable"))) << words;
    EXPECT_THAT(ran_.out + ran_.err, Not(ContainsRegex("[0-9] (would be )?fixed"))) << words;
    EXPECT_THAT(ran_.out + ran_.err, HasSubstr("nothing is fixed")) << words;
    EXPECT_EQ(read("in.jsonl"), body_ + "\n") << words;
  }
}

}  // namespace
}  // namespace specgate
