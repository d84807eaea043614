#include "lint/commands/plan_command.h"

#include "lint/atomic_file.h"
#include "spec/open.h"
#include "spec/plan_read.h"

namespace specgate {

std::optional<TrackingPlan> plan_of_file(const std::string& path) {
  const auto spec = open_spec({}, {});
  if (!spec) {
    complain(spec.problems());
    return std::nullopt;
  }
  Result<TrackingPlan> plan = open_plan(path, **spec);
  if (!plan) {
    complain(plan.problems());
    return std::nullopt;
  }
  for (const Problem& note : plan->notes) complain("warning: " + note.text());
  return *std::move(plan);
}

int put_text(const std::string& path, std::string_view text) {
  if (path.empty() || path == "-") {
    const bool whole = std::fwrite(text.data(), 1, text.size(), stdout) == text.size();
    if (whole && std::fflush(stdout) == 0) return kClean;
    complain("standard output cannot be written");
    return kCannot;
  }
  AtomicFile file;
  std::string why = file.open(path);
  if (why.empty()) why = file.write(text);
  if (why.empty()) why = file.commit();
  if (why.empty()) return kClean;
  complain(path + ": " + why);
  return kCannot;
}

}  // namespace specgate
