#include "lint/commands/tell_coverage.h"

#include "lint/atomic_file.h"
#include "lint/commands/command.h"

namespace specgate {

bool tell_coverage(const CoverageRequest& request, const Coverage& coverage,
                   const CompiledPlan* plan, std::FILE* out) {
  if (plan == nullptr) return true;
  if (request.table) {
    const std::string text = coverage_text(coverage, *plan);
    std::fwrite(text.data(), 1, text.size(), out);
  }
  if (request.output.empty()) return true;
  AtomicFile file;
  std::string problem = file.open(request.output);
  if (problem.empty()) problem = file.write(coverage_json(coverage, *plan));
  if (problem.empty()) problem = file.commit();
  if (!problem.empty()) complain(request.output + ": " + problem);
  return problem.empty();
}

bool falls_short(const CoverageRequest& request, const Coverage& coverage,
                 const CompiledPlan* plan) {
  const std::vector<std::string> words = unmet(coverage, plan, request.terms);
  for (const std::string& each : words) complain(each);
  return !words.empty();
}

}  // namespace specgate
