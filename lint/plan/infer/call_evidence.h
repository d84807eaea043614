// What the calls of a run looked like, by kind and name: what a tracking plan is inferred from.
//
// A fold whose order does not matter: each worker keeps its own and the run adds them up. Memory is
// bounded by MemoryBudget, kMostEvents and kMostPages.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "lint/plan/infer/place_evidence.h"
#include "spec/plan/tracking_plan.h"

namespace specgate {

// The calls that one rule of a plan would speak of.
struct RuleEvidence {
  uint64_t calls = 0;
  int64_t newest_ms = 0;  // the latest time that a call stated, Unix time
  MemberEvidence own;     // properties, or traits of identify and group calls

  void add(const RuleEvidence& other, MemoryBudget& room);
};

// Calls that no rule can speak of, and why.
struct LeftOut {
  uint64_t calls_of_no_type = 0;
  uint64_t calls_without_name = 0;  // track calls
  uint64_t calls_with_personal_name = 0;
  uint64_t calls_with_long_name = 0;
  bool names = false;          // there were more than kMostEvents events
  uint64_t broken_bodies = 0;  // no JSON
};

class CallEvidence {
 public:
  static constexpr size_t kMostEvents = 2000;  // protocols/tracking-plan/create.md: rules of a plan
  static constexpr size_t kMostPages = 100;    // more are titles of pages, not names
  static constexpr size_t kLongestName = 1000;
  using Names = std::map<std::string, RuleEvidence, std::less<>>;

  void take(const Batch& batch);
  void add(const CallEvidence& other);

  uint64_t calls() const { return calls_; }
  // By the event of track calls, the name of page and screen calls (empty: all that have none, or
  // all of the kind where their names are too many or personal), empty for identify and group.
  const Names& of(PlanRuleKind kind) const { return names_[static_cast<size_t>(kind)]; }
  bool names_are_titles(PlanRuleKind kind) const { return titles_[static_cast<size_t>(kind)]; }
  const LeftOut& left_out() const { return left_out_; }

 private:
  static constexpr size_t kKinds = static_cast<size_t>(PlanRuleKind::kCommon);

  void take_call(const Batch& batch, const Event& event);
  RuleEvidence& rule(PlanRuleKind kind, std::string_view name);
  bool is_event_name(std::string_view name);
  void keep_bounds(PlanRuleKind kind);

  std::array<Names, kKinds> names_;
  std::array<bool, kKinds> titles_{};
  uint64_t calls_ = 0;
  LeftOut left_out_;
  MemoryBudget room_;
};

}  // namespace specgate
