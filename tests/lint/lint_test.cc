// The linter as a library.
#include "lint/lint.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

#include "lint/input/name_answer.h"

namespace specgate {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr int64_t kNow = 1'780'272'000'000;  // 2026-06-01

Linter linter_of(LintOptions options) {
  options.isolated = true;
  options.now_ms = kNow;
  Result<Linter> linter = Linter::create(options);
  for (const Problem& problem : linter.problems()) ADD_FAILURE() << problem.text();
  return *std::move(linter);
}

std::vector<std::string> rules_of(const LintReport& report) {
  std::vector<std::string> rules;
  for (const Finding& finding : report.findings) rules.emplace_back(finding.rule->id);
  return rules;
}

const std::string kVariant = R"({"type":"track","event":"sign_up","userId":"u1","messageId":"m1"})";

TEST(Linter, TellsWhatAndWhere) {
  const Linter linter = linter_of({.select = {"NAM101"}});
  const LintReport report = linter.lint("a.jsonl", "\n" + kVariant + "\n");
  ASSERT_THAT(rules_of(report), ElementsAre("NAM101"));
  const Finding& finding = report.findings[0];
  EXPECT_EQ(finding.line, 2U);
  EXPECT_EQ(finding.column, kVariant.find("\"sign_up\"") + 1);
  EXPECT_EQ(finding.byte, 1 + kVariant.find("\"sign_up\""));
  EXPECT_EQ(finding.pointer, "/event");
  EXPECT_EQ(finding.event, 0U);
  EXPECT_EQ(finding.type, "track");
  EXPECT_EQ(finding.event_name, "sign_up");
  EXPECT_EQ(finding.message_id, "m1");
  EXPECT_TRUE(finding.fix_safe);
  EXPECT_EQ(finding.replacement, "Signed Up");
  EXPECT_EQ(report.summary.events, 1U);
  EXPECT_EQ(report.summary.fixable, 1U);
}

TEST(Linter, FixesAndLeavesTheRestAlone) {
  const Linter linter = linter_of({.select = {"NAM101"}});
  const std::string fixed = linter.fix("a", kVariant + " \n", FixMode::kSafeOnly);
  EXPECT_EQ(fixed, R"({"type":"track","event":"Signed Up","userId":"u1","messageId":"m1"} )"
                   "\n");
  EXPECT_EQ(linter.fix("a", fixed, FixMode::kSafeOnly), fixed);
  EXPECT_EQ(linter.fix("a", kVariant, FixMode::kNone), kVariant);
}

TEST(Linter, CountsEventsOverBodies) {
  const Linter linter = linter_of({.select = {"ID101"}});
  const LintReport report = linter.lint("a", R"([{"type":"page","userId":"u"},{"type":"page"}])"
                                             "\n"
                                             R"({"type":"page"})");
  ASSERT_EQ(report.findings.size(), 2U);
  EXPECT_EQ(report.findings[0].event, 1U);
  EXPECT_EQ(report.findings[1].event, 2U);
  EXPECT_EQ(report.summary.events, 3U);
}

TEST(Linter, FindsRepeatedIdsInOrderOfPlace) {
  const Linter linter = linter_of({.select = {"RUN101", "NAM101"}});
  const LintReport report = linter.lint("a", kVariant + "\n" + kVariant);
  EXPECT_THAT(rules_of(report), ElementsAre("NAM101", "NAM101", "RUN101"));
  const LintReport batch = linter.lint("a", "[" + kVariant + "," + kVariant + "," + kVariant + "]");
  EXPECT_THAT(rules_of(batch), ElementsAre("NAM101", "NAM101", "RUN101", "NAM101", "RUN101"));
}

TEST(Linter, SelectsIgnoresAndExtends) {
  const std::string text = R"({"type":"track","event":"sign_up"})";
  EXPECT_THAT(rules_of(linter_of({.select = {"ID"}}).lint("a", text)), Contains("ID101"));
  EXPECT_THAT(rules_of(linter_of({.select = {"ID"}, .ignore = {"ID1"}}).lint("a", text)),
              IsEmpty());
  EXPECT_THAT(
      rules_of(linter_of({.profile = "minimal", .extend_select = {"NAM101"}}).lint("a", text)),
      Contains("NAM101"));
}

TEST(Linter, NamesWhatItCannotLoad) {
  const auto problem = [](LintOptions options) {
    options.isolated = options.config.empty();
    const Result<Linter> linter = Linter::create(options);
    return linter ? std::string() : linter.problems().front().text();
  };
  EXPECT_THAT(problem({.profile = "partnr"}), ::testing::HasSubstr("partnr"));
  EXPECT_THAT(problem({.config = "/nowhere.yaml"}), ::testing::HasSubstr("/nowhere.yaml"));
  EXPECT_THAT(problem({.spec = "/nowhere"}), ::testing::HasSubstr("/nowhere"));
  EXPECT_THAT(problem({.select = {"NAM9"}}), ::testing::HasSubstr("NAM9"));
}

TEST(Linter, IsSharedByThreads) {
  const Linter linter = linter_of({});
  const size_t wanted = linter.lint("a", kVariant).findings.size();
  std::vector<std::thread> threads;
  std::vector<size_t> found(4);
  for (size_t i = 0; i < found.size(); ++i) {
    threads.emplace_back([&, i] { found[i] = linter.lint("a", kVariant).findings.size(); });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_THAT(found, ::testing::Each(wanted));
}

TEST(NameAnswer, EventsAndProperties) {
  const Linter linter = linter_of({});
  const NameAnswer variant = ask_event(linter.spec(), "sign_up");
  EXPECT_EQ(variant.match, Match::kVariant);
  ASSERT_EQ(variant.targets.size(), 1U);
  EXPECT_EQ(variant.targets[0].name, "Signed Up");
  EXPECT_EQ(variant.targets[0].event->vertical, "b2b-saas");
  EXPECT_FALSE(variant.permitted);
  EXPECT_EQ(ask_event(linter.spec(), "Cart Abandoned").match, Match::kNone);
  const NameAnswer permitted = ask_event(linter.spec(), "User Signed Up");
  EXPECT_TRUE(permitted.permitted);
  EXPECT_FALSE(permitted.reserved);
  const NameAnswer reserved = ask_event(linter.spec(), "Email Unsubscribed");
  EXPECT_TRUE(reserved.permitted);
  EXPECT_TRUE(reserved.reserved);
  const NameAnswer property = ask_property(linter.spec(), "productId", "Product Viewed");
  ASSERT_EQ(property.targets.size(), 1U);
  EXPECT_EQ(property.targets[0].name, "product_id");
  EXPECT_EQ(property.targets[0].listings.size(), 1U);
  EXPECT_EQ(ask_property(linter.spec(), "productId", "Signed Up").match, Match::kNone);
}

}  // namespace
}  // namespace specgate
