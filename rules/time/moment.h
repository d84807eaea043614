// The times of a call as the rules of this family read them.
#pragma once

#include <optional>

#include "rules/site.h"
#include "spec/format.h"

namespace specgate {

// The time that a string value tells; nothing where it tells none, or there is no value.
std::optional<Instant> moment(const Node* node);

// Is the value one of the call's own times, or of its batch's, and none of its traits?
inline bool is_time_of_call(const Site& site) {
  return site.node.parent == site.event.root || site.node.parent == site.batch.envelope;
}

// A clock that was never set: year 1 (Go, .NET) or the start of 1970 (C, JavaScript).
bool is_unset(const Instant& instant);

}  // namespace specgate
