// specgate plan lint, run: the plans of tests/plans and what is said of each (NAME.txt beside it;
// SPECGATE_UPDATE=1 writes them anew), flags and exit codes.
#include "tests/support/command.h"

namespace specgate {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

const fs::path kPlans = fs::path(SPECGATE_SOURCE) / "tests" / "plans";

class PlanLintCommand : public CommandTest {
 protected:
  Ran lint(const std::string& arguments, const std::string& input = "") const {
    return run("plan lint --isolated " + arguments, input);
  }
  static std::string plan(const std::string& name) { return (kPlans / name).string(); }
};

TEST_F(PlanLintCommand, SaysOfEachPlanWhatItsGoldenSays) {
  size_t plans = 0;
  for (const auto& entry : fs::directory_iterator(kPlans)) {
    const fs::path& file = entry.path();
    if (file.extension() == ".txt") continue;
    fs::copy_file(file, path(file.filename()));
    const Ran ran = lint("--format text " + file.filename().string());
    EXPECT_THAT(ran.err, IsEmpty()) << file;
    fs::path golden = file;
    golden += ".txt";
    expect_golden(ran.out, golden);
    ++plans;
  }
  EXPECT_GE(plans, 7U);
}

TEST_F(PlanLintCommand, ExitsByWhatIsFound) {
  EXPECT_EQ(lint(plan("clean.json")).code, 0);
  EXPECT_EQ(lint(plan("impossible.json")).code, 1);
  EXPECT_EQ(lint("--exit-zero " + plan("impossible.json")).code, 0);
  EXPECT_EQ(lint(plan("types.json")).code, 0);
  EXPECT_EQ(lint("--fail-on warning " + plan("types.json")).code, 1);
  EXPECT_EQ(lint("--max-warnings 1 " + plan("types.json")).code, 1);
  EXPECT_EQ(lint("--fail-on warning --ignore TPL " + plan("types.json")).code, 0);
  EXPECT_EQ(lint("--fail-on warning --select TPL3 " + plan("types.json")).code, 0);
}

TEST_F(PlanLintCommand, ExitsWithTwoWhereItCannot) {
  write("no.json", "{\"rules\":[\n{\"type\":\"TRAK\"}]}");
  write("broken.json", "{\"rules\":[");
  write("twice.json", "{\"rules\":[],\n\"rules\":[]}");
  for (const char* arguments :
       {"no.json", "broken.json", "twice.json", "missing.json", ".", "", "--fail-on some no.json",
        "--format xml no.json", "--select TPLX no.json", "--frobnicate no.json"}) {
    const Ran ran = lint(arguments);
    EXPECT_EQ(ran.code, 2) << arguments << ran.out;
    EXPECT_THAT(ran.err, HasSubstr("specgate: ")) << arguments;
  }
  EXPECT_THAT(lint("twice.json").err, HasSubstr("twice.json:2:1: "));
  EXPECT_EQ(lint("no.json " + plan("clean.json")).code, 2) << "one bad file among good ones";
}

// What lint advises for a bare schema, plan lint does not refuse.
TEST_F(PlanLintCommand, ABareSchemaBelongsIntoAPlan) {
  write("schema.json", R"({"$schema":"http://json-schema.org/draft-07/schema#","type":"object","properties":{"a":{}}})");
  EXPECT_THAT(run("plan lint schema.json").err, HasSubstr("this is one JSON Schema, not a tracking plan"));
  const Ran events = run("lint schema.json");
  EXPECT_THAT(events.out + events.err, HasSubstr("as the schema of a rule"));
  EXPECT_THAT(events.out + events.err, Not(HasSubstr("plan lint")));
}

TEST_F(PlanLintCommand, ReadsStandardInput) {
  const Ran ran = lint("--format text --stdin-filename harbour.json -", file_text(plan("types.json")));
  EXPECT_THAT(ran.out, HasSubstr("harbour.json:4:27: warning TPL203"));
}

TEST_F(PlanLintCommand, ReportsInEveryFormat) {
  const Found found = findings(lint("--format jsonl " + plan("impossible.json")).out);
  EXPECT_THAT(found, ::testing::Contains("5:9 TPL301 TRACK \"Boat Rented\" properties.no_value"));
  for (const char* format : {"json", "stylish", "github", "sarif", "junit"}) {
    const Ran ran = lint("--format " + std::string(format) + " " + plan("impossible.json"));
    EXPECT_EQ(ran.code, 1) << format;
    EXPECT_THAT(ran.out, HasSubstr("TPL301")) << format;
    EXPECT_THAT(ran.err, IsEmpty()) << format;
  }
  lint("--format stylish --format sarif=plan.sarif " + plan("impossible.json"));
  EXPECT_THAT(read("plan.sarif"), HasSubstr("unsatisfiable-schema"));
}

TEST_F(PlanLintCommand, TakesTheConfigurationsPlanAndRules) {
  write("plan.json", file_text(plan("impossible.json")));
  write("specgate.yaml",
        "plan: plan.json\nrules:\n  TPL: off\n  TPL303: error\n"
        "ignore:\n  - {rule: TPL301, event: Boat Rented, reason: known}\n");
  const Ran ran = run("plan lint --format text");
  EXPECT_EQ(ran.code, 1);
  EXPECT_THAT(ran.out, HasSubstr("error TPL303"));
  EXPECT_THAT(ran.out, HasSubstr("2 problems (2 errors"));
}

TEST_F(PlanLintCommand, RulesOfPlansAreRulesLikeOthers) {
  EXPECT_THAT(run("rules").out, HasSubstr("TPL301   unsatisfiable-schema"));
  EXPECT_THAT(run("explain TPL301").out, HasSubstr("### Why"));
}

}  // namespace
}  // namespace specgate
