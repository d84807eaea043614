// The readers, one a shape. Each sets reading.plan.shape and adds the rules.
#pragma once

#include "spec/plan/envelope.h"

namespace specgate {

// Public API, Typewriter and Terraform: a list of rules, of which Terraform spells the keys
// otherwise.
void read_rule_lists(const PlanParts& parts, PlanReading& reading);
void read_config_api(const PlanParts& parts, PlanReading& reading);
// `config`: RudderTyper's files and the old API have the events below `rules`, too.
void read_rudderstack(const PlanParts& parts, PlanReading& reading);
bool is_rudderstack(const PlanParts& parts);

// id, name, slug ... as Segment's and RudderStack's APIs and Terraform spell them.
void read_about(const Json& about, PlanReading& reading);

}  // namespace specgate
