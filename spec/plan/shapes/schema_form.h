// The forms a rule's schema comes in, and the one it is brought to.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

#include "spec/plan/tracking_plan.h"

namespace specgate {

// The schema and each below it, from the root down; `enum`, `const`, `default` and `examples` hold
// values, not schemas.
void for_each_schema(Json& schema, const std::function<void(Json&)>& visit);

// Every value in it stands at that place.
void move_to(uint32_t line, uint32_t column, Json& json);

// Takes what is no schema out of rule.schema, as spec/plan/read_plan.h has it; description and labels go to
// the rule where it has none.
void take_noise(PlanRule& rule);

// A schema of the properties (or traits) -> one of the whole call. What they require, the call
// requires. `definitions` go to the new root; other local refs are turned to their new place.
Json whole_call(PlanRuleKind kind, Json own);

// Equal in what they admit, as far as order tells: that of `required`, `type` and `enum` does not
// matter, and true is {}.
bool same_schema(const Json& a, const Json& b);

// Labels as an object of texts; other kinds of values are kept as JSON.
void read_labels(const Json& labels, PlanRule& rule);

}  // namespace specgate
