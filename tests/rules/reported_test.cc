// What is told of a verdict: so many findings of a call and no more, the worst first, and one that
// stands for the rest.
#include "rules/report/reported.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "rules/report/finding.h"
#include "rules/rules.h"
#include "tests/rules/config_support.h"
#include "tests/support/files.h"
#include "tests/support/spec.h"
#include "tests/support/whole.h"

namespace specgate {
namespace {

using ::testing::Each;
using ::testing::HasSubstr;

std::string repeated(std::string_view text, size_t times) {
  std::string out;
  for (size_t i = 0; i < times; ++i) out += text;
  return out;
}

// A call with so many keys that stand twice, which are warnings, and so many red ones.
std::string call(size_t twice, size_t red) {
  return R"({"type":"identify","userId":"u1","messageId":"m1","traits":{"v":[)" +
         repeated(R"({"x":1,"x":2},)", twice) + repeated(R"({"password":"x"},)", red) +
         "1]}}";
}

class ToldTest : public testing::Test {
 protected:
  explicit ToldTest(std::string_view config = {}) { load(config); }

  void load(std::string_view config) {
    gate_ = whole(Gate::load(shared_spec(), config_of(config).rules));
  }

  std::vector<Finding> told(std::string_view body, FixMode repairs = FixMode::kNone) {
    verdict_ = gate_->judge(body, {}, scratch_);
    const Reported told(verdict_, repairs);
    std::vector<Finding> out;
    for (size_t i = 0; i < verdict_.violations.size(); ++i) {
      if (const Violation* one = told.at(i)) describe(verdict_, *one, out.emplace_back());
    }
    return out;
  }

  static const Finding* rest_of(const std::vector<Finding>& findings) {
    const Finding* out = nullptr;
    for (const Finding& finding : findings) {
      if (finding.rule == &rules::too_many_findings) out = &finding;
    }
    return out;
  }

  static size_t count(const std::vector<Finding>& findings, Severity severity) {
    return static_cast<size_t>(
        std::count_if(findings.begin(), findings.end(),
                      [&](const Finding& one) { return one.severity == severity; }));
  }

