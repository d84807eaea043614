// The plan itself is judged: rules/tracking_plan/* look at the whole of it, once, at load time.
//
// A check gets a PlanSite and adds to PlanFindings; it neither reads files nor asks the
// configuration. What counts how much, and where nothing is to be said, is settled here: profile,
// `rules`, `overrides` and `ignore` of the configuration (`event` is a rule's name, `type` its
// call, `pointer` the place in the call), and `x-specgate-ignore` in the plan.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "rules/config/config.h"
#include "rules/plan_quality/plan_ignore.h"
#include "rules/plan_quality/plan_view.h"
#include "rules/report/finding.h"

namespace specgate {

struct PlanSite {
  const Spec& spec;
  const Settings& settings;
  const PlanView& plan;
};

// Where a finding stands: a node, or a rule as a whole, or the plan.
struct PlanAt {
  const PlanRule* rule = nullptr;  // null: the plan as a whole
  const PlanNode* node = nullptr;  // null: the rule as a whole
  uint32_t line = 0, column = 0;   // 0: not known, the next place above is
};

inline PlanAt at_plan() { return {}; }
inline PlanAt at_plan(uint32_t line, uint32_t column) { return {nullptr, nullptr, line, column}; }
inline PlanAt at(const PlanRule& rule) { return {&rule, nullptr, rule.key_line, rule.key_column}; }
// Where the node's name stands, or the schema where it has none.
PlanAt at(const PlanNode& node);
// A value within the node's schema, such as one of its `enum`.
inline PlanAt at(const PlanNode& node, const Json& value) {
  return {node.rule, &node, value.line, value.column};
}
// The value of one of the node's keywords, or the node where it has no such keyword.
PlanAt at(const PlanNode& node, std::string_view keyword);

// No more than kMostOfOneRule of one rule are kept, whatever the plan: that bounds memory, and
// nobody reads them. One more of that rule, as severe as the worst of the rest, says how many they are.
class PlanFindings {
 public:
  static constexpr size_t kMostOfOneRule = 20'000;

  PlanFindings(const PlanSite& site, const RuleConfig& config, const PlanIgnores& ignores);

  bool wants(const Rule& rule) const;  // is it on, somewhere?
  // `args` are {0}, {1} and {2} of the rule's message.
  PlanFindings& add(const Rule& rule, const PlanAt& at,
                    std::initializer_list<std::string_view> args);
  // Of the finding added last.
  PlanFindings& suggest(std::string_view text);

  std::vector<Finding> take();  // in the order of the file

 private:
  Severity severity_of(const Rule& rule, const PlanAt& at) const;
  void place(const PlanAt& at, Finding& out) const;

  const PlanSite& site_;
  const RuleConfig& config_;
  const PlanIgnores& ignores_;
  struct Level {
    Severity base = Severity::kOff;  // before overrides
    size_t count = 0;                // findings so far
    Severity worst_left = Severity::kOff;  // of those that are not kept
    PlanAt first_left{};
  };
  void tell_rest(const Rule& rule, const Level& level);
  std::unordered_map<const Rule*, Level> levels_;
  std::vector<Finding> findings_;
  bool dropped_ = false;  // the finding added last
};

// Everything the rules have to say about a plan, in the order of its file. Finding::pointer is the
// place in words, `TRACK "Order Completed" properties.revenue`; there is no event and no fix.
std::vector<Finding> lint_plan(const TrackingPlan& plan, const Spec& spec,
                               const RuleConfig& config);

// A name as messages have it: in quotes, cut where it is very long.
std::string quoted_key(std::string_view name);
// "string", "number or null", "any type"
std::string kinds_text(KindMask kinds);

}  // namespace specgate
