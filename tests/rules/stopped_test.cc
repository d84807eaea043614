// A gate that stops where so much was found: what comes before is judged whole, and it says where.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rules/engine/gate.h"
#include "rules/rules.h"
#include "tests/rules/config_support.h"
#include "tests/support/spec.h"
#include "tests/support/whole.h"

namespace specgate {
namespace {

class Stopped : public testing::Test {
 protected:
  Verdict judge(std::string_view body, uint32_t most) {
    RuleConfig config = config_of("extends: [\"specgate:minimal\"]\n").rules;
    config.most_findings = most;
    gate_ = whole(Gate::load(shared_spec(), config));
    return gate_->judge(body, {}, scratch_);
  }

  std::shared_ptr<const Gate> gate_;
  Scratch scratch_;
};

// Three calls, each without whom it is of.
constexpr std::string_view kCalls = R"({"batch":[{"type":"identify","messageId":"a"},)"
                                    R"({"type":"identify","messageId":"b"},)"
                                    R"({"type":"identify","messageId":"c"}]})";

TEST_F(Stopped, NeverWithoutABound) {
  const Verdict verdict = judge(kCalls, 0);
  EXPECT_EQ(verdict.stopped, std::nullopt);
  EXPECT_EQ(verdict.violations.size(), 3U);
}

TEST_F(Stopped, NotWhereAllThereIsFits) {
  const Verdict verdict = judge(kCalls, 3);
  EXPECT_EQ(verdict.stopped, std::nullopt);
  EXPECT_EQ(verdict.violations.size(), 3U);
}

TEST_F(Stopped, AtTheCallThatHasOneMore) {
  const Verdict verdict = judge(kCalls, 2);
  EXPECT_EQ(verdict.stopped, kCalls.find(R"({"type":"identify","messageId":"c")"));
  ASSERT_EQ(verdict.violations.size(), 2U);
  EXPECT_EQ(verdict.violations[1].event, 1U);
}

TEST_F(Stopped, TheNextBodyBeginsAnew) {
  judge(kCalls, 2);
  EXPECT_EQ(gate_->judge(R"({"type":"identify","messageId":"a"})", {}, scratch_).stopped, std::nullopt);
}

// Fixes take memory, too: a variant of a name brings one.
TEST_F(Stopped, FixesCount) {
  constexpr std::string_view body =
      R"([{"type":"Track","event":"A","userId":"u","messageId":"a"},{"type":"Track","event":"A","userId":"u","messageId":"b"}])";
  const size_t findings = judge(body, 0).violations.size();
  const size_t edits = scratch_.edits.size();
  ASSERT_GT(edits, 0U);
  EXPECT_EQ(judge(body, static_cast<uint32_t>(findings + edits)).stopped, std::nullopt);
  EXPECT_NE(judge(body, static_cast<uint32_t>(findings)).stopped, std::nullopt);
}

}  // namespace
}  // namespace specgate
