// A call of more findings than are listed, seen from outside: every report says how many are left, and
// all of them count.
#include "lint/report/reporter.h"
#include "tests/support/command.h"

namespace specgate {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

std::string call(const std::string& item, size_t times, const std::string& more = "") {
  std::string out = R"({"type":"identify","userId":"u1","messageId":"m1","traits":{"v":[)";
  for (size_t i = 0; i < times; ++i) out += item + ",";
  return out + "1]" + more + "}}\n";
}

const std::string kRed = R"({"password":"x"})";
const std::string kTwice = R"({"x":1,"x":2})";
const std::string kConfig =
    "rules: {ALL: off, pii-red-key: error, duplicate-key: warning}\n";

class ToldCommand : public CommandTest {
 protected:
  void SetUp() override {
    write("specgate.yaml", kConfig);
  }
};

TEST_F(ToldCommand, ListsSoManyAndCountsAll) {
  write("a.jsonl", call(kRed, 1500));
  const Ran ran = run("lint --format jsonl a.jsonl");
  EXPECT_EQ(ran.code, 1);
  EXPECT_THAT(findings(ran.out), SizeIs(1001));
  EXPECT_THAT(ran.out, HasSubstr("and 500 more findings of this call are not listed: 500 errors"));
  EXPECT_THAT(ran.out, HasSubstr(R"("problems":1500,"errors":1500,"warnings":0)"));
}

TEST_F(ToldCommand, EveryFormatSaysIt) {
  write("a.jsonl", call(kRed, 1500));
  for (const std::string_view format : report_formats()) {
    const Ran ran = run("lint --format " + std::string(format) + " a.jsonl");
    EXPECT_EQ(ran.code, 1) << format;
    // GitHub shows ten, and of the others its report tells the number.
    const bool few = format == "github";
    EXPECT_THAT(ran.out, HasSubstr(few ? "1 500 errors"
                                       : "500 more findings of this call are not listed"))
        << format;
  }
}

// An error behind a flood of warnings is listed, and fails the run.
TEST_F(ToldCommand, AFloodHidesNoError) {
  write("a.jsonl", call(kTwice, 3000, R"(,"password":"x")"));
  const Ran ran = run("lint --format jsonl a.jsonl");
  EXPECT_EQ(ran.code, 1);
  EXPECT_THAT(ran.out, HasSubstr(R"("path":"/traits/password")"));
  EXPECT_THAT(ran.out, HasSubstr(R"("problems":3001,"errors":1,"warnings":3000)"));
  write("b.jsonl", call(kTwice, 3000));
  EXPECT_EQ(run("lint b.jsonl").code, 0);
  EXPECT_EQ(run("lint --fail-on warning b.jsonl").code, 1);
}

TEST_F(ToldCommand, AllAreFixed) {
  std::string twice;
  for (int i = 0; i < 2500; ++i) twice += R"(,"a":1)";
  write("a.jsonl", call("2", 1, R"(,"a":1)" + twice));
  EXPECT_EQ(run("lint --diff a.jsonl").code, 1);
  const Ran ran = run("lint --fix --format jsonl a.jsonl");
  EXPECT_EQ(ran.code, 0) << ran.out;
  EXPECT_THAT(ran.out, HasSubstr(R"("fixed":2500)"));
  EXPECT_EQ(read("a.jsonl"), call("2", 1, R"(,"a":1)"));
}

TEST_F(ToldCommand, WhatADiffRepairsIsCountedAway) {
  std::string twice;
  for (int i = 0; i < 2500; ++i) twice += R"(,"a":1)";
  write("a.jsonl", call(kRed, 1200, R"(,"a":1)" + twice));
  const Ran ran = run("lint --diff --format jsonl=report.jsonl a.jsonl");
  EXPECT_EQ(ran.code, 1);
  const std::string report = read("report.jsonl");
  EXPECT_THAT(report, HasSubstr(R"("problems":1200,"errors":1200,"warnings":0)"));
  EXPECT_THAT(report, HasSubstr(R"("fixed":2500)"));
  EXPECT_THAT(report, HasSubstr("and 200 more findings of this call are not listed: 200 errors"));
  EXPECT_THAT(report, Not(HasSubstr("1500 warnings")));
}

}  // namespace
}  // namespace specgate
