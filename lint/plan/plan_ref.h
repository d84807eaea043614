// A tracking plan by its file, or as it stood at another commit: "git:REV:PATH".
//
// git is run without a shell, on the repository of the working directory; nothing of the repository
// is changed and nothing is fetched.
#pragma once

#include <string>

#include "spec/plan/read_plan.h"
#include "spec/plan/tracking_plan.h"
#include "spec/text/result.h"

namespace specgate {

class Spec;

// A plan, and the text it was read from: for places in reports.
struct NamedPlan {
  TrackingPlan plan;
  std::string text;
};

// `word` where a plan is asked for beside `plan`: a ref as it stands, or, where it is no file but may be a
// revision of git, the ref of `plan` as it stood there.
std::string ref_beside(const std::string& word, const std::string& plan);

// `ref`: a file, "-", or "git:REV:PATH" (PATH from the top of the repository, "./PATH" from here).
Result<NamedPlan> open_plan_ref(const std::string& ref, const Spec& spec, PlanReadTerms terms = {});

}  // namespace specgate
