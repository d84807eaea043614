// specgate plan diff and specgate plan breaking, driven as programs.
#include <rapidjson/document.h>

#include "tests/support/command.h"

namespace specgate {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// A plan of one event with one property.
std::string plan(const std::string& property, const std::string& more = "") {
  return R"({"rules":[
  {"type":"TRACK","key":"Order Completed","version":1,"jsonSchema":{"type":"object","properties":{
    "properties":{"type":"object","properties":{"total":)" +
         property + "}}}}}" + more + "]}\n";
}

const std::string kOld = plan(R"({"type":"number"})");
const std::string kNarrower = plan(R"({"type":"integer"})");
const std::string kWider = plan(R"({"type":["number","null"]})");

class PlanDiffCommand : public CommandTest {
 protected:
  void SetUp() override {
    write("old.json", kOld);
    write("narrower.json", kNarrower);
    write("wider.json", kWider);
  }
  int git(const std::string& arguments) const {
    return std::system(("cd '" + path(".").string() +
                        "' && git -c user.name=t -c user.email=t@example.com " + arguments +
                        " >/dev/null 2>&1")
                           .c_str());
  }
};

TEST_F(PlanDiffCommand, TellsEveryChangeWithItsPlaces) {
  const Ran ran = run("plan diff old.json narrower.json");
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("narrower.json:3:57: PLB302 type-narrowed: \"total\" of TRACK "
                                 "\"Order Completed\": type \"number\" -> \"integer\""));
  EXPECT_THAT(ran.out, HasSubstr("breaking for senders (for example 0.5)"));
  EXPECT_THAT(ran.out, HasSubstr("at /TRACK/Order Completed/properties/total"));
  EXPECT_THAT(ran.out, HasSubstr("1 change, breaking for senders, compatible for readers"));
  EXPECT_EQ(run("plan diff old.json old.json").out, "no changes\n");
}

TEST_F(PlanDiffCommand, ErrorOnDiffIsForLockFiles) {
  EXPECT_EQ(run("plan diff --error-on-diff old.json old.json").code, 0);
  EXPECT_EQ(run("plan diff --error-on-diff old.json wider.json").code, 1);
}

TEST_F(PlanDiffCommand, JsonHasBothPlaces) {
  const Ran ran = run("plan diff --format json old.json wider.json");
  rapidjson::Document document;
  ASSERT_FALSE(document.Parse(ran.out.c_str()).HasParseError()) << ran.out;
  const auto& change = document["changes"][0];
  EXPECT_STREQ(change["rule"].GetString(), "PLB301");
  EXPECT_STREQ(change["before"]["pointer"].GetString(),
               "/rules/0/jsonSchema/properties/properties/properties/total");
  EXPECT_EQ(change["before"]["line"].GetUint(), 3U);
  EXPECT_STREQ(change["senders"]["verdict"].GetString(), "compatible");
  EXPECT_STREQ(change["readers"]["verdict"].GetString(), "breaking");
  EXPECT_STREQ(document["summary"]["readers"].GetString(), "breaking");
}

TEST_F(PlanDiffCommand, TheLintersFormatsSayItToo) {
  const Ran ran = run("plan breaking narrower.json --against old.json --format github");
  EXPECT_EQ(ran.code, 1) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("::error file=narrower.json,line=3,"));
  EXPECT_EQ(run("plan breaking narrower.json --against old.json -f text,sarif=out.sarif").code, 1);
  rapidjson::Document document;
  ASSERT_FALSE(document.Parse(read("out.sarif").c_str()).HasParseError());
  EXPECT_STREQ(document["runs"][0]["results"][0]["ruleId"].GetString(), "PLB302");
  EXPECT_STREQ(document["runs"][0]["results"][0]["level"].GetString(), "error");
}

// Changes of which none breaks are no problems, in whatever format.
TEST_F(PlanDiffCommand, ChangesThatBreakNothingAreNoProblems) {
  for (const char* format : {"stylish", "github"}) {
    const Ran fine = run(std::string("plan breaking wider.json --against old.json --format ") + format);
    EXPECT_EQ(fine.code, 0) << fine.err;
    EXPECT_THAT(fine.out, HasSubstr("✔ 1 change, none breaking\n"));
    const Ran worse = run(std::string("plan breaking narrower.json --against old.json --format ") + format);
    EXPECT_THAT(worse.out, HasSubstr("✖ 1 change, breaking for senders\n"));
    EXPECT_THAT(run(std::string("plan diff old.json old.json --format ") + format).out, HasSubstr("✔ no changes\n"));
  }
}

TEST_F(PlanDiffCommand, BreakingAsksForASide) {
  EXPECT_EQ(run("plan breaking narrower.json --against old.json").code, 1);
  EXPECT_EQ(run("plan breaking narrower.json --against old.json --for readers").code, 0);
  EXPECT_EQ(run("plan breaking wider.json --against old.json").code, 0);
  EXPECT_EQ(run("plan breaking wider.json --against old.json --for readers").code, 1);
  EXPECT_EQ(run("plan breaking wider.json --against old.json --for both").code, 1);
  const Ran unknown = run("plan breaking wider.json --against old.json --for reader");
  EXPECT_EQ(unknown.code, 2);
  EXPECT_THAT(unknown.err, HasSubstr("did you mean \"readers\"?"));
}

TEST_F(PlanDiffCommand, CompatibleSaysForWhom) {
  const std::string breaking = "plan breaking wider.json --against old.json";
  for (const char* format : {"text", "stylish", "github"}) {
    const std::string as = std::string(" --format ") + format;
    EXPECT_THAT(run(breaking + as).out, HasSubstr("compatible for senders")) << format;
    EXPECT_THAT(run(breaking + " --for both" + as).out, Not(HasSubstr("    compatible"))) << format;
  }
  EXPECT_THAT(run("plan breaking narrower.json --against old.json --for readers").out,
              HasSubstr("    compatible for readers\n"));
}

TEST_F(PlanDiffCommand, WhatMayBreakIsAWarning) {
  write("a.json", plan(R"({"type":"string","pattern":"^[a-z]+$"})"));
  write("b.json", plan(R"({"type":"string","pattern":"^[a-z0-9]+$"})"));
  const Ran ran = run("plan breaking b.json --against a.json");
  EXPECT_EQ(ran.code, 0);
  EXPECT_THAT(ran.out,
              HasSubstr("may-break for senders (no text was found that the old pattern takes and the new one refuses; "));
  EXPECT_EQ(run("plan breaking b.json --against a.json --strict").code, 1);
}

TEST_F(PlanDiffCommand, WhatIsAllowedIsToldAndBreaksNothing) {
  const std::string breaking = "plan breaking narrower.json --against old.json ";
  const Ran ran = run(breaking + "--allow 'type-narrowed:/TRACK/Order Completed/properties/total'");
  EXPECT_EQ(ran.code, 0) << ran.out;
  EXPECT_THAT(ran.out, HasSubstr("allowed: --allow"));
  EXPECT_EQ(run(breaking + "--allow 'PLB302:/TRACK/Order Completed'").code, 0);
  EXPECT_EQ(run(breaking + "--allow 'all:/TRACK'").code, 0);
  EXPECT_EQ(run(breaking + "--allow 'type-widened:/TRACK'").code, 1);
  const Ran other = run(breaking + "--allow 'type-narrowed:/TRACK/Order'");
  EXPECT_EQ(other.code, 1);
  EXPECT_THAT(other.err, HasSubstr("allows nothing"));
  const Ran unknown = run(breaking + "--allow 'type-narowed:/TRACK'");
  EXPECT_EQ(unknown.code, 2);
  EXPECT_THAT(unknown.err, HasSubstr("did you mean \"type-narrowed\"?"));
}

TEST_F(PlanDiffCommand, WhatBreaksNobodyIsListedToo) {
  const Ran ran = run("plan breaking old.json --against narrower.json");
  EXPECT_EQ(ran.code, 0) << ran.out;
  EXPECT_THAT(ran.out, HasSubstr("type-widened"));
  EXPECT_THAT(ran.out, HasSubstr("1 change, none breaking"));
}

TEST_F(PlanDiffCommand, AgainstAnotherCommit) {
  write("plan.json", kOld);
  ASSERT_EQ(git("init -q ."), 0);
  ASSERT_EQ(git("add plan.json"), 0);
  ASSERT_EQ(git("commit -q -m one"), 0);
  write("plan.json", kNarrower);
  EXPECT_EQ(run("plan breaking plan.json --against git:HEAD:plan.json").code, 1);
  EXPECT_EQ(run("plan breaking plan.json --against HEAD").code, 1);
  EXPECT_EQ(run("plan breaking '" + path("plan.json").string() + "' --against HEAD").code, 1);
  fs::create_directory(path("HEAD"));  // a folder is no plan
  EXPECT_EQ(run("plan breaking plan.json --against HEAD").code, 1);
  EXPECT_EQ(run("plan breaking plan.json --against nosuchbranch").code, 2);
  const Ran nowhere = run("plan breaking plan.json --against git:HEAD:other.json");
  EXPECT_EQ(nowhere.code, 2);
  EXPECT_THAT(nowhere.err, HasSubstr("git:HEAD:other.json"));
  EXPECT_EQ(run("plan breaking plan.json --against git:nosuchbranch:plan.json").code, 2);
  EXPECT_EQ(run("plan breaking plan.json --against git:plan.json").code, 2);
  const Ran option = run("plan breaking plan.json --against 'git:--output=x:plan.json'");
  EXPECT_EQ(option.code, 2);
  EXPECT_FALSE(fs::exists(path("x:plan.json")));
}

TEST_F(PlanDiffCommand, TwoWhereItCouldNotCompare) {
  EXPECT_EQ(run("plan breaking missing.json --against old.json").code, 2);
  EXPECT_EQ(run("plan breaking narrower.json --against missing.json").code, 2);
  write("bad.json", "{\"rules\":\n[\n{]");
  const Ran bad = run("plan breaking bad.json --against old.json");
  EXPECT_EQ(bad.code, 2);
  EXPECT_THAT(bad.err, HasSubstr("bad.json:3:"));
  write("events.json", kGood);
  EXPECT_EQ(run("plan diff events.json old.json").code, 2);
}

// What no event can be held against is compared as it is written, and told.
TEST_F(PlanDiffCommand, ASchemaThatIsOffIsComparedAndTold) {
  write("off.json", plan(R"({"type":"integger"})"));
  const Ran off = run("plan breaking off.json --against old.json");
  EXPECT_EQ(off.code, 1);
  EXPECT_THAT(off.err, HasSubstr("off.json:3:"));
  EXPECT_EQ(run("plan breaking off.json --against old.json --strict-plan").code, 2);
}

TEST_F(PlanDiffCommand, CapturedEventsAreReplayed) {
  const auto call = [](const std::string& total, const std::string& library) {
    return R"({"type":"track","event":"Order Completed","userId":"u","properties":{"total":)" +
           total + R"(},"context":{"library":{"name":")" + library +
           R"(","version":"2.0"}}})"
           "\n";
  };
  write("events.jsonl", call("1", "web") + call("1.5", "web") + call("1.5", "ios") +
                            call("\"x\"", "ios") +
                            R"({"type":"track","event":"Other"})"
                            "\n");
  const Ran ran = run("plan breaking narrower.json --against old.json --traffic events.jsonl");
  EXPECT_EQ(ran.code, 1);
  EXPECT_THAT(ran.out, HasSubstr("5 events replayed: 3 passed before, 2 of them would fail now"));
  EXPECT_THAT(ran.out, HasSubstr("1 of 1  track \"Order Completed\", events.jsonl, ios 2.0"));
  EXPECT_THAT(ran.out, HasSubstr("1 of 2  track \"Order Completed\", events.jsonl, web 2.0"));
  EXPECT_EQ(run("plan diff old.json wider.json --traffic nothing.jsonl").code, 2);
}

