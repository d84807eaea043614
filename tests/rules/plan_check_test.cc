// Events against a tracking plan: which rules a call answers to, what fails where, and what the
// policy makes of it. The cases are data: tests/rules/plan/cases.jsonl.
#include <gtest/gtest.h>


#include "rules/report/finding.h"
#include "spec/plan/compiled_plan.h"
#include "spec/plan/read_plan.h"
#include "tests/rules/config_support.h"
#include "tests/support/files.h"
#include "tests/support/spec.h"

namespace specgate {
namespace {

std::shared_ptr<const CompiledPlan> plan_of(std::string_view text) {
  auto plan = parse_plan("plan.json", text, spec());
  EXPECT_TRUE(plan) << plan.problems()[0].text();
  auto compiled = CompiledPlan::compile(*std::move(plan));
  EXPECT_TRUE(compiled) << compiled.problems()[0].text();
  return *compiled;
}

class PlanCheck : public testing::Test {
 protected:
  explicit PlanCheck(std::string_view config = {}) { load(config); }

  void load(std::string_view config) {
    RuleConfig rules = config_of(config).rules;
    rules.tracking_plan = plan_of(file_text(SPECGATE_SOURCE "/tests/rules/plan/plan.json"));
    gate_ = *Gate::load(shared_spec(), rules);
  }

  std::vector<Finding> findings(std::string_view body) {
    const Verdict verdict = gate_->judge(body, {}, scratch_);
    std::vector<Finding> out;
    for (const Violation& violation : verdict.violations) {
      describe(verdict, violation, out.emplace_back());
    }
    return out;
  }

  std::string fixed(std::string_view body) {
    std::string out;
    fix(*gate_, body, {}, FixMode::kSafeOnly, scratch_, out);
    return out;
  }

  std::shared_ptr<const Gate> gate_;
  Scratch scratch_;
};

// "error PLN102 /properties/x did you mean "y"?": does the finding say what is wanted of it?
bool is_as(const Finding& finding, std::string wanted) {
  if (wanted.starts_with("error ")) {
    if (finding.severity != Severity::kError) return false;
    wanted.erase(0, 6);
  }
  const size_t mean = wanted.find(" did you mean ");
  if (mean != std::string::npos) {
    if (finding.message.find(wanted.substr(mean + 1)) == std::string::npos) return false;
    wanted.erase(mean);
  }
  const size_t blank = wanted.find(' ');
  if (!finding.rule->id.starts_with(wanted.substr(0, blank))) return false;
  return blank == std::string::npos || finding.pointer == wanted.substr(blank + 1);
}

TEST_F(PlanCheck, Cases) {
  size_t count = 0;
  for (const std::string& line : file_lines(SPECGATE_SOURCE "/tests/rules/plan/cases.jsonl")) {
    ++count;
    const Result<Json> one = parse_json("cases.jsonl", line, spec());
    ASSERT_TRUE(one) << one.problems()[0].text();
    Json event = *one->find("event");
    for (const auto& [key, value] : {std::pair("userId", "u1"), {"messageId", "m1"}}) {
      event.set(key, Json::string(value));
    }
    std::string body, all;
    append_json(event, JsonLayout::kCompact, body);
    std::vector<Finding> left = findings(body);
    for (const Finding& finding : left) {
      all +=
          "\n  " + std::string(finding.rule->id) + ' ' + finding.pointer + ": " + finding.message;
    }
    for (const Json& wanted : one->find("found")->items) {
      const auto found = std::find_if(left.begin(), left.end(), [&](const Finding& finding) {
        return is_as(finding, wanted.text);
      });
      EXPECT_NE(found, left.end()) << one->text_of("what") << ": no " << wanted.text << all;
      if (found != left.end()) left.erase(found);
    }
    EXPECT_TRUE(left.empty()) << one->text_of("what") << ": more than was wanted" << all;
  }
  EXPECT_GE(count, 20U);
}

TEST_F(PlanCheck, AFindingSaysWhereInThePlanAndWhatOthersCallIt) {
  const std::vector<Finding> all = findings(
      R"({"type":"track","userId":"u","messageId":"m","event":"Crew Closed","properties":{"size":"x"}})");
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].message, "size is \"x\", the plan wants integer (plan.json:39:69)");
  ASSERT_TRUE(all[0].plan);
  EXPECT_EQ(all[0].plan->file, "plan.json");
  EXPECT_EQ(all[0].plan->line, 39U);
  EXPECT_EQ(all[0].plan->segment, "Invalid Type");
  EXPECT_EQ(all[0].plan->rudderstack, "Datatype-Mismatch");
}

TEST_F(PlanCheck, OmissionRemovesExactlyTheOffendingMembers) {
  load("plan: {file: plan.json, track: {unplanned_properties: omit, violations: omit}}");
  EXPECT_EQ(fixed(R"({ "type":"track", "userId":"u", "messageId":"m", "event":"Boat Rented",)"
                  R"( "context":{"protocols":{"event_version":2}},)"
                  R"( "properties":{ "harbour":"Oslo" , "hours":"two", "colour":"red", "berth" :"B-1" }})"),
            R"({ "type":"track", "userId":"u", "messageId":"m", "event":"Boat Rented",)"
            R"( "context":{"protocols":{"event_version":2}},)"
            R"( "properties":{ "harbour":"Oslo", "berth" :"B-1" }})");
}

TEST_F(PlanCheck, TheCommonSchemaDoesNotSeeWhatWasOmitted) {
  constexpr std::string_view kBody =
      R"({"type":"track","userId":"u","messageId":"m","event":"Crew Closed","properties":{"tenant":7}})";
  EXPECT_EQ(findings(kBody).size(), 2U);  // forbidden, and of the wrong type in the common schema
  load("plan: {file: plan.json, track: {violations: omit}}");
  EXPECT_EQ(findings(kBody).size(), 1U);
}

TEST_F(PlanCheck, TheClassSetsTheSeverity) {
  constexpr std::string_view kUnplanned =
      R"({"type":"track","userId":"u","messageId":"m","event":"Whale Seen"})";
  EXPECT_EQ(findings(kUnplanned)[0].severity, Severity::kError);
  load("plan: {file: plan.json, track: {unplanned_events: allow}}");
  EXPECT_EQ(findings(kUnplanned)[0].severity, Severity::kWarning);
  load("plan: {file: plan.json, identify: {unplanned_traits: block}}");
  const auto found =
      findings(R"({"type":"identify","userId":"u","messageId":"m","traits":{"weather":"fine"}})");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].severity, Severity::kError);
}

TEST_F(PlanCheck, AVersionMayStandOnTheBatch) {
  const auto found = findings(
      R"({"context":{"protocols":{"event_version":2}},"batch":[)"
      R"({"type":"track","userId":"u","messageId":"m","event":"Boat Rented","properties":{}}]})");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].rule->id, "PLN103");
}

}  // namespace
}  // namespace specgate
