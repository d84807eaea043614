#include "rules/engine/gate.h"

namespace specgate {

Gate::Gate(std::shared_ptr<const Spec> spec, RuleSet rules)
    : spec_(std::move(spec)), rules_(std::move(rules)) {}

Result<std::shared_ptr<const Gate>> Gate::load(std::shared_ptr<const Spec> spec,
                                               const RuleConfig& config) {
  Result<RuleSet> rules = RuleSet::compile(*spec, config);
  if (!rules) return rules.problems();
  return std::shared_ptr<const Gate>(new Gate(std::move(spec), *std::move(rules)));
}

Verdict Gate::judge(std::string_view body, const Arrival& arrival, Scratch& scratch) const {
  scratch.next_body();
  Verdict verdict{decode(body, arrival, *spec_, scratch.decode), {}, {}, {}, {}, {}};
  rules_.check(verdict.batch, scratch);
  verdict.violations = scratch.violations;
  verdict.edits = scratch.edits;
  verdict.suggestions = scratch.suggestions;
  verdict.plan_places = scratch.plan_places;
  verdict.stopped = scratch.stopped;
  return verdict;
}

}  // namespace specgate
