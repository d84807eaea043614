// specgate lint and its sisters as a user meets them: exit codes, flags, formats, bad input.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidjson/document.h>

#include <string>
#include <vector>

#include "tests/support/command.h"

namespace specgate {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

TEST_F(CommandTest, ExitCodes) {
  write("good.json", kGood);
  write("bad.json", kNoId);
  write("broken.json", R"({"type":)");
  write("empty.json", "");
  EXPECT_EQ(run("lint good.json").code, 0);
  EXPECT_EQ(run("lint bad.json").code, 1);
  EXPECT_EQ(run("lint broken.json").code, 1);
  EXPECT_EQ(run("lint bad.json --exit-zero").code, 0);
  EXPECT_EQ(run("lint bad.json --fail-on none").code, 0);
  EXPECT_EQ(run("lint empty.json").code, 2);
  EXPECT_EQ(run("lint empty.json --allow-empty").code, 0);
  EXPECT_EQ(run("lint nowhere.json").code, 2);
  EXPECT_EQ(run("lint good.json --fromat json").code, 2);
  EXPECT_EQ(run("").code, 2);
  EXPECT_EQ(run("--help").code, 0);
  EXPECT_EQ(run("--version").code, 0);
}

TEST_F(CommandTest, HelpAndVersionAreCommandsToo) {
  EXPECT_EQ(run("version").out, run("--version").out);
  EXPECT_EQ(run("help").out, run("--help").out);
  EXPECT_EQ(run("help lint").out, run("lint --help").out);
  EXPECT_EQ(run("help plan diff").out, run("plan diff --help").out);
  EXPECT_EQ(run("help proxy").out, run("proxy --help").out);
  EXPECT_THAT(run("help proxy").out, HasSubstr("--upstream"));
  EXPECT_EQ(run("help proxy").code, 0);
  EXPECT_EQ(run("help").code, 0);
  EXPECT_EQ(run("help lnt").code, 2);
}

TEST_F(CommandTest, ForceColorDecidesWhereNoFlagDoes) {
  write("a.json", kVariant);
  environment_ += " FORCE_COLOR=1";
  EXPECT_THAT(run("lint a.json").out, HasSubstr("\x1b["));
  EXPECT_THAT(run("lint a.json --color never").out, Not(HasSubstr("\x1b[")));
  run("lint a.json -f text,stylish=b.txt -o a.txt");
  run("lint a.json -o c.txt");
  for (const char* file : {"a.txt", "b.txt", "c.txt"}) {
    EXPECT_THAT(read(file), HasSubstr("NAM")) << file;
    EXPECT_THAT(read(file), Not(HasSubstr("\x1b["))) << file << ": nobody looks at its colours";
  }
  run("lint a.json --color always -o a.txt");
  EXPECT_THAT(read("a.txt"), HasSubstr("\x1b[")) << "by a flag it is";
  environment_ += " NO_COLOR=1";
  EXPECT_THAT(run("lint a.json").out, HasSubstr("\x1b[")) << "asked for is asked for";
  for (const char* no : {"0", "false"}) {
    environment_ += std::string(" FORCE_COLOR=") + no;
    EXPECT_THAT(run("lint a.json").out, Not(HasSubstr("\x1b["))) << no;
  }
  for (const char* yes : {"", "true", "2", "3"}) {
    environment_ += std::string(" FORCE_COLOR=") + yes;
    EXPECT_THAT(run("lint a.json").out, HasSubstr("\x1b[")) << yes;
  }
}

TEST_F(CommandTest, FailOnSetsTheThreshold) {
  const std::string lint = "lint --isolated --select NAM101 a.json ";
  write("a.json", kVariant);
  EXPECT_EQ(run(lint).code, 0) << "a warning";
  EXPECT_EQ(run(lint + "--fail-on warning").code, 1);
  EXPECT_EQ(run(lint + "--fail-severity=warning").code, 1);
  EXPECT_EQ(run(lint + "--max-warnings 0").code, 1);
  EXPECT_EQ(run(lint + "--max-warnings 1").code, 0);
  EXPECT_THAT(run(lint + "-D --fail-on error --quiet").out, IsEmpty());
  EXPECT_THAT(run(lint + "-D --fail-on warning --quiet").out, HasSubstr("NAM101"));
}

TEST_F(CommandTest, UsageErrorsNameTheFlagAndSuggest) {
  write("a.json", kGood);
  EXPECT_THAT(run("lint --profle strict a.json").err,
              HasSubstr("--profle, did you mean --profile?"));
  EXPECT_THAT(run("lint --format jsn a.json").err, HasSubstr("\"json\""));
  EXPECT_THAT(run("lint --profile partnr a.json").err, HasSubstr("partnr"));
  EXPECT_THAT(run("lint --select NAM999 a.json").err, HasSubstr("NAM999"));
  EXPECT_THAT(run("lint --fail-on eror a.json").err, HasSubstr("\"error\""));
  EXPECT_THAT(run("lnt a.json").err, HasSubstr("did you mean lint?"));
  EXPECT_THAT(run("lint --fix --diff a.json").err, HasSubstr("--diff"));
  EXPECT_THAT(run("lint --jobs 0 a.json").err, HasSubstr("--jobs"));
  EXPECT_THAT(run("lint --config nowhere.yaml a.json").err, HasSubstr("nowhere.yaml"));
  EXPECT_THAT(run("explain NAM99x").err, HasSubstr("NAM99x"));
  EXPECT_EQ(run("lint --config nowhere.yaml a.json").code, 2);
}

TEST_F(CommandTest, AnUnreadableFileCostsOnlyItself) {
  write("a.json", kNoId);
  const Ran ran = run("lint --format jsonl nowhere.json a.json");
  EXPECT_EQ(ran.code, 2);
  EXPECT_THAT(ran.err, HasSubstr("nowhere.json"));
  EXPECT_THAT(findings(ran.out), Not(IsEmpty()));
}

TEST_F(CommandTest, BrokenLinesCostOnlyThemselves) {
  write("a.jsonl", R"({"type":)"
                   "\n" +
                       kNoId +
                       "\n"
                       R"({"a":"x)"
                       "\n\n"
                       "hello\n" +
                       kNoId);
  EXPECT_EQ(lint_as_lines("--select ENV101,ID101 a.jsonl").size(), 5U);
  const Found found = lint_as_lines("--select ID101 a.jsonl");
  EXPECT_EQ(found, (Found{"2:1 ID101 ", "6:1 ID101 "}));
}

