// What the compilation of a schema told by line and column -> the schema that it is in.
#pragma once

#include <unordered_map>

#include "rules/plan_quality/plan_lint.h"

namespace specgate {

struct FilePlace {
  uint32_t line = 0, column = 0;
};

// The schema of the rule whose keyword, or whose keyword's value, stands there. The whole rule
// where none does, or several do (schemas that were text in a string have that string's place).
class PlaceIndex {
 public:
  PlaceIndex(const PlanView& plan, const PlanRule& rule);
  PlanAt at(FilePlace place) const;

 private:
  void note(uint32_t line, uint32_t column, const PlanNode& node);

  const PlanView& plan_;
  const PlanRule& rule_;
  std::unordered_map<uint64_t, const PlanNode*> by_place_;  // null: several
};

// Adds a finding for each gap of that kind, {0} its message.
void report_gaps(const Rule& rule, SchemaGap::Kind kind, const PlanSite& site, PlanFindings& out);

}  // namespace specgate
