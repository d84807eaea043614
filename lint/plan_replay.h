// Captured events through two versions of a plan: which of those that passed would fail now.
//
// A call passes when its own rule and the COMMON rule accept it. A track call needs a rule; others
// without one pass. The rule is that of context.protocols.event_version, else the oldest. A page or
// screen answers to the event "Page Viewed" or "Screen Viewed", to the rule of its name and to the
// rule for all.
#pragma once

#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "lint/chunk_stream.h"
#include "spec/json_schema.h"
#include "spec/tracking_plan.h"

namespace specgate {

// A plan, compiled. Immutable; the scratch is the caller's.
class PlanJudge {
 public:
  // Problems have line and column of the plan's file.
  static Result<PlanJudge> compile(const TrackingPlan& plan);
  bool passes(const Batch& batch, const Event& event, SchemaScratch& scratch) const;

 private:
  struct Version {
    int64_t number;
    JsonSchema schema;
  };
  using Versions = std::vector<Version>;  // the oldest first
  const Versions* find(PlanRuleKind kind, std::string_view key) const;

  std::map<std::pair<PlanRuleKind, std::string>, Versions> rules_;
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
std::string replay(const PlanJudge& before, const PlanJudge& after, std::string_view source,
            ChunkStream& text, const Spec& spec, Replay& out);

}  // namespace specgate
