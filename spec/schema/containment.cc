#include "spec/schema/containment.h"

#include <algorithm>

#include "spec/compare/judge.h"
#include "spec/compare/samples.h"
#include "spec/compare/within.h"

namespace specgate {
namespace {

constexpr uint64_t kStepsToProve = 200'000;
constexpr uint64_t kStepsToRefute = 400'000;

// A value that passes the one and fails the other.
std::optional<Json> refutation(const Conjunction& narrow, const Conjunction& wide,
                               SchemaSpace& space) {
  std::vector<Json> candidates = SchemaSamples(space).telling(narrow, wide);
  space.refill(kStepsToRefute);
  for (Json& value : candidates) {
    if (judge(wide, value, space) != Truth::kNo) continue;
    if (judge(narrow, value, space) == Truth::kYes) return std::move(value);
  }
  return std::nullopt;
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
  space.refill(kStepsToRefute);
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
