#include "spec/plan/shapes/rudder_marks.h"

#include <algorithm>

namespace specgate {

bool is_rudder_event(const Json& event) {
  if (!event.is(Kind::kObject)) return false;
  const Json* const rules = event.find("rules");
  const bool schema = rules != nullptr && (rules->is(Kind::kObject) || rules->is(Kind::kString)) &&
                      rules->find("events") == nullptr;  // a plan has its events there
  return schema || event.find("eventType") != nullptr || event.find("identitySection") != nullptr ||
         event.text_of("id").starts_with("ev_");
}

bool is_rudder_plan(const Json& plan) {
  const Json* const events = plan.find("events");
  if (events == nullptr || !events->is(Kind::kArray)) return false;
  return plan.text_of("id").starts_with("tp_") || plan.find("creationType") != nullptr ||
         std::any_of(events->items.begin(), events->items.end(), is_rudder_event);
}

}  // namespace specgate
