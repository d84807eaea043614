// x-specgate-ignore: what a plan itself wants nothing said about, at a node and below.
//
//   "x-specgate-ignore": "mixed-event-naming"
//   "x-specgate-ignore": ["TPL201", "pii"]              ids, names or prefixes, as --ignore takes
//   "x-specgate-ignore": {"rule": "TPL201", "reason": "the till sends text"}
//   "x-specgate-ignore": {"TPL201": "the till sends text"}
//
// At the root of a rule's schema, or of its own object's, it also speaks for the rule as a whole.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "rules/plan_quality/plan_view.h"
#include "rules/rule.h"

namespace specgate {

// A word that names no rule.
struct IgnoreSlip {
  const PlanNode* node;
  const Json* value;
  std::string_view selector;  // empty: the value is of no form above
};

std::vector<IgnoreSlip> ignore_slips(const PlanView& plan);

class PlanIgnores {
 public:
  explicit PlanIgnores(const PlanView& plan);
  bool covers(const Rule& rule, const PlanNode& node) const;
  bool covers(const Rule& rule, const PlanRule& whole) const;

 private:
  bool says(const Rule& rule, const PlanNode& node) const;

  const PlanView& plan_;
  std::unordered_map<const PlanNode*, std::vector<const Rule*>> by_node_;
};

}  // namespace specgate
