// The keys of each plan shape, as its own documentation and files have them. Others are named, as
// what they ask is not held. `x-...` is a user's own.
#pragma once

#include "spec/plan/shapes/reading.h"

namespace specgate {

// Which object of which shape.
enum class KeysOf : uint8_t {
  kPlan,            // an object with `rules` or `events`, of any of the APIs
  kRule,            // Public API, Typewriter
  kTerraformPlan,   // segment_tracking_plan, with what Terraform takes in every block
  kTerraformRule,   // an item of its `rules`
  kConfigRules,     // `rules` of the Config API
  kConfigEvent,     // an item of its `events`
  kRudderEvent,     // an item of RudderStack's `events`
  kRudderProperty,  // an item of such an event's `properties`
};

// Names the others; what APIs write of pages is known beside a plan's own.
void note_unknown_keys(const Json& object, KeysOf which, PlanReading& reading);

}  // namespace specgate
