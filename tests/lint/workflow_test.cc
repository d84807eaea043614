// examples/ci/github-workflow.yml, step by step as a runner would: in a clone with a main branch, with
// GitHub's environment, every `run` through the shell.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "spec/text/yaml.h"
#include "tests/support/command.h"

namespace specgate {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

constexpr const char* kPlan = R"({
  "name": "Boats",
  "rules": [
    {"type": "TRACK", "key": "Boat Rented", "version": 1, "jsonSchema": {
      "description": "Somebody has rented a boat.",
      "type": "object",
      "properties": {"properties": {
        "type": "object",
        "properties": {
          "harbour": {"type": "string", "description": "Where it lies."},
          "hours": {"type": "number", "description": "For how long."}
        }
      }}
    }}
  ]
}
)";
constexpr const char* kEvent =
    R"({"type":"track","userId":"u1","messageId":"m1","timestamp":"2026-01-01T00:00:00Z",)"
    R"("event":"Boat Rented","properties":{"harbour":"Oslo"}})";

// The `run` of each step that has one, in order.
std::vector<std::string> commands() {
  const auto root =
      parse_yaml("github-workflow.yml", file_text(SPECGATE_SOURCE "/examples/ci/github-workflow.yml"));
  std::vector<std::string> out;
  if (!root) return out;
  for (const YamlNode& step : root->find("jobs")->find("specgate")->find("steps")->items) {
    if (const YamlNode* run = step.find("run")) out.push_back(run->text);
  }
  return out;
}

class Workflow : public CommandTest {
 protected:
  void SetUp() override {
    write("plan.json", kPlan);
    write("events/a.jsonl", std::string(kEvent) + "\n");
    ASSERT_EQ(shell("git init -q -b main . && git add . && "
                    "git -c user.name=t -c user.email=t@example.com commit -q -m plan && "
                    "git update-ref refs/remotes/origin/main HEAD"),
              0);
  }

  int shell(const std::string& command) const {
    const fs::path programs = fs::path(SPECGATE_BINARY).parent_path();
    const std::string line = "cd '" + (folder_ / "work").string() + "' && " + environment_ +
                             " PATH=\"" + programs.string() + ":$PATH\"" +
                             " GITHUB_ACTIONS=true GITHUB_WORKSPACE=\"$PWD\"" +
                             " GITHUB_STEP_SUMMARY=\"$PWD/../summary.md\" sh -e -c '" + command +
                             "' >../out 2>../err";
    return WEXITSTATUS(std::system(line.c_str()));
  }
  // The exit codes of the steps; none stops the others.
  std::vector<int> steps() const {
    std::vector<int> out;
    for (const std::string& command : commands()) out.push_back(shell(command));
    return out;
  }
};

TEST_F(Workflow, PassesWhereAllIsWell) {
  ASSERT_THAT(commands(), SizeIs(3));
  EXPECT_EQ(steps(), (std::vector<int>{0, 0, 0})) << file_text(folder_ / "out") << file_text(folder_ / "err");
  for (const char* file : {"plan.sarif", "breaking.sarif", "events.sarif"}) {
    EXPECT_THAT(read(file), HasSubstr("2.1.0")) << file;
  }
}

// Code scanning keeps one upload a category, which is what automationDetails has before its last slash;
// upload-sarif's own `category` counts only where a file has none.
TEST_F(Workflow, NoUploadReplacesAnother) {
  steps();
  shell("specgate plan diff plan.json plan.json --format sarif=diff.sarif");
  for (const auto& [file, id] : {std::pair("plan.sarif", "specgate/plan-lint/"),
                                 {"breaking.sarif", "specgate/plan-breaking/"},
                                 {"diff.sarif", "specgate/plan-diff/"},
                                 {"events.sarif", "specgate/lint/"}}) {
    EXPECT_THAT(read(file), HasSubstr(std::string(R"("automationDetails":{"id":")") + id + "\"}"));
  }
}

TEST_F(Workflow, AnUnsoundPlanFails) {
  std::string plan = kPlan;
  const std::string hours = R"("hours": {"type": "number")";
  plan.replace(plan.find(hours), hours.size(), R"("hours": {"type": "number", "minimum": 5, "maximum": 1)");
  write("plan.json", plan);
  EXPECT_EQ(steps()[0], 1);
}

TEST_F(Workflow, ABreakingChangeFails) {
  std::string plan = kPlan;
  const std::string hours = R"("hours": {"type": "number")";
  plan.replace(plan.find(hours), hours.size(), R"("hours": {"type": "string")");
  write("plan.json", plan);
  EXPECT_EQ(steps(), (std::vector<int>{0, 1, 0}));
  EXPECT_THAT(file_text(folder_ / "summary.md"), HasSubstr("plan.json"));
}

TEST_F(Workflow, AnEventThatIsNotPlannedFails) {
  write("events/b.jsonl", R"({"type":"track","userId":"u1","messageId":"m2","event":"Whale Seen"})");
  EXPECT_EQ(steps(), (std::vector<int>{0, 0, 1}));
  EXPECT_THAT(file_text(folder_ / "out") + file_text(folder_ / "err"),
              HasSubstr("::error file=events/b.jsonl,line=1,col="));
}

}  // namespace
}  // namespace specgate
