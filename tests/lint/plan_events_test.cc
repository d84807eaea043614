// specgate lint --plan as a user meets it: findings, formats, coverage, the configuration.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/command.h"

namespace specgate {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kPlan = R"({"name": "Boats", "rules": [
  {"type": "TRACK", "key": "Boat Rented", "version": 1, "jsonSchema": {"properties": {"properties": {
    "properties": {"harbour": {"type": "string"}, "hours": {"type": "number"}},
    "required": ["harbour"]}}}},
  {"type": "TRACK", "key": "Boat Returned", "version": 1, "jsonSchema": {"type": "object"}}
]})";

std::string rented(const std::string& properties) {
  return R"({"type":"track","userId":"u","messageId":"m)" + std::to_string(properties.size()) +
         R"(","event":"Boat Rented","properties":)" + properties + "}\n";
}

class PlanEvents : public CommandTest {
 protected:
  void SetUp() override {
    write("plan.json", kPlan);
    write("good.jsonl", rented(R"({"harbour":"Oslo"})") + rented(R"({"harbour":"Oslo","hours":2})"));
    write("bad.json", rented(R"({"harbor":"Oslo"})"));
  }
};

TEST_F(PlanEvents, FindingsNameThePlaceInPayloadAndPlan) {
  EXPECT_EQ(run("lint --plan plan.json good.jsonl").code, 0);
  const Ran ran = run("lint --plan plan.json --format jsonl bad.json");
  EXPECT_EQ(ran.code, 1);
  EXPECT_THAT(ran.out, HasSubstr(R"("name":"plan-required-missing")"));
  EXPECT_THAT(ran.out, HasSubstr(R"("plan":{"file":"plan.json","line":4,"column":18})"));
  EXPECT_THAT(ran.out, HasSubstr(R"("context":{"compat":{"segment":"Required","rudderstack":"Required-Missing"}})"));
  EXPECT_THAT(ran.out, HasSubstr(R"(did you mean \"harbour\"?)"));
}

TEST_F(PlanEvents, TheConfigurationNamesThePlanAndSaysWhatIsDone) {
  write("specgate.yaml", "plan: {file: plan.json, track: {violations: allow}}\n");
  const Ran ran = run("lint bad.json");
  EXPECT_EQ(ran.code, 0) << ran.out;
  EXPECT_THAT(ran.out, HasSubstr("plan-required-missing"));
  EXPECT_THAT(run("lint --show-settings bad.json").out, HasSubstr("plan.track.violations"));
}

// docs/tracking-plans.md, "Formats".
TEST_F(PlanEvents, ADateAloneIsADateTimeToSegmentAndNoneToTheRfc) {
  write("times.json", R"({"name": "Boats", "rules": [{"type": "TRACK", "key": "Boat Rented",
    "version": 1, "jsonSchema": {"properties": {"properties": {"properties": {
      "at": {"type": "string", "format": "date-time"}}}}}}]})");
  struct Row {
    const char* text;
    bool segment, rfc;
  };
  for (const Row& row : {Row{"2026-05-04", true, false}, Row{"10:00:00", false, false},
                         Row{"2026-05-04T10:00:00.123+01:00", true, true},
                         Row{"2026-05-04t10:00:00z", true, true},
                         Row{"2026-12-31T23:59:60Z", true, true},
                         Row{"2026-05-04T10:00:00", false, false}}) {
    const std::string event = rented(std::string(R"({"at":")") + row.text + "\"}");
    write("specgate.yaml", "plan: {file: times.json}\n");
    EXPECT_EQ(run("lint --select PLN -", event).code == 0, row.segment) << row.text;
    write("specgate.yaml", "plan: {file: times.json, formats: segment}\n");
    EXPECT_EQ(run("lint --select PLN -", event).code == 0, row.segment) << row.text;
    write("specgate.yaml", "plan: {file: times.json, formats: rfc}\n");
    EXPECT_EQ(run("lint --select PLN -", event).code == 0, row.rfc) << row.text;
  }
  EXPECT_THAT(run("lint --show-settings -").out, HasSubstr("plan.formats"));
  write("specgate.yaml", "plan: {file: times.json, formats: iso}\n");
  EXPECT_THAT(run("lint -", "{}").err, HasSubstr("formats"));
}

TEST_F(PlanEvents, WhatIsNoPlanIsRefused) {
  write("none.json", R"({"type":"track"})");
  write("broken.json", R"({"rules":[)");
  EXPECT_EQ(run("lint --plan none.json good.jsonl").code, 2);
  EXPECT_THAT(run("lint --plan none.json good.jsonl").err, HasSubstr("none.json"));
  EXPECT_THAT(run("lint --plan broken.json good.jsonl").err, HasSubstr("broken.json:1:"));
  EXPECT_THAT(run("lint --plan nowhere.json good.jsonl").err, HasSubstr("nowhere.json"));
}

