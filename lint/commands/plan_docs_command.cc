// specgate plan docs: a page that people can read.
#include <algorithm>
#include <memory>

#include "lint/commands/command_line.h"
#include "lint/commands/plan_command.h"
#include "lint/plan/plan_docs.h"

namespace specgate {
namespace {

struct DocsArguments {
  std::string file, output;
  PartialPlan partial = PartialPlan::kRefused;
  std::string format = "markdown";
};

int docs(const DocsArguments& arguments) {
  const std::vector<std::string_view> names = plan_docs_formats();
  const auto format = std::find(names.begin(), names.end(), arguments.format);
  if (format == names.end()) {
    complain(no_such("--format", "format", arguments.format, names));
    return kCannot;
  }
  const auto plan = plan_of_file(arguments.file, arguments.partial);
  if (!plan) return kCannot;
  return put_text(arguments.output,
                  plan_docs(*plan, static_cast<PlanDocsFormat>(format - names.begin())));
}

}  // namespace

void add_plan_docs(Command& plan) {
  Command& command = plan.command("docs", "Write a page about a tracking plan");
  const auto arguments = std::make_shared<DocsArguments>();
  command.option("FILE", arguments->file, "The plan, or - for standard input").required();
  command.option("--format,-f", arguments->format, "markdown (default) or html");
  command.option("--output,-o", arguments->output, "Write to this file").type_name("FILE");
  add_partial_plan_flag(command, arguments->partial);
  command.run([arguments] { return docs(*arguments); });
}

}  // namespace specgate
