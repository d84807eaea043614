// A tracking plan ready for traffic: which rules a call answers to, each with its schema compiled.
//
// Made once, then immutable and shared by all threads. Which rules apply is Segment's (Protocols,
// tracking-plan/create.md and faq.md): names match exactly; one of several versions is chosen by
// context.protocols.event_version, the oldest where that is missing, unknown or no integer; page and
// screen calls answer to the planned events "Page Viewed" and "Screen Viewed" and to PAGE and SCREEN
// rules; COMMON sees every call.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "spec/plan/read_plan.h"
#include "spec/plan/tracking_plan.h"
#include "spec/schema/json_schema.h"
#include "spec/text/near_letters.h"
#include "spec/text/nearest_name.h"

namespace specgate {

class Spec;

struct PlannedRule {
  PlanRule rule;
  JsonSchema schema;
};

// The rules that one call answers to; null where there is none.
struct PlanAnswer {
  const PlannedRule* own = nullptr;     // of its kind, and for TRACK, PAGE, SCREEN of its name
  const PlannedRule* viewed = nullptr;  // TRACK "Page Viewed" or "Screen Viewed"
  const PlannedRule* common = nullptr;
  bool unplanned = false;               // a track call whose name no rule of the whole plan has
};

class CompiledPlan {
 public:
  // Reads the file and compiles it.
  static Result<std::shared_ptr<const CompiledPlan>> open(const std::string& path,
                                                          const Spec& spec, FormatReading formats,
                                                          PlanReadTerms terms = {});
  // A rule whose schema cannot be compiled is planned all the same, but judges nothing: gaps() tell
  // of it. There are no problems today.
  static Result<std::shared_ptr<const CompiledPlan>> compile(TrackingPlan plan);

  // `name`: of a track call its event, of a page or screen call its name.
  PlanAnswer answer(Call call, std::string_view name, std::optional<int64_t> version) const;
  bool has_versions() const { return has_versions_; }  // else nobody need look for one
  // Other rules of the plan are elsewhere: a call whose rule is not here is not judged by another.
  bool partial() const { return plan_.partial; }

  bool plans(std::string_view event) const;  // a TRACK rule has this name
  // The planned event that was meant, or null: the same letters in another case or with other
  // separators, another name of the same Spec event, or a slip of at most two letters.
  const PlannedRule* nearest(std::string_view event, const Spec& spec, SearchBudget& budget) const;

  // The planned events of the same letters as `event`, which stands among them where it is planned: each
  // name once, in the plan's order. Which of several was meant nobody knows.
  std::span<const PlannedRule* const> alike(std::string_view event) const;

  const std::string& file() const { return plan_.file; }
  const TrackingPlan& plan() const { return plan_; }  // but for its rules, which are here:
  std::span<const PlannedRule> rules() const { return rules_; }
  // What reading the plan noticed, what its schemas ask and nobody holds, and what is read as not
  // everybody would: with the plan's file, line and column. Of what is told in the same words, the
  // first place, and how many more there are.
  std::vector<Problem> gaps() const;
  // Of these, what is not held: a plan that must be held whole is refused for it.
  std::vector<Problem> unheld() const;

 private:
  explicit CompiledPlan(TrackingPlan plan) : plan_(std::move(plan)) {}
  void index();
  void leave_out(const PlanRule& rule, const Problems& problems);
  const PlannedRule* find(PlanRuleKind kind, std::string_view key,
                          std::optional<int64_t> version) const;
  const PlannedRule* nameless(PlanRuleKind kind, std::string_view name,
                              std::optional<int64_t> version) const;

  struct Hash {
    using is_transparent = void;
    size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
  };
  // Rules of one kind and key, by version, the oldest first.
  using ByKey = std::unordered_map<std::string, std::vector<const PlannedRule*>, Hash,
                                   std::equal_to<>>;

  TrackingPlan plan_;
  std::vector<PlannedRule> rules_;
  std::vector<ByKey> by_kind_;
  // TRACK rules, of each name one.
  std::unordered_map<std::string, std::vector<const PlannedRule*>, Hash, std::equal_to<>> by_folded_;
  NearLetters near_folded_;  // the numbers of:
  std::vector<std::pair<std::string_view, const PlannedRule*>> folded_;  // by_folded_
  bool has_versions_ = false;
  Problems unusable_;  // why schemas could not be compiled
};

}  // namespace specgate
