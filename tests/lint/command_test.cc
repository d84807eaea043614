// Drives the built program in temporary folders: exit codes, flags, formats, fixes, bad input.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidjson/document.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "lint/gzip.h"

namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

struct Ran {
  int code;
  std::string out, err;
};

// An event without a finding worth an error; one that breaks two rules, one of them fixable.
const std::string kGood =
    R"({"type":"track","event":"Order Completed","userId":"u1","messageId":"g1","timestamp":"2026-01-01T00:00:00Z"})";
const std::string kNoId = R"({"type":"track","event":"Order Completed","messageId":"n1"})";
const std::string kVariant =
    R"({ "type":"track", "event":"order_completed","userId" : "u1","messageId":"v1","n":1.500e3 })";
const std::string kVariantFixed =
    R"({ "type":"track", "event":"Order Completed","userId" : "u1","messageId":"v1","n":1.500e3 })";

class CommandTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto* info = ::testing::UnitTest::GetInstance()->current_test_info();
    std::string name = std::string("specgate_") + info->name() + std::to_string(getpid());
    for (char& c : name) {
      if (c == '/') c = '_';
    }
    folder_ = fs::path(::testing::TempDir()) / name;
    fs::remove_all(folder_);
    fs::create_directories(folder_ / "work");
  }
  void TearDown() override { fs::remove_all(folder_); }

  fs::path path(const std::string& name) const { return folder_ / "work" / name; }

  void write(const std::string& name, const std::string& text) const {
    fs::create_directories(path(name).parent_path());
    std::ofstream(path(name), std::ios::binary) << text;
  }

  static std::string slurp(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::stringstream text;
    text << in.rdbuf();
    return text.str();
  }
  std::string read(const std::string& name) const { return slurp(path(name)); }

  Ran run(const std::string& arguments, const std::string& input = "") const {
    std::ofstream(folder_ / "in", std::ios::binary) << input;
    const std::string command = "cd '" + (folder_ / "work").string() + "' && " + environment_ +
                                " '" + SPECGATE_BINARY "' " + arguments +
                                " <../in >../out 2>../err";
    const int status = std::system(command.c_str());
    return {WEXITSTATUS(status), slurp(folder_ / "out"), slurp(folder_ / "err")};
  }

  // The findings of a jsonl report as "line:column rule path"; every line must parse.
  static std::vector<std::string> findings(const std::string& report) {
    std::vector<std::string> out;
    std::istringstream lines(report);
    bool summary = false;
    for (std::string line; std::getline(lines, line);) {
      rapidjson::Document document;
      document.Parse<rapidjson::kParseValidateEncodingFlag>(line.data(), line.size());
      EXPECT_FALSE(document.HasParseError()) << line;
      EXPECT_FALSE(summary) << "the summary is the last line";
      if (document.HasParseError()) continue;
      summary = document.HasMember("summary");
      if (summary) continue;
      for (const char* key :
           {"file", "line", "column", "byte", "rule", "name", "severity", "path", "message"}) {
        EXPECT_TRUE(document.HasMember(key)) << key;
      }
      out.push_back(std::to_string(document["line"].GetUint()) + ":" +
                    std::to_string(document["column"].GetUint()) + " " +
                    document["rule"].GetString() + " " + document["path"].GetString());
    }
    EXPECT_TRUE(summary);
    return out;
  }

  std::vector<std::string> lint_as_lines(const std::string& arguments,
                                         const std::string& input = "") const {
    return findings(run("lint --format jsonl " + arguments, input).out);
  }

  // A sanitizer that speaks up must not look like findings.
  std::string environment_ =
      "NO_COLOR= ASAN_OPTIONS=exitcode=99 UBSAN_OPTIONS=exitcode=99 TSAN_OPTIONS=exitcode=99";
  fs::path folder_;
};

using Found = std::vector<std::string>;

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

TEST_F(CommandTest, ACapturedBodyInAStringIsJudgedInPlace) {
  const std::string record =
      R"({"method":"POST","path":"/v1/track","headers":{},"body":"{\"event\":\"order_completed\",\"userId\":\"\u00e9\"}"})";
  const std::string fixed =
      R"({"method":"POST","path":"/v1/track","headers":{},"body":"{\"event\":\"Order Completed\",\"userId\":\"\u00e9\"}"})";
  write("a.jsonl", record + "\n");
  EXPECT_EQ(
      lint_as_lines("--select NAM101 a.jsonl"),
      (Found{"1:" + std::to_string(record.find(R"(\"order_completed)") + 1) + " NAM101 /event"}));
  EXPECT_EQ(run("lint --select NAM101 --fix a.jsonl").code, 0);
  EXPECT_EQ(read("a.jsonl"), fixed + "\n");
}

