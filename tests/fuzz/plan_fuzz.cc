// libFuzzer: any bytes at all as a tracking plan. What reads is written in every shape and read
// again.
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "bench/embedded_spec.h"
#include "spec/plan/read_plan.h"
#include "spec/plan/write_plan.h"

namespace {

using namespace specgate;

void demand(bool holds) {
  if (!holds) std::abort();
}

#define X(id, name) PlanShape::id,
constexpr PlanShape kShapes[] = {SPECGATE_PLAN_SHAPES(X)};
#undef X

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const Result<TrackingPlan> plan = parse_plan("plan", text, bench::embedded());
  if (!plan) {
    demand(!plan.problems().empty() && plan.problems().size() <= 500);
    return 0;
  }
  for (const PlanShape shape : kShapes) {
    Problems lost;
    const std::string written = plan_in(shape, *plan, lost);
    const Result<TrackingPlan> back = parse_plan("again", written, bench::embedded());
    const bool whole = shape == PlanShape::kPublicApi || shape == PlanShape::kYaml;
    if (whole && !plan->rules.empty()) {
      if (!back)
        std::fprintf(stderr, "%s\n%s\n", back.problems()[0].text().c_str(), written.c_str());
      demand(static_cast<bool>(back) && back->rules.size() == plan->rules.size());
    }
  }
  return 0;
}
