// Formats as a user meets them: several in one run, streams and files, what contradicts itself; and
// the reports about a file that has something of everything, byte for byte: tests/lint/formats/.
// SPECGATE_UPDATE=1 writes them anew.
#include "tests/support/command.h"

namespace specgate {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

class FormatsTest : public CommandTest {
 protected:
  FormatsTest() {
    environment_ =
        "env -u GITHUB_STEP_SUMMARY -u GITHUB_WORKSPACE -u CI_PROJECT_DIR " + environment_;
  }
};

struct Wrong {
  const char *arguments, *said;
};

TEST_F(FormatsTest, WhatContradictsItselfIsSaid) {
  write("a.json", kNoId);
  write("x", "kept");
  const Wrong wrongs[] = {
      {"-f sarf=x", "--format: no format is called \"sarf\", did you mean \"sarif\"?"},
      {"-f stylish -f json",
       "--format: stylish and json would both go to standard output, give one a file: json=FILE"},
      {"-f github -f github",
       "github and github would both go to standard output"
       ", give one a file: github=FILE"},
      {"-f stylish -f json -o x", "stylish and json would both go to x, give one a file"},
      {"-f json=x -f sarif=x", "--format: two reports would go to x"},
      {"-f stylish -f sarif=x -o x", "--format: two reports would go to x"},
      {"-f sarif=x -o y", "--output: nothing is left for y, every format has a file of its own"},
      {"-f sarif=", "--format: \"sarif=\" names no file"},
      {"-f stylish -f sarif=no/such/x", "no/such/x: cannot write: No such file or directory"},
  };
  for (const Wrong& wrong : wrongs) {
    const Ran ran = run(std::string("lint a.json ") + wrong.arguments);
    EXPECT_EQ(ran.code, 2) << wrong.arguments;
    EXPECT_THAT(ran.err, HasSubstr(wrong.said)) << wrong.arguments;
    EXPECT_EQ(read("x"), "kept") << wrong.arguments;
  }
  write("specgate.yaml", "# formats\nformat: [stylish, yunit]\n");
  EXPECT_THAT(run("lint a.json").err,
              HasSubstr("specgate.yaml:2: no format is called \"yunit\", did you mean \"junit\"?"));
}

TEST_F(FormatsTest, SeveralInOneRun) {
  write("a.json", kNoId);
  const Ran ran = run("lint -f stylish -f sarif=out.sarif -f github -f junit=out.xml a.json");
  EXPECT_EQ(ran.code, 1);
  EXPECT_THAT(ran.out, StartsWith("a.json\n"));
  EXPECT_THAT(ran.err, HasSubstr("::error file=a.json,line=1,col=1,title=ID101 missing-identity::"))
      << "the runner reads standard error as well";
  EXPECT_THAT(read("out.sarif"), HasSubstr("\"ruleId\":\"ID101\""));
  EXPECT_THAT(read("out.xml"), HasSubstr("<failure type=\"error\""));
  EXPECT_EQ(run("lint -f stylish a.json").out, ran.out) << "as if alone";
  EXPECT_EQ(run("lint -f github a.json").out, ran.err);
}

TEST_F(FormatsTest, TheConfigurationAndTheEnvironmentMayNameSeveral) {
  write("a.json", kNoId);
  write("specgate.yaml", "format: [text, sarif=one.sarif]\n");
  EXPECT_THAT(run("lint a.json").out, HasSubstr("\na.json:1:1: error ID101"));
  EXPECT_THAT(read("one.sarif"), HasSubstr("ID101"));
  environment_ += " SPECGATE_FORMAT=jsonl,junit=two.xml";
  EXPECT_THAT(run("lint a.json").out, StartsWith("{\"file\":\"a.json\""));
  EXPECT_THAT(read("two.xml"), HasSubstr("ID101"));
  EXPECT_THAT(run("lint --show-settings a.json -f text -f json=x").out,
              ::testing::ContainsRegex("format +text,json=x +--format"));
}

TEST_F(FormatsTest, OnlyFailuresAreToldToAll) {
  write("a.json", kNoId + "\n" + kVariant);
  run("lint --isolated -D -f sarif=x.sarif -f junit=x.xml a.json");
  EXPECT_THAT(read("x.sarif"), Not(HasSubstr("\"level\":\"warning\",\"message\"")));
  EXPECT_THAT(read("x.xml"), HasSubstr("tests=\"1\" failures=\"1\""));
}

TEST_F(FormatsTest, TheSummaryOfAStepIsAppendedTo) {
  write("a.json", kNoId);
  write("summary.md", "before\n");
  environment_ += " GITHUB_STEP_SUMMARY=summary.md";
  run("lint -f github --isolated --select ID101 a.json");
  run("lint -f stylish a.json");
  EXPECT_THAT(read("summary.md"), StartsWith("before\n### specgate\n\n#### a.json\n"));
  EXPECT_THAT(read("summary.md"), HasSubstr("| error | 1:1 | [ID101]("));
  std::string many;
  for (int i = 0; i < 20'000; ++i) many += kNoId + "\n";
  write("many.jsonl", many);
  const Ran ran = run("lint -f github --isolated --select ID101 many.jsonl");
  EXPECT_LE(read("summary.md").size(), size_t{1} << 20);
  EXPECT_GT(read("summary.md").size(), size_t{1'000'000});
  EXPECT_THAT(read("summary.md"), HasSubstr("more findings** did not fit"));
  EXPECT_THAT(ran.out, HasSubstr("19 990 more errors"));
  EXPECT_THAT(ran.out, HasSubstr("the summary of the step has all"));
  environment_ += " GITHUB_STEP_SUMMARY=no/such";
  EXPECT_THAT(run("lint -f github a.json").err, HasSubstr("no/such: cannot write"));
}

TEST_F(FormatsTest, FilesAreRelativeToTheRepository) {
  write("sub/a.json", kNoId);
  environment_ += " GITHUB_WORKSPACE='" + (folder_).string() + "'";
  EXPECT_THAT(run("lint -f github sub/a.json").out, HasSubstr(" file=work/sub/a.json,"));
  EXPECT_THAT(run("lint -f sarif sub/a.json").out, HasSubstr("\"uri\":\"work/sub/a.json\""));
  environment_ += " GITHUB_WORKSPACE=/elsewhere";
  EXPECT_THAT(run("lint -f github sub/a.json").out, HasSubstr(" file=sub/a.json,"));
}

TEST_F(FormatsTest, ReportsAreTheSameWhateverTheJobs) {
  std::string text;
  for (int i = 0; i < 20'000; ++i) {
    text += i % 7 == 0 ? kNoId + "\n" : i % 5 == 0 ? "{\"x\":\n" : kVariant + "\n";
  }
  write("a/one.jsonl", text);
  write("a/two.jsonl", "\n" + text.substr(0, text.find('\n', 50'000) + 1));
  write("a/three.json", kGood);
  const auto reports = [&](const std::string& jobs) {
    std::string all = run("lint --isolated --no-progress --select ID101,NAM101,ENV101,RUN101 -f "
                          "text -f github -f sarif=x.sarif "
                          "-f junit=x.xml a --jobs " +
                          jobs)
                          .err;
    return all + read("x.sarif") + read("x.xml");
  };
  const std::string one = reports("1");
  EXPECT_GT(one.size(), size_t{1} << 20);
  EXPECT_TRUE(one == reports("4"));
}

TEST_F(FormatsTest, FixedTextKeepsStandardOutput) {
  const Ran ran =
      run("lint --isolated --select NAM101,ID101 --fix -f github -f stylish -", kVariant);
  EXPECT_EQ(ran.out, kVariantFixed);
  EXPECT_THAT(ran.err, HasSubstr("1 fixed"));
}

TEST_F(FormatsTest, HelpAndCompletionHaveEveryFormat) {
  const std::string help = run("lint --help").out;
  const std::string man = file_text(fs::path(SPECGATE_SOURCE) / "docs" / "specgate.1");
  const std::string readme = file_text(fs::path(SPECGATE_SOURCE) / "README.md");
  const std::string bash = run("completion bash").out;
  for (const char* format : {"stylish", "text", "json", "jsonl", "github", "sarif", "junit"}) {
    EXPECT_THAT(help, HasSubstr(std::string("\n  ") + format + " "));
    EXPECT_THAT(man, HasSubstr(format));
    EXPECT_THAT(readme, HasSubstr(std::string("`") + format + "`"));
    EXPECT_THAT(bash, ::testing::ContainsRegex(std::string("--format.*[ \"]") + format + "[ \"]"));
  }
}

class FormatGoldenTest : public FormatsTest, public ::testing::WithParamInterface<const char*> {};

// tests/lint/formats/events.jsonl as events.<format>; rules are few, so that only what a format
// does changes its report.
TEST_P(FormatGoldenTest, ReportIsWhatItWas) {
  const std::string format = GetParam();
  const fs::path data = fs::path(SPECGATE_SOURCE) / "tests" / "lint" / "formats";
  write("events.jsonl", file_text(data / "events.jsonl"));
  write("clean.jsonl", kGood);
  if (format == "summary") environment_ += " GITHUB_STEP_SUMMARY=out";
  const std::string to = format == "summary" ? "github=other" : format + "=out";
  run("lint --isolated --no-progress --select ID101,ENV101,NAM103,NAM108,PII103 -f " + to +
      " clean.jsonl events.jsonl");
  expect_golden(read("out"), data / ("events." + format));
}

INSTANTIATE_TEST_SUITE_P(All, FormatGoldenTest,
                         ::testing::Values("github", "summary", "sarif", "junit"),
                         [](const auto& each) { return std::string(each.param); });

}  // namespace
}  // namespace specgate
