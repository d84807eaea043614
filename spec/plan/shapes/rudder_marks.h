// What only RudderStack's plans have: a list called `events` alone is anybody's.
#pragma once

#include "spec/json/json.h"

namespace specgate {

// eventType, identitySection, a schema (or its text) as `rules`, an id "ev_...".
bool is_rudder_event(const Json& event);

// An object whose `events` is a list: by one of its events, or by an id "tp_..." or a creationType of
// its own.
bool is_rudder_plan(const Json& plan);

}  // namespace specgate
