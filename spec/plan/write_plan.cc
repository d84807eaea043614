#include "spec/plan/write_plan.h"

#include "spec/plan/shapes/writing.h"

namespace specgate {

std::vector<std::string_view> plan_shape_names() {
  return {
#define X(id, name) name,
      SPECGATE_PLAN_SHAPES(X)
#undef X
  };
}

std::string plan_in(PlanShape shape, const TrackingPlan& plan, Problems& lost) {
  Losses losses(shape, plan, lost);
  switch (shape) {
    case PlanShape::kPublicApi:
      return write_public_api(plan, losses);
    case PlanShape::kConfigApi:
      return write_config_api(plan, losses);
    case PlanShape::kTypewriter:
      return write_typewriter(plan, losses);
    case PlanShape::kCsv:
      return write_csv(plan, losses);
    case PlanShape::kTerraform:
      return write_terraform(plan, losses);
    case PlanShape::kRudderStack:
      return write_rudderstack(plan, losses);
    case PlanShape::kYaml:
      return write_short(plan, losses);
  }
  return {};
}

}  // namespace specgate