TEST_F(PlanEvents, WhatNobodyCanCheckIsSaidAndLeftOut) {
  write("plan.json", R"({"rules":[{"type":"TRACK","key":"Boat Rented","version":1,"jsonSchema":
    {"properties":{"properties":{"properties":{"harbour":{"pattern":"(?=O)Oslo"}}}}}}]})");
  const Ran ran = run("lint --plan plan.json bad.json --select PLN103");
  EXPECT_EQ(ran.code, 0);
  EXPECT_THAT(ran.err, HasSubstr("plan.json:2:"));
  EXPECT_THAT(ran.err, HasSubstr("(?=O)Oslo"));
}

TEST_F(PlanEvents, Coverage) {
  const Ran ran = run("lint --plan plan.json --coverage --coverage-output out.json good.jsonl");
  EXPECT_EQ(ran.code, 0);
  EXPECT_THAT(ran.out, HasSubstr("Coverage of plan.json: 50.0 % of its events seen in 2 calls\n"
                                 "  TRACK \"Boat Rented\": 2 calls\n"
                                 "    hours: in 50.0 %, integer 1\n"
                                 "  TRACK \"Boat Returned\": never seen\n"));
  EXPECT_THAT(read("out.json"), HasSubstr(R"("hours":{"seen":1,"types":{"integer":1}})"));
}

TEST_F(PlanEvents, ANameThatDoesNotFitIsNamedItself) {
  std::string names = kPlan;
  write("names.json", names.replace(names.find("\"required\""), 0, R"("propertyNames": {"pattern": "^h"}, )"));
  write("named.json", rented(R"({"harbour":"Oslo","b":1})"));
  EXPECT_THAT(run("lint --plan names.json --select PLN107 named.json").out,
              HasSubstr("the name of b is \"b\", the plan wants a name that matches ^h"));
}

// A rule without a usable schema looks at nothing: that its properties never came nobody can say.
TEST_F(PlanEvents, CoverageOfARuleThatIsOff) {
  std::string off = kPlan;
  write("off.json", off.replace(off.find("\"number\""), 8, "\"numbr\""));
  const Ran ran = run("lint --plan off.json --coverage --coverage-output out.json good.jsonl");
  EXPECT_THAT(ran.out, HasSubstr("  TRACK \"Boat Rented\": 2 calls, not looked at: the schema cannot be used\n"
                                 "  TRACK \"Boat Returned\": never seen\n"));
  EXPECT_THAT(read("out.json"), HasSubstr(R"("calls":2,"off":true,"properties":{}})"));
  EXPECT_THAT(read("out.json"), HasSubstr(R"("calls":0,"properties":{}})"));
}

TEST_F(PlanEvents, TermsOfCoverage) {
  const std::string lint = "lint --plan plan.json good.jsonl ";
  EXPECT_EQ(run(lint + "--fail-on-coverage-below 50").code, 0);
  EXPECT_EQ(run(lint + "--fail-on-coverage-below 51").code, 1);
  EXPECT_EQ(run(lint + "--require-event 'Boat Rented' --min-events 2").code, 0);
  EXPECT_THAT(run(lint + "--require-event 'Boat Returned'").err, HasSubstr("\"Boat Returned\""));
  EXPECT_EQ(run(lint + "--require-event 'Boat Returned'").code, 1);
  EXPECT_EQ(run(lint + "--min-events 3").code, 1);
  EXPECT_EQ(run("lint good.jsonl --coverage").code, 2) << "there is no plan";
  EXPECT_EQ(run("lint good.jsonl --require-event 'Boat Rented'").code, 0) << "needs none";
}

TEST_F(PlanEvents, JobsDoNotChangeCoverage) {
  std::string many;
  for (int i = 0; i < 20000; ++i) many += rented(i % 3 == 0 ? R"({"harbour":"Oslo","hours":2})" : R"({"harbour":"Oslo"})");
  write("many.jsonl", many);
  const std::string lint = "lint --plan plan.json --select PLN --coverage many.jsonl --jobs ";
  EXPECT_EQ(run(lint + "1").out, run(lint + "2").out);
  EXPECT_THAT(run(lint + "2").out, HasSubstr("TRACK \"Boat Rented\": 20000 calls"));
}

}  // namespace
}  // namespace specgate