  std::shared_ptr<const Gate> gate_;
  Scratch scratch_;
  Verdict verdict_;
};

constexpr std::string_view kLevels = "rules: {ALL: off, pii-red-key: error, duplicate-key: warning}\n";

TEST_F(ToldTest, AllUpToTheMost) {
  load(kLevels);
  EXPECT_EQ(told(call(0, kMostFindings)).size(), kMostFindings);
  EXPECT_EQ(rest_of(told(call(0, kMostFindings))), nullptr);
}

TEST_F(ToldTest, OneStandsForTheRest) {
  load(kLevels);
  const std::vector<Finding> findings = told(call(0, kMostFindings + 234));
  ASSERT_EQ(findings.size(), kMostFindings + 1);
  const Finding& rest = findings.back();
  EXPECT_EQ(rest.rule, &rules::too_many_findings);
  EXPECT_EQ(rest.severity, Severity::kError);
  EXPECT_EQ(rest.message, "and 234 more findings of this call are not listed: 234 errors");
  EXPECT_EQ(rest.pointer, "/traits/v/1000/password");
  EXPECT_EQ(rest.event, 0U);
  EXPECT_FALSE(rest.has_fix);
  EXPECT_EQ(verdict_.violations.size(), kMostFindings + 234);  // judged they are all
}

// Errors that stand behind a flood of warnings are told before any of these.
TEST_F(ToldTest, TheWorstFirst) {
  load(kLevels);
  const std::vector<Finding> findings = told(call(5000, 3));
  ASSERT_EQ(findings.size(), kMostFindings + 1);
  EXPECT_EQ(count(findings, Severity::kError), 3U);
  const Finding* const rest = rest_of(findings);
  ASSERT_NE(rest, nullptr);
  EXPECT_EQ(rest->severity, Severity::kWarning);
  EXPECT_EQ(rest->message, "and 4003 more findings of this call are not listed: 4003 warnings");
  // In the order of the body, the rest where its first stands.
  EXPECT_TRUE(std::is_sorted(findings.begin(), findings.end(), [](const auto& a, const auto& b) {
    return std::stoul(a.pointer.substr(10)) < std::stoul(b.pointer.substr(10));
  }));
}

TEST_F(ToldTest, TheRestIsAsSevereAsTheWorstOfIt) {
  load(kLevels);
  const std::vector<Finding> findings = told(call(20, kMostFindings + 1));
  const Finding* const rest = rest_of(findings);
  ASSERT_NE(rest, nullptr);
  EXPECT_EQ(rest->severity, Severity::kError);
  EXPECT_EQ(rest->message, "and 21 more findings of this call are not listed: 1 error, 20 warnings");
}

TEST_F(ToldTest, EachCallHasItsOwn) {
  load(kLevels);
  const std::string body = R"({"batch":[)" + call(0, 1500) + "," + call(0, 3) + "," + call(0, 1001) + "]}";
  std::map<uint64_t, size_t> by_event;
  for (const Finding& finding : told(body)) ++by_event[finding.event.value_or(99)];
  EXPECT_EQ(by_event, (std::map<uint64_t, size_t>{{0, 1001}, {1, 3}, {2, 1001}}));
}

TEST_F(ToldTest, TheBodyAsAWholeHasItsOwn) {
  load("rules: {ALL: off, duplicate-key: warning}\n");
  const std::vector<Finding> findings =
      told(R"({"x":1,)" + repeated(R"("x":2,)", 1300) + R"("batch":[{"type":"identify","userId":"u"}]})");
  ASSERT_NE(rest_of(findings), nullptr);
  EXPECT_EQ(rest_of(findings)->message,
            "and 300 more findings of the body are not listed: 300 warnings");
  EXPECT_EQ(rest_of(findings)->event, std::nullopt);
}

// A long key above many values is not written out for each.
TEST_F(ToldTest, WhatTheyRepeatIsBoundedToo) {
  load(kLevels);
  const std::string key(200'000, 'k');
  const std::string body = R"({"type":"identify","userId":"u1","traits":{")" + key + "\":[" +
                           repeated(R"({"password":"x"},)", 500) + "1]}}";
  const std::vector<Finding> findings = told(body);
  size_t bytes = 0;
  for (const Finding& finding : findings) bytes += finding.pointer.size();
  EXPECT_LT(bytes, 2 * kMostToldBytes);
  ASSERT_NE(rest_of(findings), nullptr);
  EXPECT_EQ(findings.size(), 1 + kMostToldBytes / key.size());
  // One is told however much it repeats.
  const std::string name(2 * kMostToldBytes, 'n');
  EXPECT_EQ(told(R"({"type":"track","userId":"u1","event":")" + name + R"(","properties":{"password":"x"}})").size(), 1U);
}

// What a fix repairs and what stays do not push each other out.
TEST_F(ToldTest, WhatIsRepairedIsBoundedApart) {
  load("rules: {ALL: off, duplicate-key: warning, pii-red-key: error}\n");
  const std::string body = R"({"type":"identify","userId":"u1","traits":{"a":1)" +
                           repeated(R"(,"a":1)", 1500) + R"(,"v":[)" +
                           repeated(R"({"password":"x"},)", 1100) + "1]}}";
  size_t rests = 0, repaired = 0;
  for (const Finding& finding : told(body, FixMode::kSafeOnly)) {
    rests += finding.rule == &rules::too_many_findings;
    repaired += finding.has_fix;
  }
  EXPECT_EQ(rests, 2U);
  EXPECT_EQ(repaired, kMostFindings + 1);
}

// Fixing does not stop at what is told.
TEST_F(ToldTest, AllIsFixed) {
  const std::string body = R"({"type":"identify","userId":"u1","messageId":"m1","traits":{"a":1)" +
                           repeated(R"(,"a":1)", 5000) + "}}";
  std::string fixed;
  EXPECT_TRUE(fix(*gate_, body, {}, FixMode::kSafeOnly, scratch_, fixed).changed);
  EXPECT_EQ(fixed, R"({"type":"identify","userId":"u1","messageId":"m1","traits":{"a":1}})");
}

// Whatever the configuration says: what is not listed is always said.
TEST_F(ToldTest, NothingTurnsItOff) {
  load(std::string(kLevels) + "ignore: [{rule: too-many-findings, reason: tired of it}]\n"
       "overrides: [{types: identify, rules: {too-many-findings: off}}]\n");
  EXPECT_NE(rest_of(told(call(0, 1001))), nullptr);
}

TEST_F(ToldTest, TheExamplesOfTheRuleHold) {
  for (const Example& example : rules::too_many_findings.examples) {
    const std::string_view payload = example.bad.empty() ? example.good : example.bad;
    const std::vector<Finding> findings = told(written_out(payload, example.times));
    const Finding* const rest = rest_of(findings);
    EXPECT_EQ(rest != nullptr, !example.bad.empty());
    if (rest != nullptr) {
      EXPECT_EQ(rest->pointer, example.at);
    }
  }
}

TEST(Reported, ThePagesSayTheNumbers) {
  for (const std::string page : {"/docs/configuration.md", "/rules/RULES.md"}) {
    const std::string text = file_text(SPECGATE_SOURCE + page);
    EXPECT_THAT(text, HasSubstr(std::to_string(kMostFindings) + " findings")) << page;
    EXPECT_THAT(text, HasSubstr(std::to_string(kMostToldBytes >> 20) + " MiB")) << page;
  }
}

// One finding each, and of many calls none is told.
TEST_F(ToldTest, AllCallsAreBoundedTogether) {
  load(kLevels);
  const std::string one = R"({"type":"identify","userId":"u1","messageId":"m1","traits":{"password":"x"}})";
  std::string body = R"({"batch":[)" + one;
  for (uint32_t i = 1; i < kMostFindingsOfBody + 500; ++i) body += "," + one;
  const std::vector<Finding> findings = told(body + "]}");
  ASSERT_EQ(findings.size(), kMostFindingsOfBody + 1);
  ASSERT_NE(rest_of(findings), nullptr);
  EXPECT_THAT(rest_of(findings)->message, HasSubstr("500 more findings of the body"));
}

// Each call is within its own bound, and there are many of them.
TEST_F(ToldTest, WhatAllCallsRepeatIsBoundedToo) {
  load(kLevels);
  const std::string key(20'000, 'k');
  const std::string one = R"({"type":"identify","userId":"u1","messageId":"m1","traits":{")" + key +
                          R"(":[)" + repeated(R"({"password":"x"},)", 45) + "1]}}";
  std::string body = R"({"batch":[)" + one;
  for (int i = 1; i < 40; ++i) body += "," + one;
  body += "]}";
  uint64_t bytes = 0;
  const std::vector<Finding> findings = told(body);
  for (const Finding& finding : findings) bytes += finding.pointer.size();
  EXPECT_LE(bytes, kMostToldBytesOfBody + 40 * 2 * key.size());  // the first of each is told always
  EXPECT_GT(bytes, kMostToldBytesOfBody / 2);
  EXPECT_NE(rest_of(findings), nullptr);
}

}  // namespace
}  // namespace specgate
