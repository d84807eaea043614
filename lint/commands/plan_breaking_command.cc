// specgate plan breaking: would this version of a tracking plan break those who hold to the other?
#include <algorithm>
#include <memory>

#include "lint/commands/command_line.h"
#include "lint/commands/plan_command.h"
#include "lint/commands/plan_compare.h"

namespace specgate {
namespace {

constexpr const char* kNotes = R"(
REF is the plan to hold to: a file in any shape that specgate reads, git:REV:PATH (PATH from the top of the
repository), or a revision of git alone, as main: PLAN as it stood there. Every change is told, also what
breaks nobody.

Exit status:
  0  compatible, or it may break only
  1  breaking for the chosen side; with --strict also what may break
  2  could not compare

Examples:
  specgate plan breaking plan.json --against main
  specgate plan breaking plan.json --against git:origin/main:plans/plan.json
  specgate plan breaking plan.json --against plan.lock.json --for both --format github
  specgate plan breaking plan.json --against old.json --traffic captured.jsonl
  specgate plan breaking plan.json --against old.json --allow "event-removed:/TRACK/Old Event"
)";

struct Arguments {
  PlanCompareArguments compare;
  std::string side = "senders";
  bool strict = false;
};

bool choose_side(std::string_view word, PlanSide& out) {
  const std::vector<std::string_view> words = {
#define X(id, name) name,
      SPECGATE_PLAN_SIDES(X)
#undef X
  };
  const auto found = std::find(words.begin(), words.end(), word);
  if (found == words.end()) {
    complain(no_such("--for", "side", word, words));
    return false;
  }
  out = static_cast<PlanSide>(found - words.begin());
  return true;
}

int run(Arguments& arguments) {
  if (!choose_side(arguments.side, arguments.compare.side)) return kCannot;
  const std::optional<PlanReport> report = compare_plans(arguments.compare);
  if (!report) return kCannot;
  const PlanVerdict least = arguments.strict ? PlanVerdict::kMayBreak : PlanVerdict::kBreaking;
  return verdict_of(*report) >= least ? kFindings : kClean;
}

}  // namespace

void add_plan_breaking(Command& plan) {
  Command& breaking = plan.command("breaking", "Say whether a plan breaks anyone");
  const auto arguments = std::make_shared<Arguments>();
  breaking.footer(kNotes);
  breaking.option("PLAN", arguments->compare.after, "The new plan").required();
  breaking.option("--against", arguments->compare.before, "The plan to hold to")
      .type_name("REF")
      .required();
  breaking.option("--for", arguments->side, "senders (default), readers or both");
  breaking.flag("--strict", arguments->strict, "Exit 1 also on what may break");
  add_plan_compare_options(breaking, arguments->compare);
  breaking.run([arguments] { return run(*arguments); });
}

}  // namespace specgate
