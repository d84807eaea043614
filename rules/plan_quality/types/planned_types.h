// The types that a plan gives to places, held against one another and against the Spec.
#pragma once

#include <string>
#include <vector>

#include "rules/plan_quality/plan_lint.h"

namespace specgate {

// A place whose type is another in most of the events that have it.
struct TypeClash {
  const PlanNode* node;
  std::string path, own;  // "properties.price", "string"
  std::string others;     // `number in 4 others, as in TRACK "Order Completed"`
  bool comparable;        // one type takes all values of the other
};
std::vector<TypeClash> type_clashes(const PlanSite& site);

// Which of the Spec's places: those below `properties`; traits, also in the context; all others.
enum class SpecFamily : uint8_t { kProperties, kTraits, kRest };
// Adds a finding for each planned type of the family that shares no value with the Spec's.
void report_contradicted(const Rule& rule, SpecFamily family, const PlanSite& site,
                         PlanFindings& out);

// The kinds of value that the plan lets the node have.
KindMask planned_kinds(const PlanNode& node);

// May a value there give somebody away? Flags ("has_password") do not, but for those that are the
// matter themselves ("veteran"); nor do counts and states by their names ("ssn_required").
bool may_tell(const PlanNode& node, const CallPlace& place);

}  // namespace specgate
