// The rules in force, compiled: who looks where. Immutable, shared by all threads.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "rules/config/config.h"
#include "rules/engine/scratch.h"
#include "rules/rule.h"
#include "spec/catalogue/spec.h"

namespace specgate {

struct DispatchTable;

class RuleSet {
 public:
  // `spec` must outlive the result.
  static Result<RuleSet> compile(const Spec& spec, const RuleConfig& config);
  ~RuleSet();
  RuleSet(RuleSet&&) noexcept;

  // One walk over the batch; violations go to scratch.violations in source order.
  void check(const Batch& batch, Scratch& scratch) const;

  const Spec& spec() const;
  const Settings& settings() const;
  const CompiledPlan* tracking_plan() const;  // in force, or null
  // What a violation of `rule` counts here: kOff drops it. Cold: asked once per violation.
  Severity severity(const Rule& rule, const Batch& batch, uint32_t event,
                    uint32_t node) const;
  // Would the edit take from the tracking plan what it has planned so? Asked once per edit.
  bool plan_forbids(const Edit& edit, const Batch& batch, uint32_t event) const;
  size_t most_findings() const;            // of one body, with their fixes; without a bound SIZE_MAX
  std::vector<const Rule*> rules() const;  // those in force, custom ones included

 private:
  explicit RuleSet(std::unique_ptr<const DispatchTable> plan);
  std::unique_ptr<const DispatchTable> plan_;
};

}  // namespace specgate
