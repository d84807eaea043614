// specgate plan convert: a plan in another shape.
#include <algorithm>
#include <memory>

#include "lint/commands/command_line.h"
#include "lint/commands/plan_command.h"
#include "spec/plan/write_plan.h"

namespace specgate {
namespace {

constexpr const char* kNotes = R"(
Shapes (docs/tracking-plans.md):
  public-api   rules[] of Segment's Public API
  config-api   rules.events[] of Segment's older Config API, and Typewriter 7's plan.json
  typewriter   Typewriter 8's plan.json
  csv          what Segment's app downloads and uploads
  terraform    a .tf.json file with a segment_tracking_plan
  rudderstack  events[] of RudderStack's Data Catalog API
  yaml         ours, short
The shape of FILE is told by what it holds. What SHAPE has no place for is named on
standard error; the exit status is 0 all the same, 2 if FILE cannot be read.
)";

struct ConvertArguments {
  std::string file, shape, output;
  PartialPlan partial = PartialPlan::kRefused;
};

int convert(const ConvertArguments& arguments) {
  const std::vector<std::string_view> names = plan_shape_names();
  const auto shape = std::find(names.begin(), names.end(), arguments.shape);
  if (shape == names.end()) {
    complain(no_such("--to", "shape", arguments.shape, names));
    return kCannot;
  }
  const auto plan = plan_of_file(arguments.file, arguments.partial);
  if (!plan) return kCannot;
  Problems lost;
  const std::string text = plan_in(static_cast<PlanShape>(shape - names.begin()), *plan, lost);
  for (const Problem& problem : lost) complain("warning: " + problem.text());
  return put_text(arguments.output, text);
}

}  // namespace

void add_plan_convert(Command& plan) {
  Command& command = plan.command("convert", "Write a tracking plan in another shape");
  const auto arguments = std::make_shared<ConvertArguments>();
  command.footer(kNotes);
  command.option("FILE", arguments->file, "The plan, or - for standard input").required();
  command.option("--to,-t", arguments->shape, "The shape to write").required().type_name("SHAPE");
  command.option("--output,-o", arguments->output, "Write to this file").type_name("FILE");
  add_partial_plan_flag(command, arguments->partial);
  command.run([arguments] { return convert(*arguments); });
}

}  // namespace specgate
