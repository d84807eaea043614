// What the tests of inference share: text -> evidence -> plan, and whether calls fit a plan.
#pragma once

#include <string>
#include <vector>

#include "lint/input/bodies.h"
#include "lint/plan/infer/infer_plan.h"
#include "lint/plan/infer/read_evidence.h"
#include "rules/engine/gate.h"
#include "rules/report/finding.h"
#include "spec/plan/compiled_plan.h"
#include "tests/rules/config_support.h"
#include "tests/support/spec.h"

namespace specgate::infer_test {

inline InferredPlan plan_of(const std::string& text, const InferTerms& terms = {}) {
  return infer_plan(evidence_in(text, spec()), terms, spec());
}

// All that a plan says, for comparing.
inline std::string text_of(const InferredPlan& inferred) {
  std::string out = inferred.plan.description + '\n';
  for (const PlanRule& rule : inferred.plan.rules) {
    out += title_of(rule) + ": " + rule.description + ' ' + rule.deprecated_at + '\n';
    append_json(rule.schema, JsonLayout::kLines, out);
  }
  for (const std::string& note : inferred.notes) out += note + '\n';
  return out;
}

// What the linter finds in the text with this plan, as far as the plan is concerned.
class PlanLint {
 public:
  explicit PlanLint(TrackingPlan plan) {
    plan.file = "plan.json";
    auto compiled = CompiledPlan::compile(std::move(plan));
    for (const Problem& problem : compiled.problems()) problems += problem.text() + '\n';
    if (!compiled) return;
    for (const Problem& gap : (*compiled)->gaps()) problems += gap.text() + '\n';
    RuleConfig rules = config_of("").rules;
    rules.tracking_plan = *compiled;
    gate_ = *Gate::load(shared_spec(), rules);
  }

  std::string problems;  // of the plan itself

  std::vector<std::string> findings(std::string_view text) {
    std::vector<std::string> out;
    if (gate_ == nullptr) return {"the plan does not compile: " + problems};
    const Layout layout = layout_of(text);
    BodyReader reader(text, layout, {0, text.size()});
    for (Body body; reader.next(body);) judge(text.substr(body.begin, body.size), out);
    return out;
  }

 private:
  void judge(std::string_view body, std::vector<std::string>& out) {
    const Verdict outer = gate_->judge(body, {}, outer_);
    take(outer, out);
    if (outer.batch.nested_body.data() == nullptr) return;
    take(gate_->judge(outer.batch.nested_body, outer.batch.arrival, inner_), out);
  }

  static void take(const Verdict& verdict, std::vector<std::string>& out) {
    for (const Violation& violation : verdict.violations) {
      if (!violation.rule->id.starts_with("PLN")) continue;
      Finding finding;
      describe(verdict, violation, finding);
      out.push_back(std::string(finding.rule->id) + ' ' + finding.pointer + ": " + finding.message +
                    " in " + std::string(verdict.batch.source.substr(0, 2000)));
    }
  }

  std::shared_ptr<const Gate> gate_;
  Scratch outer_, inner_;
};

}  // namespace specgate::infer_test
