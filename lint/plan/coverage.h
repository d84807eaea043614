// How much of a tracking plan the events of a run have used: which planned events came and which
// never did, which planned properties were sometimes missing, and which types came.
//
// A fold whose order does not matter: each chunk counts for itself and the run adds up. Memory is
// bounded by the plan, and by kMostNames for names that no plan lists, however long: their hashes are
// kept.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "rules/engine/gate.h"
#include "spec/schema/json_schema.h"

namespace specgate {

class CompiledPlan;
struct PlannedRule;

// A planned property or trait, by its path from the own object of the rule: "products[].sku".
struct MemberCoverage {
  uint64_t seen = 0;    // calls that had it, anywhere
  uint64_t kinds[7]{};  // values of each Kind, by the number of its bit
};

struct RuleCoverage {
  uint64_t calls = 0;
  std::map<std::string, MemberCoverage, std::less<>> members;  // planned ones only
};

class Coverage {
 public:
  static constexpr size_t kMostNames = 500'000;

  void take(const Verdict& verdict, const CompiledPlan* plan);
  void add(const Coverage& other);
  void clear();

  uint64_t events() const { return events_; }
  bool saw(std::string_view event) const;
  const RuleCoverage* of(const PlannedRule& rule) const;  // null: never seen

 private:
  void take_rule(const Verdict& verdict, const Event& event, const PlannedRule& planned);

  uint64_t events_ = 0;
  std::unordered_set<uint64_t> names_;  // of track calls; of pages and screens
  std::map<const PlannedRule*, RuleCoverage> rules_;
  SchemaScratch schema_;
  std::vector<std::string> seen_;  // of one call, reused
};

// What a run had to come to.
struct CoverageTerms {
  std::vector<std::string> required_events;
  uint64_t least_events = 0;
  double least_share = 0;  // of the planned rules that must be seen, in per cent
};

// The share of the plan's live rules (COMMON aside) that were seen, in per cent; 100 where there is
// none.
double share_seen(const Coverage& coverage, const CompiledPlan& plan);
// A sentence for each term that was not met.
std::vector<std::string> unmet(const Coverage& coverage, const CompiledPlan* plan,
                               const CoverageTerms& terms);

// The table for people, and the same as a JSON object.
std::string coverage_text(const Coverage& coverage, const CompiledPlan& plan);
std::string coverage_json(const Coverage& coverage, const CompiledPlan& plan);

}  // namespace specgate
