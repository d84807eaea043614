// The command line: words arrive as they were typed, and what is wrong with one is said in words.
#include "tests/support/command.h"

namespace specgate {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class TypedCommand : public CommandTest {};

TEST_F(TypedCommand, NamesArriveWhole) {
  for (const std::string name : {"[A]", "[A,B]", "[Ads] Clicked [Beta]", "[]", "[[A]]", "{A}", "%%", "a,b", "\"A\"",
                                 "\\x41", "[A", "A]", "lint", "+", "'A"}) {
    std::string quoted;
    for (const char c : name) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
    for (const std::string before : {"name ", "name -- ", "name --property "}) {
      const Ran ran = run(before + "'" + quoted + "' 'Order Completed'");
      EXPECT_EQ(ran.code, 0) << name << ran.err;
      EXPECT_THAT(ran.out, StartsWith(name + "\n")) << before;
      EXPECT_THAT(ran.out, HasSubstr("\nOrder Completed\n")) << before;
    }
  }
  EXPECT_THAT(run("explain '[ID101]'").err, HasSubstr("\"[ID101]\""));
}

TEST_F(TypedCommand, FilesArriveWhole) {
  for (const std::string file : {"[a].json", "[a,b]", "[d]/[x]", "a,b.json"}) {
    write(file, kNoId);
    EXPECT_EQ(run("lint --isolated --select ID101 '" + file + "'").code, 1) << file;
    EXPECT_THAT(run("plan infer '" + file + "'").err, HasSubstr("1 rule from 1 call")) << file;
    EXPECT_THAT(run("plan lint '" + file + "'").err, HasSubstr(file + ":1:1")) << file;
    EXPECT_THAT(run("plan convert --to yaml '" + file + "'").err, HasSubstr(file + ":1:1")) << file;
    EXPECT_THAT(run("lint --isolated '" + file + "' --plan='" + file + "'").err, HasSubstr(file + ":1:1")) << file;
  }
  write("plan.json", "{\"rules\":[]}");
  EXPECT_THAT(run("lint --isolated --plan plan.json --require-event='[A,B]' '[a].json'").err,
              HasSubstr("no event \"[A,B]\" was seen"));
  EXPECT_THAT(run("lint --isolated --source '[x]' --stdin-filename '[in]' -f jsonl -", kNoId).out,
              HasSubstr("\"file\":\"[in]\""));
}

TEST_F(TypedCommand, UnknownWordsAreNamedAsTyped) {
  EXPECT_THAT(run("'[x]'").err, HasSubstr("unknown command [x]\n"));
  EXPECT_THAT(run("lint --profle='[x]'").err, HasSubstr("unknown option --profle, did you mean --profile?"));
}

struct Wrong {
  std::string arguments, said;
};

TEST_F(TypedCommand, ANumberThatIsNoneIsSaidInWords) {
  write("a.json", kGood);
  for (const auto& [arguments, said] : std::vector<Wrong>{
           {"lint a.json --jobs x", "--jobs: \"x\", wanted a whole number"},
           {"lint a.json --jobs 1.5", "--jobs: \"1.5\", wanted a whole number"},
           {"lint a.json --max-warnings -1", "--max-warnings: \"-1\", wanted a whole number, 0 or more"},
           {"lint a.json --max-warnings=abc", "--max-warnings: \"abc\", wanted a whole number, 0 or more"},
           {"lint a.json --min-events many", "--min-events: \"many\", wanted a whole number, 0 or more"},
           {"lint a.json --fail-on-coverage-below 200",
            "--fail-on-coverage-below: \"200\", wanted a number from 0 to 100"},
           {"plan lint a.json --max-warnings 99999999999", "wanted a whole number, 0 or more"},
           {"plan infer a.json --min-share 2", "--min-share: \"2\", wanted a number from 0 to 1"},
           {"plan infer a.json --enum-max -3", "--enum-max: \"-3\", wanted a number from 0 to "},
           {"plan infer a.json --min-calls x", "--min-calls: \"x\", wanted a whole number, 0 or more"},
           {"lint a.json --profile x", "no profile is called \"x\", there are minimal, recommended, partner, strict"},
           {"lint a.json --profile stric", "no profile is called \"stric\", did you mean \"strict\"?"},
       }) {
    const Ran ran = run(arguments);
    EXPECT_EQ(ran.code, 2) << arguments;
    EXPECT_THAT(ran.err, HasSubstr(said)) << arguments;
  }
  environment_ += " SPECGATE_JOBS=many";
  EXPECT_EQ(run("lint a.json").code, 2);
  EXPECT_THAT(run("lint a.json").err, HasSubstr("\"many\", wanted a whole number"));
}

TEST_F(TypedCommand, OneOfAThingIsSingular) {
  write("a.json", kVariant);
  EXPECT_THAT(run("lint --isolated --select NAM101 --max-warnings 0 a.json").err,
              HasSubstr("1 warning is more than --max-warnings 0"));
  EXPECT_THAT(run("lint --isolated --min-events 5 a.json").err, HasSubstr("1 event is fewer than --min-events 5"));
}

// What a rule wants of the configuration is said once, whatever the number of its findings.
TEST_F(TypedCommand, AWantedSettingIsNamedOnce) {
  write("in.jsonl", kGood + "\n" + kGood + "\n");
  const std::string lint = "lint --profile partner --select CTX101 in.jsonl";
  const std::string out = run(lint).out;
  EXPECT_THAT(out, HasSubstr("\nCTX101: --fix fills in what is missing once specgate.yaml says: "
                             "settings: {integration: {name: your-slug, version: 1.0.0}}\n"));
  EXPECT_EQ(out.find("settings:"), out.rfind("settings:"));
  for (const std::string format : {"json", "jsonl"}) {
    EXPECT_THAT(run(lint + " -f " + format).out,
                HasSubstr(R"("wanted_setting":{"rule":"CTX101","key":"settings.integration"})"));
  }
  EXPECT_THAT(run("lint --select ID101 in.jsonl").out, Not(HasSubstr("settings:"))) << "nothing was found";
  write("specgate.yaml", "settings: {integration: {name: my-tool, version: 1.2.0}}\n");
  EXPECT_THAT(run(lint).out, Not(HasSubstr("settings:")));
  EXPECT_THAT(run(lint).out, HasSubstr("2 fixable with --fix"));
}

// The setting that the message shows is one that is read.
TEST_F(TypedCommand, TheSettingThatIsShownWorks) {
  write("in.jsonl", kGood + "\n");
  const std::string out = run("lint --profile partner --select CTX101 in.jsonl").out;
  const size_t at = out.find("settings: {");
  ASSERT_NE(at, std::string::npos) << out;
  write("specgate.yaml", out.substr(at, out.find('\n', at) - at) + "\n");
  EXPECT_THAT(run("lint --profile partner --select CTX101 in.jsonl").out, HasSubstr("1 fixable with --fix"));
}

// A plan's property that the code sets and the library leaves out.
TEST_F(TypedCommand, WhatALibraryLeavesOutIsSaidBesideWhatIsMissing) {
  write("plan.json", R"({"rules":[{"type":"TRACK","key":"Order Completed","version":1,"jsonSchema":{"properties":)"
                     R"({"properties":{"type":"object","properties":{"a":{}},"required":["a"]}}}}]})");
  const std::string head = R"({"type":"track","event":"Order Completed","userId":"u1","messageId":"m1","properties":{})";
  const std::string lint = "lint --isolated --plan plan.json --select PLN103 in.json";
  const auto told = [&](const std::string& body) {
    write("in.json", body);
    return run(lint).out;
  };
  EXPECT_THAT(told(head + R"(,"context":{"library":{"name":"analytics-java","version":"3.5.4"}}})"),
              HasSubstr("which the plan requires; analytics-java sends no null"));
  EXPECT_THAT(told(R"({"batch":[)" + head + R"(}],"context":{"library":{"name":"analytics-python"}}})"),
              HasSubstr("which the plan requires; analytics-python sends no UUID"));
  EXPECT_THAT(told(head + R"(,"context":{"library":{"name":"analytics-node"}}})"), Not(HasSubstr("sends no")));
  EXPECT_THAT(told(head + "}"), Not(HasSubstr("sends no")));
}

}  // namespace
}  // namespace specgate
