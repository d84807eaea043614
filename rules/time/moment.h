// The times of a call as the rules of this family read them.
#pragma once

#include <optional>

#include "rules/engine/site.h"
#include "spec/catalogue/segment_format.h"
#include "spec/text/timestamp.h"

namespace specgate {

// The time that a string value tells; nothing where it tells none, or there is no value.
std::optional<Instant> moment(const Node* node);

// Is the value one of the call's own times, or of its batch's, and none of its traits?
inline bool is_time_of_call(const Batch& batch, const Event& event, const Node& node) {
  return node.parent == event.root || node.parent == batch.envelope;
}

// Of a trait only a date with a clock is asked for its zone: "2026-01-31T10:00", at the shortest. Told
// by a look, as traits are many and few of them are times.
inline bool is_clock(const Node& node) {
  constexpr size_t kShortest = 16, kLongest = 40;
  const std::string_view text = node.text;
  if (text.size() < kShortest || text.size() > kLongest || !node.is(Kind::kString)) return false;
  return text[4] == '-' && text[10] == 'T' && text.back() != 'Z';
}

// A clock that was never set: year 1 (Go, .NET) or the start of 1970 (C, JavaScript).
bool is_unset(const Instant& instant);

}  // namespace specgate
