// specgate plan infer EVENTS...: real events -> the tracking plan that they fit.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>
#include <thread>

#include "lint/commands/command.h"
#include "lint/commands/command_line.h"
#include "lint/commands/numbers.h"
#include "lint/commands/plan_command.h"
#include "lint/input/paths.h"
#include "lint/plan/infer/infer_plan.h"
#include "lint/plan/infer/read_evidence.h"
#include "lint/report/reporters/human.h"
#include "rules/report/escape.h"
#include "spec/catalogue/open_spec.h"
#include "spec/plan/write_plan.h"

namespace specgate {
namespace {

constexpr const char* kNotes = R"(
What it reads is what "specgate lint" reads: files, directories, globs, - for standard
input; JSON, JSON Lines, batches, captured requests, gzip of these. Every call of these
fits the plan (unless --min-share is below 1, --no-variants is given, or standard error
says that calls were left out).
What may be somebody's own is never copied: no value under a key that speaks of a
person, an id or prose, no email address, phone or card number.

Exit status:
  0  the plan is written; notes are on standard error
  2  could not do the job: usage, unreadable file, no event read

Examples:
  specgate plan infer events.jsonl > plan.json
  specgate plan infer --to yaml --output plan.yaml captured/
  specgate plan infer events.jsonl --output plan.json && specgate lint --plan plan.json events.jsonl
)";

struct InferArguments {
  std::vector<std::string> paths;
  std::string shape = std::string(name_of(PlanShape::kPublicApi));
  std::string output, spec;
  InferTerms terms;
  bool no_variants = false, quiet = false;
  std::optional<unsigned> jobs;
};

std::optional<PlanShape> shape_of(const InferArguments& arguments) {
  const std::vector<std::string_view> names = plan_shape_names();
  const auto found = std::find(names.begin(), names.end(), arguments.shape);
  if (found != names.end()) return static_cast<PlanShape>(found - names.begin());
  complain(no_such("--to", "shape", arguments.shape, names));
  return std::nullopt;
}

bool sensible(const InferArguments& arguments) {
  if (arguments.jobs == 0U) {
    complain("--jobs: 0 workers get nothing done, 1 or more are wanted");
    return false;
  }
  const auto& paths = arguments.paths;
  if (std::count(paths.begin(), paths.end(), "-") > 1) {
    complain("\"-\": standard input can be read once only");
    return false;
  }
  return true;
}

// Names come from events: nothing of them may reach a terminal as it is.
void tell(const std::vector<std::string>& notes) {
  constexpr size_t kMost = 50;
  for (size_t i = 0; i < std::min(kMost, notes.size()); ++i) complain(notes[i]);
  if (notes.size() > kMost) {
    complain("and " + std::to_string(notes.size() - kMost) + " more notes of this kind");
  }
}

// Files that were asked for by name and hold nothing, as `specgate lint` says it.
Problems empty_ones(const FoundPaths& found) {
  Problems out;
  for (size_t i = 0; i < found.files.size(); ++i) {
    std::error_code error;
    const bool empty = found.named[i] && found.files[i] != "-" &&
                       std::filesystem::is_regular_file(found.files[i], error) &&
                       std::filesystem::file_size(found.files[i], error) == 0 && !error;
    if (empty) out.push_back({found.files[i], 0, 0, "no event was read: it is empty"});
  }
  return out;
}

std::optional<CallEvidence> look(const InferArguments& arguments, const Spec& spec) {
  const FoundPaths found = expand_paths(arguments.paths, {});
  if (!found.problems.empty()) {
    complain(found.problems);
    return std::nullopt;
  }
  if (const Problems empty = empty_ones(found); !empty.empty()) {
    complain(empty);
    return std::nullopt;
  }
  if (!arguments.quiet) tell(skipped_lines(found));
  const unsigned jobs = arguments.jobs.value_or(std::max(1U, std::thread::hardware_concurrency()));
  Result<CallEvidence> evidence = read_evidence(found.files, jobs, spec);
  if (!evidence) {
    complain(evidence.problems());
    return std::nullopt;
  }
  if (evidence->calls() == 0) {
    complain("no event was read");
    return std::nullopt;
  }
  return *std::move(evidence);
}

int infer(InferArguments& arguments) {
  const std::optional<PlanShape> shape = shape_of(arguments);
  if (!shape || !sensible(arguments)) return kCannot;
  const Result<std::shared_ptr<const Spec>> spec = open_spec(arguments.spec, {});
  if (!spec) {
    complain(spec.problems());
    return kCannot;
  }
  const std::optional<CallEvidence> evidence = look(arguments, **spec);
  if (!evidence) return kCannot;
  if (arguments.no_variants) arguments.terms.variants = InferTerms::Variants::kDrop;
  const InferredPlan inferred = infer_plan(*evidence, arguments.terms, **spec);
  Problems lost;
  const std::string text = plan_in(*shape, inferred.plan, lost);
  if (const int code = put_text(arguments.output, text); code != kClean) return code;
  if (arguments.quiet) return kClean;
  std::vector<std::string> notes = inferred.notes;
  for (const Problem& each : lost) notes.push_back(each.message);
  tell(notes);
  complain(count_of(inferred.plan.rules.size(), "rule") + " from " + count_of(evidence->calls(), "call"));
  return kClean;
}

}  // namespace

void add_plan_infer(Command& plan) {
  Command& command = plan.command("infer", "Make a tracking plan from real events");
  const auto arguments = std::make_shared<InferArguments>();
  InferArguments& it = *arguments;
  it.terms.name = "Inferred plan";
  command.footer(kNotes);
  command.option("EVENTS", it.paths, "Files, directories, globs, or - for standard input")
      .required();
  command.option("--to,-t", it.shape, "Shape of the plan: public-api (default), yaml, csv ...")
      .type_name("SHAPE");
  command.option("--output,-o", it.output, "Write the plan to this file").type_name("FILE");
  command.option("--name", it.terms.name, "Name of the plan").type_name("NAME");
  command.option("--min-share,--required-share", it.terms.schema.least_share,
                 "Share of calls that must have a property for it to be required (default 1)")
      .check(number_between(0, 1))
      .type_name("SHARE");
  command.option("--min-calls", it.terms.schema.least_calls,
                 "Fewer calls than this make nothing required (default 10)")
      .check(whole_number(0))
      .type_name("N");
  command.option("--enum-max", it.terms.schema.most_values,
                 "Most values of an enum (default 10; 0: no enums)")
      .check(number_between(0, static_cast<double>(TextEvidence::kMostValues)))
      .check(whole_number(0))
      .type_name("N");
  command.flag("--no-variants", it.no_variants,
               "Leave out other spellings of an event (default: deprecated rules)");
  command.option("--jobs,-j", it.jobs, "Workers (default: one a core)").check(whole_number(0));
  command.option("--spec", it.spec, "A Spec (spec/data/*.yaml) in place of the built-in");
  command.flag("--quiet,-q", it.quiet, "No notes on standard error");
  command.run([arguments] { return infer(*arguments); });
}

}  // namespace specgate
