// Every example of every rule on tracking plans, run: a whole plan is read and judged.
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>

#include "rules/plan_quality/plan_lint.h"
#include "spec/plan/read_plan.h"
#include "tests/support/spec.h"

namespace specgate {
namespace {

// Plans of examples describe no more than they show: rules that miss descriptions speak of
// themselves only.
bool wants_more(const Rule& rule) {
  return rule.id.starts_with("TPL4") || rule.name == "property-without-type";
}

std::vector<Finding> lint(const Rule& rule, std::string_view text) {
  const Result<TrackingPlan> plan = parse_plan("plan.json", text, spec());
  EXPECT_TRUE(plan) << plan.problems()[0].text() << "\n" << text.substr(0, 1000);
  if (!plan) return {};
  RuleConfig config;
  config.profile = rule.profile;
  for (const Rule* other : all_rules()) {
    if (other != &rule && wants_more(*other)) config.levels.emplace_back(other, Severity::kOff);
  }
  return lint_plan(*plan, spec(), config);
}

std::string listed(const std::vector<Finding>& findings) {
  std::string out;
  for (const Finding& each : findings) {
    out += "\n    " + std::to_string(each.line) + ":" + std::to_string(each.column) + " " +
           std::string(name_of(each.severity)) + " " + std::string(each.rule->id) + " " +
           std::string(each.rule->name) + " at " + each.pointer + ": " + each.message;
    if (out.size() > 4000) return out;
  }
  return out;
}

class PlanExampleTest : public testing::TestWithParam<const Rule*> {};

TEST_P(PlanExampleTest, BadFiresAtItsPlaceAndNothingElseIsAsSevere) {
  const Rule& rule = *GetParam();
  for (const Example& example : rule.examples) {
    if (example.bad.empty()) continue;
    const auto findings = lint(rule, written_out(example.bad, example.times));
    bool there = false;
    for (const Finding& each : findings) {
      there = there || (each.rule == &rule && each.pointer == example.at);
      if (each.rule != &rule && each.rule->name != example.with) {
        EXPECT_LT(each.severity, severity_in(rule.profile, rule))
            << example.bad << listed(findings);
      }
      EXPECT_NE(each.line, 0U);
      EXPECT_NE(each.column, 0U);
    }
    EXPECT_TRUE(there) << "missing at " << example.at << " of " << example.bad << listed(findings);
  }
}

TEST_P(PlanExampleTest, GoodIsSilent) {
  const Rule& rule = *GetParam();
  for (const Example& example : rule.examples) {
    if (example.good.empty()) continue;
    const auto findings = lint(rule, written_out(example.good, example.times));
    for (const Finding& each : findings) {
      EXPECT_NE(each.rule, &rule) << example.good << listed(findings);
      EXPECT_NE(each.severity, Severity::kError) << example.good << listed(findings);
    }
  }
}

TEST_P(PlanExampleTest, IsWhole) {
  const Rule& rule = *GetParam();
  for (const std::string_view heading : {"### What", "### Why", "### Fix"}) {
    EXPECT_NE(rule.doc.find(heading), std::string_view::npos) << heading;
  }
  const auto has = [&](std::string_view Example::*text) {
    return std::any_of(rule.examples.begin(), rule.examples.end(),
                       [&](const Example& example) { return !(example.*text).empty(); });
  };
  EXPECT_TRUE(has(&Example::good) && has(&Example::bad));
  EXPECT_TRUE(rule.id.starts_with("TPL")) << "one family";
}

std::vector<const Rule*> rules_on_plans() {
  std::vector<const Rule*> out;
  for (const Rule* rule : all_rules()) {
    if (rule->on == On::kPlanFile) out.push_back(rule);
  }
  return out;
}

std::string test_name(const testing::TestParamInfo<const Rule*>& info) {
  std::string out(info.param->id);
  out += '_';
  for (const char c : info.param->name) out += c == '-' ? '_' : c;
  return out;
}

INSTANTIATE_TEST_SUITE_P(Rules, PlanExampleTest, testing::ValuesIn(rules_on_plans()), test_name);

}  // namespace
}  // namespace specgate