TEST_F(CommandTest, EveryShapeOfInput) {
  const std::string lint = "--select ID101 ";
  EXPECT_EQ(lint_as_lines(lint + "-", kNoId), (Found{"1:1 ID101 "}));
  EXPECT_EQ(lint_as_lines(lint + "-", "[" + kNoId + ",\n" + kNoId + "]").size(), 2U);
  EXPECT_EQ(lint_as_lines(lint + "-", "{\"batch\":[\n" + kNoId + "]}"), (Found{"2:1 ID101 "}));
  EXPECT_EQ(lint_as_lines(lint + "-", "{\n\"type\":\"track\"}\n\n{\n\"type\":\"page\"}"),
            (Found{"1:1 ID101 ", "4:1 ID101 "}));
  EXPECT_EQ(lint_as_lines(lint + "-", "\xEF\xBB\xBF" + kNoId + "\r\n" + kNoId + "\r\n").size(), 2U);
  EXPECT_EQ(
      lint_as_lines(lint + "-", R"({"method":"POST","path":"/v1/track","body":)" + kNoId + "}")
          .size(),
      1U);
}

TEST_F(CommandTest, ReportsAreTheSameWhateverTheJobs) {
  std::string text;
  for (int i = 0; i < 20'000; ++i)
    text += i % 7 == 0 ? kNoId + "\n" : i % 5 == 0 ? "{\"x\":\n" : kVariant + "\n";
  write("a/one.jsonl", text);
  write("a/two.jsonl", "\n" + text);
  write("a/three.json", kNoId);
  for (const char* format : {"stylish", "jsonl", "json"}) {
    const std::string lint =
        std::string("lint --isolated --no-progress --format ") + format + " a ";
    const Ran one = run(lint + "--jobs 1");
    EXPECT_EQ(one.out, run(lint + "--jobs 4").out) << format;
    EXPECT_EQ(one.code, 1);
  }
  const Ran fixed = run("lint --jobs 3 --select NAM101 --fix --quiet a/one.jsonl");
  EXPECT_EQ(read("a/one.jsonl").find("order_completed"), std::string::npos);
  EXPECT_EQ(read("a/one.jsonl").size(), text.size()) << "the new name is as long as the old";
}

TEST_F(CommandTest, RepeatedMessageIdsAreFoundOverTheRun) {
  write("a.jsonl", kGood + "\n" + kNoId + "\n" + kGood + "\n");
  write("b.jsonl", kGood + "\n");
  const Found found = lint_as_lines("--select RUN101 a.jsonl b.jsonl");
  EXPECT_EQ(found.size(), 2U);
  EXPECT_THAT(run("lint --format text --select RUN101 a.jsonl b.jsonl").out,
              HasSubstr("line 1 of a.jsonl"));
  EXPECT_THAT(lint_as_lines("--ignore RUN101 --select RUN a.jsonl"), IsEmpty());
}

TEST_F(CommandTest, BadInputIsAFindingNeverACrash) {
  const std::string bodies[] = {
      R"({"type":"track")",
      std::string("{\"type\":\"track\"}\0{}", 19),
      "{\"type\":\"tr\xFF\xC3(\"}",
      R"({"type":"track","userId":"\ud800"})",
      R"({"type":"track","userId":"u","event":"E","properties":{"a":1,"a":2}})",
      R"({"type":"track","userId":"u","event":"E","properties":{"n":1e99999,"m":123456789012345678901234567890}})",
      R"({"type":7,"event":[],"userId":{},"context":"x","properties":3,"timestamp":false,"integrations":1})",
      std::string(100'000, '['),
      "null",
      "\"text\"",
  };
  for (const std::string& body : bodies) {
    const Ran ran = run("lint --isolated --format jsonl -", body + "\n" + kNoId + "\n");
    EXPECT_EQ(ran.code, 1) << body.substr(0, 80);
    const Found found = findings(ran.out);
    EXPECT_FALSE(found.empty()) << body.substr(0, 80);
    EXPECT_THAT(found, ::testing::Contains("2:1 ID101 "))
        << "the neighbour is judged: " << body.substr(0, 80);
  }
}

TEST_F(CommandTest, LongLinesAreNoTrouble) {
  const std::string line = R"({"type":"track","event":"E","messageId":"l","properties":{"x":")" +
                           std::string(3'000'000, 'x') + R"("}})";
  EXPECT_EQ(lint_as_lines("--select ID101 -", line + "\n" + line).size(), 2U);
}

