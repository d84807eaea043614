#include "spec/schema/containment/containment.h"

#include <algorithm>

#include "spec/schema/containment/containment_proof.h"
#include "spec/schema/containment/counterexamples.h"
#include "spec/schema/containment/judge.h"

namespace specgate {
namespace {

constexpr uint64_t kStepsToProve = 200'000;

// A value that passes the one and fails the other. Making values and judging them have each their
// own steps; one is made when the last is judged.
std::optional<Json> refutation(const Conjunction& narrow, const Conjunction& wide,
                               SchemaSpace& space) {
  std::optional<Json> found;
  uint64_t to_judge = kStepsToRefute;
  SampleSink out([&](Json&& value) {
    const StepsAside aside(to_judge, space);
    if (judge(wide, value, space) == Truth::kNo && judge(narrow, value, space) == Truth::kYes)
      found = std::move(value);
    return !found && !space.spent();
  });
  space.refill(kStepsToRefute);
  SchemaSamples(space).offer(narrow, wide, out);
  return found;
}

std::string reason(const SchemaDoubt& doubt) {
  if (!doubt.why.empty()) return doubt.why;
  return "whether \"" + std::string(doubt.keyword) + "\" is always met could not be decided";
}

}  // namespace

bool surely_contained(const Conjunction& narrow, const Conjunction& wide, SchemaSpace& space) {
  space.refill(kStepsToProve);
  SchemaWithin within(space);
  return std::all_of(wide.begin(), wide.end(),
                     [&](const SchemaRef& one) { return within.holds(narrow, one); });
}

Containment contained(const Conjunction& narrow, const Conjunction& wide, SchemaSpace& space) {
  space.refill(kStepsToProve);
  SchemaWithin within(space);
  const bool proven = std::all_of(wide.begin(), wide.end(),
                                  [&](const SchemaRef& one) { return within.holds(narrow, one); });
  if (proven) return {};
  Containment out;
  out.keyword = within.doubt().keyword;
  if (const Json* at = within.doubt().at) {
    out.line = at->line;
    out.column = at->column;
  }
  if (const std::optional<Json> value = refutation(narrow, wide, space)) {
    out.answer = Contained::kNo;
    append_json(*value, JsonLayout::kCompact, out.witness);
    return out;
  }
  out.answer = Contained::kMaybe;
  out.why = reason(within.doubt());
  return out;
}

}  // namespace specgate