TEST_F(PlanDiffCommand, TheConfigurationKnowsSourcesAndWhatIsAllowed) {
  write("specgate.yaml",
        "sources: {shop: {files: [events.jsonl]}}\n"
        "plan: {allow: [{rule: type-narrowed, place: /TRACK/Order Completed, reason: agreed}]}\n");
  write("events.jsonl", R"({"type":"track","event":"Order Completed","properties":{"total":1.5}})"
                        "\n");
  const Ran ran = run("plan breaking narrower.json --against old.json --traffic events.jsonl");
  EXPECT_EQ(ran.code, 0) << ran.out << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("track \"Order Completed\", shop, "));
  EXPECT_THAT(ran.out, HasSubstr("agreed"));
  EXPECT_EQ(run("plan breaking narrower.json --against old.json --isolated").code, 1);
}

TEST_F(PlanDiffCommand, VersionsInTraffic) {
  write("two.json", plan(R"({"type":"number"})", R"(,
  {"type":"TRACK","key":"Order Completed","version":2,"jsonSchema":{"properties":{"properties":{
    "properties":{"total":{"type":"string"}}}}}})"));
  const std::string one = R"({"type":"track","event":"Order Completed","properties":{"total":1}})";
  const std::string two =
      R"({"type":"track","event":"Order Completed","properties":{"total":"1"},"context":{"protocols":{"event_version":2}}})";
  write("events.jsonl", one + "\n" + two + "\n");
  const Ran ran = run("plan diff two.json old.json --traffic events.jsonl");
  EXPECT_THAT(ran.out, HasSubstr("2 events replayed: 2 passed before, 1 of them would fail now"));
  EXPECT_THAT(ran.out, HasSubstr("PLB104 version-removed"));
}

// A comparison and its traffic read `format` as lint and the proxy do.
TEST_F(PlanDiffCommand, FormatsAreReadAsTheConfigurationSays) {
  write("dates.json", plan(R"({"type":"string","format":"date"})"));
  write("moments.json", plan(R"({"type":"string","format":"date-time"})"));
  write("events.jsonl",
        R"({"type":"track","event":"Order Completed","userId":"u","properties":{"total":"2026-01-02"}})"
        "\n");
  const std::string command = "plan breaking moments.json --against dates.json --for senders --traffic events.jsonl";
  EXPECT_EQ(run(command).code, 0) << run(command).out;
  write("specgate.yaml", "plan: {formats: rfc}\n");
  const Ran strict = run(command);
  EXPECT_EQ(strict.code, 1);
  EXPECT_THAT(strict.out, HasSubstr("1 passed before, 1 of them would fail now"));
}

// Of what cannot be decided, events decide.
TEST_F(PlanDiffCommand, WhatMayBreakBreaksWhatWasSeen) {
  write("old.json", plan(R"({"type":"string","pattern":"^[a-z]+$"})"));
  write("new.json", plan(R"({"type":"string","pattern":"^([^q]|q[^x]|q$)*$"})"));
  const auto event = [](const std::string& total) {
    return R"({"type":"track","event":"Order Completed","userId":"u","properties":{"total":")" + total + "\"}}\n";
  };
  write("fine.jsonl", event("red"));
  write("worse.jsonl", event("aqxa"));
  const std::string command = "plan breaking new.json --against old.json";
  EXPECT_THAT(run(command).out, HasSubstr("may-break for senders"));
  EXPECT_EQ(run(command + " --traffic fine.jsonl").code, 0);
  const Ran seen = run(command + " --traffic worse.jsonl");
  EXPECT_EQ(seen.code, 1) << seen.out;
  EXPECT_THAT(seen.out, HasSubstr("1 change, breaking for senders"));
}

// Traffic answers to the rules that lint and the proxy take: a page of its name, else the one for all.
TEST_F(PlanDiffCommand, ANamedPageDoesNotAnswerToTheRuleForAll) {
  const auto pages = [](const std::string& for_all) {
    return R"({"rules":[{"type":"PAGE","key":"Home","version":1,"jsonSchema":{}},)"
           R"({"type":"PAGE","key":"","version":1,"jsonSchema":{"properties":{"properties":)" +
           for_all + "}}}]}";
  };
  write("old.json", pages("{}"));
  write("new.json", pages(R"({"required":["ref"]})"));
  write("events.jsonl", R"({"type":"page","name":"Home","userId":"u","properties":{}})"
                        "\n"
                        R"({"type":"page","name":"About","userId":"u","properties":{}})"
                        "\n");
  EXPECT_THAT(run("plan diff old.json new.json --traffic events.jsonl").out,
              HasSubstr("2 events replayed: 2 passed before, 1 of them would fail now"));
}

}  // namespace
}  // namespace specgate