TEST_F(CommandTest, FixesAreByteExactAndSettle) {
  write("a.jsonl", kGood + "\r\n\r\n" + kVariant + "\n" +
                       R"({"broken":)"
                       "\n" +
                       kVariant);
  chmod(path("a.jsonl").c_str(), 0640);
  fs::create_symlink("a.jsonl", path("link.jsonl"));
  const std::string fixed = kGood + "\r\n\r\n" + kVariantFixed + "\n" +
                            R"({"broken":)"
                            "\n" +
                            kVariantFixed;
  const Ran ran = run("lint --select NAM101 --fix link.jsonl");
  EXPECT_EQ(read("a.jsonl"), fixed);
  EXPECT_TRUE(fs::is_symlink(path("link.jsonl")));
  EXPECT_EQ(fs::status(path("a.jsonl")).permissions(), static_cast<fs::perms>(0640));
  EXPECT_THAT(ran.out, HasSubstr("2 fixed"));
  EXPECT_EQ(run("lint --select NAM101 --fix a.jsonl").code, 0);
  EXPECT_EQ(read("a.jsonl"), fixed) << "a second run changes nothing";
  size_t left = 0;
  for (const auto& entry : fs::directory_iterator(folder_ / "work")) left += entry.exists() ? 1 : 0;
  EXPECT_EQ(left, 2U) << "nothing temporary stays";
}

TEST_F(CommandTest, FixOfStandardInputGoesToStandardOutput) {
  const Ran ran =
      run("lint --select NAM101 --fix --stdin-filename events.jsonl -", kVariant + "\n" + kGood);
  EXPECT_EQ(ran.out, kVariantFixed + "\n" + kGood);
  EXPECT_THAT(ran.err, HasSubstr("1 fixed"));
  const Ran named =
      run("lint --select ID101 --format jsonl --stdin-filename events.jsonl -", kNoId);
  EXPECT_THAT(named.out, HasSubstr("\"file\":\"events.jsonl\""));
}

TEST_F(CommandTest, DiffShowsAndWritesNothing) {
  const std::string text = kGood + "\n" + kVariant + "\n" + kNoId + "\n";
  write("a.jsonl", text);
  const Ran ran = run("lint --select NAM101,ID101 --diff a.jsonl");
  EXPECT_EQ(ran.code, 1);
  EXPECT_EQ(read("a.jsonl"), text);
  EXPECT_EQ(ran.out, "--- a.jsonl\n+++ a.jsonl\n@@ -1,3 +1,3 @@\n " + kGood + "\n-" + kVariant +
                         "\n+" + kVariantFixed + "\n " + kNoId + "\n");
  EXPECT_THAT(ran.err, HasSubstr("ID101")) << "what cannot be fixed is still listed";
  EXPECT_THAT(ran.err, Not(HasSubstr("NAM101")));
  write("b.jsonl", kGood + "\n");
  EXPECT_EQ(run("lint --select NAM101 --diff b.jsonl").code, 0);
  EXPECT_EQ(run("lint --select NAM101 --diff b.jsonl").out, "");
}

TEST_F(CommandTest, GzipIsReadAndWrittenBack) {
  std::string packed, text;
  ASSERT_EQ(specgate::deflate_gzip(kVariant + "\n", packed), "");
  write("a.jsonl.gz", packed);
  write("plain-name.json", packed);
  EXPECT_EQ(lint_as_lines("--select NAM101 a.jsonl.gz").size(), 1U);
  EXPECT_EQ(lint_as_lines("--select NAM101 plain-name.json").size(), 1U);
  EXPECT_EQ(run("lint --select NAM101 --fix a.jsonl.gz").code, 0);
  ASSERT_EQ(specgate::inflate_gzip(read("a.jsonl.gz"), text), "");
  EXPECT_EQ(text, kVariantFixed + "\n");
  write("cut.gz", packed.substr(0, packed.size() / 2));
  EXPECT_EQ(run("lint cut.gz").code, 2);
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
      "\xFE\xFF\x00{",
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
