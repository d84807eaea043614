// The list at plan.allow: what it says, and what is wrong with it.
#include "rules/config/plan_allow.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rules/plan_changes/plan_change_rules.h"

namespace specgate {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::vector<PlanAllow> read(std::string_view text, Problems& problems) {
  const auto yaml = parse_yaml("specgate.yaml", text);
  EXPECT_TRUE(yaml);
  return yaml ? read_plan_allow("specgate.yaml", *yaml, problems) : std::vector<PlanAllow>();
}

PlanChange change(PlanChangeKind kind, std::string_view place) {
  PlanChange out;
  out.kind = kind;
  out.place = place;
  return out;
}

TEST(PlanAllow, CoversAPlaceAndAllBelowIt) {
  Problems problems;
  const auto list = read(R"(
- rule: type-widened
  place: /TRACK/Order Completed
  reason: readers know
  expires: 2027-01-31
)",
                         problems);
  EXPECT_TRUE(problems.empty());
  ASSERT_EQ(list.size(), 1U);
  const auto allowed = [&](PlanChangeKind kind, std::string_view place, std::string_view today) {
    return allows(list[0], change(kind, place), today);
  };
  using enum PlanChangeKind;
  EXPECT_TRUE(allowed(kTypeWidened, "/TRACK/Order Completed", "2026-01-01"));
  EXPECT_TRUE(allowed(kTypeWidened, "/TRACK/Order Completed/properties/total", ""));
  EXPECT_TRUE(allowed(kTypeWidened, "/TRACK/Order Completed@2/properties/total", ""));
  EXPECT_FALSE(allowed(kTypeWidened, "/TRACK/Order Completed Again", ""));
  EXPECT_FALSE(allowed(kTypeWidened, "/TRACK", ""));
  EXPECT_FALSE(allowed(kTypeNarrowed, "/TRACK/Order Completed", ""));
  EXPECT_TRUE(allowed(kTypeWidened, "/TRACK/Order Completed", "2027-01-30"));
  EXPECT_FALSE(allowed(kTypeWidened, "/TRACK/Order Completed", "2027-01-31"));
}

TEST(PlanAllow, EveryProblemIsListed) {
  Problems problems;
  read(R"(
- rule: type-widend
  place: TRACK/Order Completed
  expires: soon
- just text
- rule: all
  place: /TRACK
  reason: x
  owner: me
)",
       problems);
  std::vector<std::string> texts;
  for (const Problem& problem : problems) texts.push_back(problem.text());
  EXPECT_THAT(texts, ElementsAre(HasSubstr("did you mean \"type-widened\"?"),
                                 HasSubstr("does not begin with \"/\""), HasSubstr("reason"),
                                 HasSubstr("wanted a date such as 2027-01-31"),
                                 HasSubstr("is a mapping"), HasSubstr("owner")));
}

TEST(PlanChangeRules, HaveDocs) {
  for (const Rule& rule : plan_change_rules()) {
    for (const char* part : {"### What\n", "### Why\n", "### Fix\n"})
      EXPECT_THAT(std::string(rule.doc), HasSubstr(part)) << rule.id;
    EXPECT_EQ(find_plan_change_rule(rule.id), &rule);
    EXPECT_EQ(find_plan_change_rule(rule.name), &rule);
    EXPECT_EQ(find_rule(rule.id), nullptr) << "codes are permanent and never used twice";
  }
}

}  // namespace
}  // namespace specgate
