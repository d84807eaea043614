#include "lint/commands/tell_coverage.h"

#include "lint/commands/command.h"
#include "lint/commands/plan_command.h"

namespace specgate {

bool tell_coverage(const CoverageRequest& request, const Coverage& coverage,
                   const CompiledPlan* plan, std::FILE* out) {
  if (plan == nullptr) return true;
  if (request.table) {
    const std::string text = coverage_text(coverage, *plan);
    std::fwrite(text.data(), 1, text.size(), out);
  }
  if (request.output.empty()) return true;
  return put_text(request.output, coverage_json(coverage, *plan)) == kClean;
}

bool falls_short(const CoverageRequest& request, const Coverage& coverage,
                 const CompiledPlan* plan) {
  const std::vector<std::string> words = unmet(coverage, plan, request.terms);
  for (const std::string& each : words) complain(each);
  return !words.empty();
}

}  // namespace specgate
