// What the command line asks of coverage, and telling it.
#pragma once

#include <cstdio>
#include <string>

#include "lint/plan/coverage.h"

namespace specgate {

struct CoverageRequest {
  bool table = false;   // for people
  std::string output;   // as JSON, into this file
  CoverageTerms terms;

  bool needs_plan() const { return table || !output.empty() || terms.least_share > 0; }
  bool wanted() const {
    return needs_plan() || !terms.required_events.empty() || terms.least_events != 0;
  }
};

// The table to `out`, and the file; nothing without a plan. False where it could not be written:
// that has been complained about.
bool tell_coverage(const CoverageRequest& request, const Coverage& coverage,
                   const CompiledPlan* plan, std::FILE* out);

// Complains of each term that was not met; whether there was one.
bool falls_short(const CoverageRequest& request, const Coverage& coverage,
                 const CompiledPlan* plan);

}  // namespace specgate
