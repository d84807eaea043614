#include "lint/commands/plan_command.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

#include "lint/commands/command_line.h"
#include "lint/commands/plan_gaps.h"
#include "lint/report/report_sink.h"
#include "lint/run/atomic_file.h"
#include "spec/catalogue/open_spec.h"
#include "spec/plan/read_plan.h"

namespace specgate {

void add_plan(Command& program) {
  Command& plan = program.command("plan", "Work on tracking plans");
  plan.footer("\"specgate plan COMMAND --help\" tells all about a command.");
#define X(name) add_plan_##name(plan);
  SPECGATE_PLAN_COMMANDS(X)
#undef X
}

void add_partial_plan_flag(Command& command, PartialPlan& partial) {
  command.flag(
      "--allow-partial-plan", [&partial] { partial = PartialPlan::kAllowed; },
      "Take one page of a plan; what it does not list is not judged");
}

std::optional<TrackingPlan> plan_of_file(const std::string& path, PartialPlan partial) {
  const auto spec = open_spec({}, {});
  if (!spec) {
    complain(spec.problems());
    return std::nullopt;
  }
  PlanReadTerms terms;
  terms.partial = partial;
  Result<TrackingPlan> plan = open_plan(path, **spec, terms);
  if (!plan) {
    complain(plan.problems());
    return std::nullopt;
  }
  if (!tell_gaps(*plan, PlanHold::kLoose)) return std::nullopt;
  for (const Problem& key : plan->unknown_keys) complain("warning: " + key.text());
  return *std::move(plan);
}

namespace {

// What is there is replaced at once; what is not (or is no file: /dev/null) is written as it
// stands.
std::string replace(const std::string& path, std::string_view text) {
  AtomicFile file;
  std::string why = file.open(path);
  if (why.empty()) why = file.write(text);
  if (why.empty()) why = file.commit();
  return why;
}

std::string write_new(std::FILE* file, std::string_view text) {
  const bool whole = std::fwrite(text.data(), 1, text.size(), file) == text.size();
  const bool flushed = std::fflush(file) == 0;
  return whole && flushed ? "" : std::string("cannot write: ") + std::strerror(errno);
}

std::string create(const std::string& path, std::string_view text) {
  Result<ReportSink> sink = ReportSink::open(path, ReportSink::Mode::kReplace);
  if (!sink) return sink.problems()[0].message;
  const bool whole = sink->put(text) && sink->finish();
  return whole ? "" : std::string("cannot write: ") + std::strerror(errno);
}

}  // namespace

int put_text(const std::string& path, std::string_view text) {
  const bool standard = path.empty() || path == "-";
  std::error_code error;
  const bool there = std::filesystem::is_regular_file(path, error);
  const std::string why = standard ? write_new(stdout, text)
                          : there  ? replace(path, text)
                                   : create(path, text);
  if (why.empty()) return kClean;
  complain((standard ? "standard output" : path) + ": " + why);
  return kCannot;
}

}  // namespace specgate
