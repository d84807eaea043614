// The format `github`: what the runner understands, how much of it, and the summary of a step.
#include <algorithm>
#include <map>

#include "lint/report/reporters/github_summary.h"
#include "tests/lint/report_support.h"

namespace specgate {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

std::string with(std::string text, const std::string& from, const std::string& to) {
  for (size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) {
    text.replace(at, from.size(), to);
  }
  return text;
}

// What the runner makes of a line.
struct Command {
  std::string name, message;
  std::map<std::string, std::string> properties;
};

std::string unescaped_data(std::string text) {
  text = with(with(std::move(text), "%0D", "\r"), "%0A", "\n");
  return with(std::move(text), "%25", "%");
}

std::string unescaped_property(std::string text) {
  text = with(with(std::move(text), "%3A", ":"), "%2C", ",");
  return unescaped_data(std::move(text));
}

// As the runner's ActionCommand does: the name up to a space, properties up to "::".
Command command_of(const std::string& line) {
  EXPECT_THAT(line, StartsWith("::"));
  const size_t end = line.find("::", 2);
  const std::string head = line.substr(2, end - 2);
  Command command;
  command.name = head.substr(0, head.find(' '));
  command.message = unescaped_data(line.substr(end + 2));
  std::string rest = head.substr(head.find(' ') + 1);
  while (!rest.empty()) {
    const size_t comma = std::min(rest.find(','), rest.size());
    const std::string property = rest.substr(0, comma);
    const size_t equals = property.find('=');
    command.properties[property.substr(0, equals)] =
        unescaped_property(property.substr(equals + 1));
    rest.erase(0, comma + 1);
  }
  return command;
}

std::vector<Finding> of_each(size_t times) {
  std::vector<Finding> findings;
  for (const Severity severity : {Severity::kError, Severity::kWarning, Severity::kInfo}) {
    for (size_t i = 0; i < times; ++i) {
      findings.push_back(finding_of("no id", "/x"));
      findings.back().severity = severity;
    }
  }
  return findings;
}

size_t count_of(const std::vector<std::string>& lines, const std::string& start) {
  return static_cast<size_t>(std::count_if(
      lines.begin(), lines.end(), [&](const auto& line) { return line.starts_with(start); }));
}

TEST(Github, IsACommandALine) {
  EXPECT_THAT(lines_of(report("github", {.quiet = true}, {finding_of("no id", ""), with_fix()})),
              ElementsAre("::error file=dir/a.jsonl,line=12,col=41,title=ID101 missing-identity::"
                          "no id (track #12)",
                          "::warning file=dir/a.jsonl,line=3,col=5,title=ID101 missing-identity::"
                          "\"Purchase\" means \"Order Completed\" (track #12 /event)"));
}

TEST(Github, AFindingInAPlanHasNoCall) {
  EXPECT_EQ(report("github", {.quiet = true}, {in_plan("means Order Completed")}, "plan.json"),
            "::warning file=plan.json,line=7,col=9,title=NAM103 known-event-alias::"
            "means Order Completed (/rules/0/key)\n");
}

TEST(Github, TheRunnerReadsWhatWasMeant) {
  const std::string file = "dir/100%, a:b\r\nc::d.jsonl";
  for (const std::string& text : {kHostile, kMarkup}) {
    const auto lines = lines_of(report("github", {.quiet = true}, {hostile(text)}, file));
    ASSERT_EQ(lines.size(), 1U) << "no payload makes a second command";
    const Command command = command_of(lines[0]);
    EXPECT_EQ(command.name, "error");
    EXPECT_EQ(command.properties.at("file"), file);
    EXPECT_EQ(command.properties.at("line"), "12");
    EXPECT_EQ(command.properties.at("col"), "41");
    EXPECT_EQ(command.properties.at("title"), "ID101 missing-identity");
    EXPECT_THAT(command.message, Not(HasSubstr("\x1b")));
  }
  const Command command =
      command_of(lines_of(report("github", {}, {hostile("100% ::error::%0A")}))[0]);
  EXPECT_THAT(command.message, StartsWith("100% ::error::%0A (100% ::error::%0A #12 "));
}

TEST(Github, ShowsTenOfEachAndSaysSo) {
  const auto few = lines_of(report("github", {.quiet = true}, of_each(9)));
  EXPECT_EQ(few.size(), 27U);
  EXPECT_EQ(few.back().find("more"), std::string::npos);
  const auto many = lines_of(report("github", {.quiet = true}, of_each(14)));
  EXPECT_EQ(count_of(many, "::error "), 10U);
  EXPECT_EQ(count_of(many, "::warning "), 10U);
  EXPECT_EQ(count_of(many, "::notice "), 10U) << "the word about the rest is the tenth";
  EXPECT_THAT(many.back(), HasSubstr("4 more errors, 4 more warnings, 5 more notices"));
  EXPECT_THAT(many.back(), Not(HasSubstr("summary")));
  EXPECT_THAT(report("github", {.step_summary = true}, of_each(14)),
              HasSubstr("the summary of the step has all"));
}

TEST(Github, CountsCharactersWhereItCan) {
  Finding finding = finding_of("no id", "");
  const auto reporter = make_reporter("github", {});
  finding.marks.character = 30;
  std::string out;
  reporter->findings("a", {&finding, 1}, out);
  EXPECT_THAT(out, HasSubstr("col=30,"));
}

std::string summary(std::vector<Finding> findings, const std::string& file = "dir/a.jsonl") {
  const auto reporter = make_github_summary_reporter({});
  std::string out;
  reporter->head(out);
  reporter->file_head(file, {}, out);
  reporter->findings(file, findings, out);
  reporter->tail(summary_of(findings), out);
  return out;
}

TEST(GithubSummary, IsATableAFile) {
  const auto lines = lines_of(summary({with_fix(), in_plan("means this")}));
  EXPECT_THAT(
      lines, ElementsAre(
                 "### specgate", "", "#### dir/a.jsonl", "",
                 "| severity | place | rule | message | call |", "| --- | ---: | --- | --- | --- |",
                 AllOf(StartsWith("| warning | 3:5 | [ID101](https://www.twilio.com/docs/segment/"),
                       HasSubstr(" missing-identity | \"Purchase\" means \"Order Completed\" | "
                                 "<code>track #12 /event</code> |")),
                 HasSubstr("| means this | <code>/rules/0/key</code> |"), "",
                 HasSubstr("2 problems (0 errors, 2 warnings, 0 infos)")));
}

// The cells of a row: bars without a backslash before them part cells.
size_t cells_of(const std::string& row) {
  size_t bars = 0;
  for (size_t i = 0; i < row.size(); ++i) {
    if (row[i] == '\\') {
      ++i;
    } else if (row[i] == '|') {
      ++bars;
    }
  }
  return bars - 1;
}

TEST(GithubSummary, NoPayloadLeavesItsCell) {
  for (const std::string& text : {kHostile, kMarkup}) {
    const auto lines = lines_of(summary({hostile(text)}, text));
    ASSERT_EQ(lines.size(), 9U);
    EXPECT_EQ(cells_of(lines[6]), 5U) << lines[6];
    for (const char* raw : {"<b>", " `x`", "\x1b", "[here]("}) {
      EXPECT_THAT(lines[6], Not(HasSubstr(raw)));
      EXPECT_THAT(lines[2], Not(HasSubstr(raw)));
    }
  }
  EXPECT_THAT(summary({hostile(kMarkup)}), HasSubstr("\\`x\\` \\| &lt;b&gt;&amp;amp;&lt;/b&gt;"));
}

}  // namespace
}  // namespace specgate
