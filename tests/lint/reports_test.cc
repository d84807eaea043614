// Several reports of the same findings: who gets what, in what order, and what does not fit.
#include "lint/report/reports.h"


#include <filesystem>

#include "lint/report/reporters/github_summary.h"
#include "tests/lint/report_support.h"
#include "tests/support/files.h"
#include "tests/support/folder.h"

namespace specgate {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

namespace fs = std::filesystem;

class ReportsTest : public ::testing::Test {
 protected:
  std::string path(const std::string& name) const { return folder_ / name; }
  std::string read(const std::string& name) const { return file_text(path(name)); }

  ReportSink sink(const std::string& name, uint64_t limit = ReportSink::kNoLimit) const {
    auto opened = ReportSink::open(path(name), ReportSink::Mode::kAppend, limit);
    EXPECT_TRUE(opened);
    return *std::move(opened);
  }

  static void write_all(Reports& reports, const std::vector<Finding>& findings) {
    reports.head();
    std::vector<Finding> copy = findings;
    reports.whole_file("a.jsonl", "", copy);
    reports.whole_file("clean.jsonl", "", {});
    reports.tail(summary_of(findings));
  }

  const Folder folder_;
};

TEST_F(ReportsTest, EachGetsAllInItsFormat) {
  Reports reports;
  for (const std::string_view format : report_formats()) {
    reports.add(make_reporter(format, {}), sink(std::string(format)));
  }
  write_all(reports, {finding_of("no id", ""), with_fix()});
  EXPECT_THAT(reports.take_problems(), IsEmpty());
  for (const std::string_view format : report_formats()) {
    EXPECT_THAT(read(std::string(format)), HasSubstr("no id")) << format;
  }
  EXPECT_EQ(parsed(read("json"))["findings"].Size(), 2U);
  EXPECT_EQ(parsed(read("sarif"))["runs"][0]["results"].Size(), 2U);
  EXPECT_THAT(read("junit"), HasSubstr("<testsuite name=\"a.jsonl\" tests=\"2\" failures=\"1\""));
  EXPECT_THAT(read("junit"), HasSubstr("<testsuite name=\"clean.jsonl\" tests=\"1\""));
  EXPECT_THAT(read("stylish"), Not(HasSubstr("clean.jsonl")));
}

TEST_F(ReportsTest, AWholeFileCountsItsCharacters) {
  Finding finding = in_plan("x");
  finding.line = 2;
  finding.column = 6;
  Reports reports;
  reports.add(make_reporter("sarif", {}), sink("sarif"));
  reports.head();
  reports.whole_file("plan.json", "{\n  \xC3\xA9 \"k\": 1}", {&finding, 1});
  reports.tail({});
  const auto log = parsed(read("sarif"));
  const auto& location = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
  EXPECT_EQ(location["region"]["startColumn"].GetUint(), 5U);
}

TEST_F(ReportsTest, WhatIsTooMuchIsCutAtALineAndSaid) {
  constexpr uint64_t kLimit = 20'000;
  write_file(path("summary.md"), std::string(3000, 'x') + "\n");
  std::vector<Finding> findings(500, finding_of("no id", "/event"));
  Reports reports;
  reports.add(make_github_summary_reporter({}), sink("summary.md", kLimit));
  write_all(reports, findings);
  const std::string text = read("summary.md");
  EXPECT_LE(text.size(), kLimit);
  EXPECT_GT(text.size(), kLimit - 5000);
  size_t rows = 0;
  for (const std::string& line : lines_of(text)) {
    if (!line.starts_with("| error")) continue;
    ++rows;
    EXPECT_TRUE(line.ends_with("</code> |")) << line;
  }
  EXPECT_THAT(text, HasSubstr("**" + std::to_string(500 - rows) + " more findings** did not fit"));
  EXPECT_THAT(text, HasSubstr("500 problems"));
}

TEST_F(ReportsTest, NothingFitsIntoWhatIsFull) {
  write_file(path("summary.md"), std::string(9999, 'x') + "\n");
  Reports reports;
  reports.add(make_github_summary_reporter({}), sink("summary.md", 10'000));
  write_all(reports, {with_fix()});
  EXPECT_THAT(read("summary.md"), Not(HasSubstr("| warning")));
}

TEST_F(ReportsTest, ALargeFileOfOneReportIsHeldInAFile) {
  const std::vector<Finding> findings(20'000, finding_of("no id", "/event"));
  Reports reports;
  reports.add(make_reporter("junit", {}), sink("junit"));
  write_all(reports, findings);
  const std::string text = read("junit");
  EXPECT_GT(text.size(), size_t{4} << 20);
  EXPECT_THAT(text.substr(0, 300), HasSubstr("tests=\"20000\" failures=\"20000\""));
  size_t cases = 0;
  for (const std::string& line : lines_of(text)) cases += line.starts_with("<testcase ") ? 1 : 0;
  EXPECT_EQ(cases, 20'001U);
}

TEST_F(ReportsTest, ABrokenStreamIsSaidOnceAndCostsTheOthersNothing) {
  Reports reports;
  auto full = ReportSink::open("/dev/full", ReportSink::Mode::kReplace);
  ASSERT_TRUE(full);
  reports.add(make_reporter("json", {}), *std::move(full));
  reports.add(make_reporter("jsonl", {}), sink("jsonl"));
  write_all(reports, std::vector<Finding>(2000, finding_of("no id", "/event")));
  const Problems problems = reports.take_problems();
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_THAT(problems[0].text(), HasSubstr("/dev/full: cannot write the report"));
  EXPECT_EQ(lines_of(read("jsonl")).size(), 2001U);
}

}  // namespace
}  // namespace specgate
