// specgate plan diff: what changed between two versions of a tracking plan.
#include <memory>

#include "lint/commands/command_line.h"
#include "lint/commands/plan_command.h"
#include "lint/commands/plan_compare.h"

namespace specgate {
namespace {

constexpr const char* kNotes = R"(
A plan is a file in any shape that specgate reads, "-", or git:REV:PATH. Order, spelling and the
shape of the file do not count, only what the plans mean. docs/plan-changes.md lists the kinds of
change with both verdicts: for senders (can a call that passed the old plan fail the new?) and for
readers (can someone who relied on the old plan meet something new?).

Exit status:
  0  compared, whatever has changed
  1  with --error-on-diff: something has changed
  2  could not compare

Examples:
  specgate plan diff old.json new.json
  specgate plan diff git:main:plan.json plan.json --format json
  specgate plan diff plan.json plan.lock.json --error-on-diff
)";

struct Arguments {
  PlanCompareArguments compare;
  bool error_on_diff = false;
};

int run(const Arguments& arguments) {
  const std::optional<PlanReport> report = compare_plans(arguments.compare);
  if (!report) return kCannot;
  return arguments.error_on_diff && !report->changes.empty() ? kFindings : kClean;
}

}  // namespace

void add_plan_diff(Command& plan) {
  Command& diff = plan.command("diff", "Say what changed between two plans");
  const auto arguments = std::make_shared<Arguments>();
  diff.footer(kNotes);
  diff.option("BEFORE", arguments->compare.before, "The old plan").required();
  diff.option("AFTER", arguments->compare.after, "The new plan").required();
  diff.flag("--error-on-diff", arguments->error_on_diff, "Exit 1 if anything has changed");
  add_plan_compare_options(diff, arguments->compare);
  diff.run([arguments] { return run(*arguments); });
}

}  // namespace specgate
