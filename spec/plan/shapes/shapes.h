// The readers, one a shape. Each sets reading.plan.shape and adds the rules.
#pragma once

#include "spec/plan/shapes/envelope.h"

namespace specgate {

// Public API, Typewriter and Terraform: a list of rules, of which Terraform spells the keys
// otherwise.
void read_rule_lists(const PlanParts& parts, PlanReading& reading);
void read_config_api(const PlanParts& parts, PlanReading& reading);
// `config`: RudderTyper's files and the old API have the events below `rules`, too.
void read_rudderstack(const PlanParts& parts, PlanReading& reading);
bool is_rudderstack(const PlanParts& parts);

void read_csv(std::string_view text, PlanReading& reading);

// id, name, slug ... as Segment's and RudderStack's APIs and Terraform spell them.
void read_about(const Json& about, PlanReading& reading);

// Ours: rules in the short form of docs/tracking-plans.md.
void read_short(const PlanParts& parts, PlanReading& reading);
// The schema of one rule in the short form; null after a problem.
std::optional<Json> short_schema(PlanRuleKind kind, const Json& rule, PlanReading& reading);

}  // namespace specgate