TEST_F(CommandTest, ConfigurationIsFoundAboveTheFile) {
  write("project/specgate.yaml", "rules:\n  missing-identity: off\n");
  write("project/logs/a.json", kNoId);
  EXPECT_EQ(run("lint --select ENV project/logs/a.json").code, 0);
  EXPECT_THAT(findings(run("lint -f jsonl project/logs/a.json").out),
              Not(::testing::Contains("1:1 ID101 ")));
  EXPECT_THAT(findings(run("lint -f jsonl --isolated project/logs/a.json").out),
              ::testing::Contains("1:1 ID101 "));
}

TEST_F(CommandTest, FlagsWinOverTheEnvironmentAndItOverTheFile) {
  write("specgate.yaml", "profile: minimal\n");
  write("a.json", kGood);
  const auto settings = [&](const std::string& flags) {
    return run("lint --show-settings a.json " + flags).out;
  };
  EXPECT_THAT(settings(""), ::testing::ContainsRegex("profile +minimal +.*specgate.yaml"));
  environment_ += " SPECGATE_PROFILE=strict SPECGATE_FORMAT=jsonl";
  EXPECT_THAT(settings(""), ::testing::ContainsRegex("profile +strict +SPECGATE_PROFILE"));
  EXPECT_THAT(settings("--profile partner"),
              ::testing::ContainsRegex("profile +partner +--profile"));
  EXPECT_THAT(run("lint a.json").out, HasSubstr("{\"summary\":"));
}

TEST_F(CommandTest, OutputAndColour) {
  write("a.json", kNoId);
  EXPECT_EQ(run("lint a.json -o report.txt").out, "");
  EXPECT_THAT(read("report.txt"), HasSubstr("ID101"));
  EXPECT_THAT(run("lint a.json").out, Not(HasSubstr("\x1b")));
  EXPECT_THAT(run("lint a.json --color always").out, HasSubstr("\x1b["));
  EXPECT_THAT(run("lint a.json --statistics --quiet").out, HasSubstr("missing-identity"));
  EXPECT_EQ(run("lint a.json -o /nowhere/report.txt").code, 2);
}

TEST_F(CommandTest, NoPathMeansHere) {
  write("sub/a.jsonl", kNoId);
  write("sub/b.txt", kNoId);
  EXPECT_EQ(findings(run("lint --format jsonl --select ID101").out).size(), 1U);
  EXPECT_EQ(findings(run("lint --format jsonl --select ID101 'sub/*'").out).size(), 2U);
}

TEST_F(CommandTest, RulesExplainAndNames) {
  EXPECT_THAT(run("rules").out, HasSubstr("ID101    missing-identity"));
  rapidjson::Document rules;
  EXPECT_FALSE(rules.Parse(run("rules --format json").out.c_str()).HasParseError());
  EXPECT_GT(rules.Size(), 70U);
  EXPECT_THAT(run("rules --markdown").out, HasSubstr("ID101"));
  EXPECT_THAT(run("explain missing-identity").out, HasSubstr("### Why"));
  EXPECT_EQ(run("explain missing-identity").out, run("explain ID101").out);
  const std::string name = run("name order_completed").out;
  EXPECT_THAT(name, HasSubstr("Order Completed"));
  EXPECT_THAT(name, HasSubstr("order_id"));
  EXPECT_THAT(name, HasSubstr("ecommerce"));
  rapidjson::Document answer;
  EXPECT_FALSE(
      answer.Parse(run("name order_completed Nonsense --format json").out.c_str()).HasParseError());
  EXPECT_STREQ(answer[0]["match"].GetString(), "variant");
  EXPECT_STREQ(answer[1]["match"].GetString(), "none");
  EXPECT_THAT(run("name --property productId --event 'Product Viewed'").out,
              HasSubstr("product_id"));
  for (const char* shell : {"bash", "zsh", "fish"}) {
    EXPECT_THAT(run(std::string("completion ") + shell).out, HasSubstr("--unsafe-fixes"));
  }
}

TEST_F(CommandTest, AReportThatCannotBeWrittenIsSaid) {
  write("a.json", kNoId);
  const Ran ran = run("lint a.json -o /dev/full");
  EXPECT_EQ(ran.code, 2);
  EXPECT_THAT(ran.err, HasSubstr("cannot write"));
}

}  // namespace
}  // namespace specgate
