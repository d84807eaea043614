// Captured events through two versions of a plan: which of those that passed would fail now.
//
// A call passes when each rule that it answers to (plan_answer) accepts it; an unplanned track call fails.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <tuple>

#include "lint/input/chunk_stream.h"
#include "spec/plan/compiled_plan.h"

namespace specgate {

// Two versions of a plan, the caller's.
struct PlanPair {
  const CompiledPlan &before, &after;
};

struct ReplayCount {
  uint64_t passed = 0;  // the old plan
  uint64_t fail = 0;    // of those, the new one
};

struct Replay {
  // event or call, source, library: "Order Completed", "web", "analytics.js 2.1.0"
  using Key = std::tuple<std::string, std::string, std::string>;
  std::map<Key, ReplayCount> counts;  // only where something fails now
  ReplayCount total;
  uint64_t events = 0;
};

// `source`: the name of the stream of events that `text` holds. Answers what could not be read: a body that
// is longer than what is judged, or a text that is no JSON; empty: nothing.
std::string replay(const PlanPair& plans, std::string_view source, ChunkStream& text, const Spec& spec,
                   Replay& out);

}  // namespace specgate
