#include "rules/gate.h"

#include <algorithm>
#include <set>

#include "rules/edit.h"
#include "spec/give_back.h"

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

namespace {

// Does it make another event of it, of which other rules and another part of the plan speak? What a safe
// fix makes of it was known when it was judged.
bool makes_another(const Batch& batch, const Violation& violation, const Edit& edit) {
  if (violation.event == kNoEvent || edit.safe) return false;
  const Slots& slots = batch.events[violation.event].slots;
  return edit.node != 0 && (edit.node == slots[Slot::kEvent] || edit.node == slots[Slot::kType]);
}

}  // namespace

std::vector<const Edit*> chosen_edits(const Verdict& verdict, FixMode mode) {
  std::vector<const Edit*> out;
  if (mode == FixMode::kNone) return out;
  const auto each = [&](auto&& take) {
    for (const Violation& violation : verdict.violations) {
      for (uint32_t i = 0; i < violation.edits.count; ++i) {
        const Edit& edit = verdict.edits[violation.edits.first + i];
        if (edit.safe || mode == FixMode::kAll) take(violation, edit);
      }
    }
  };
  out.reserve(verdict.edits.size());
  std::vector<bool> named(verdict.batch.events.size());
  each([&](const Violation& violation, const Edit& edit) {
    if (makes_another(verdict.batch, violation, edit)) named[violation.event] = true;
  });
  each([&](const Violation& violation, const Edit& edit) {
    const bool waits = violation.event != kNoEvent && named[violation.event];
    if (!waits || makes_another(verdict.batch, violation, edit)) out.push_back(&edit);
  });
  return out;
}

void leave_alone(const Verdict& verdict, const std::vector<bool>& events, std::vector<const Edit*>& edits) {
  if (events.empty() || edits.empty()) return;
  std::set<const Edit*> within;
  for (const Violation& violation : verdict.violations) {
    if (violation.event == kNoEvent || violation.event >= events.size() || !events[violation.event]) continue;
    for (uint32_t i = 0; i < violation.edits.count; ++i) within.insert(&verdict.edits[violation.edits.first + i]);
  }
  std::erase_if(edits, [&](const Edit* edit) { return within.contains(edit); });
}

namespace {

// How an event stands, as far as fixing may not make it worse.
struct Standing {
  Severity worst = Severity::kOff;
  bool fails_plan = false;
};

std::vector<Standing> standings(const Verdict& verdict) {
  std::vector<Standing> out(verdict.batch.events.size());
  for (const Violation& violation : verdict.violations) {
    if (violation.event == kNoEvent) continue;
    Standing& one = out[violation.event];
    one.worst = std::max(one.worst, violation.severity);
    one.fails_plan |= violation.plan_place != kNoPlanPlace;
  }
  return out;
}

bool is_worse(const Standing& after, const Standing& before) {
  return after.worst > before.worst || (after.fails_plan && !before.fails_plan);
}

// The passes of one attempt.
class Fixing {
 public:
  Fixing(const Gate& gate, const Arrival& arrival, FixMode mode, Scratch& scratch, const OnFix& on)
      : gate_(gate), arrival_(arrival), mode_(mode), scratch_(scratch), on_(on) {}

  // The text that comes out: `body`, or `out`.
  std::string_view run(std::string_view body, std::string& out) {
    constexpr size_t kGiant = size_t{1} << 20;  // of such no more is held than is needed
    std::string_view text = body;
    std::string next;
    after_.clear();
    for (int pass = 0; pass < kMostPasses; ++pass) {
      const bool giant = text.size() > kGiant;
      const Verdict verdict = gate_.judge(text, arrival_, scratch_);
      std::vector<const Edit*> edits = chosen_edits(verdict, mode_);
      leave_alone(verdict, left_alone_, edits);
      if (mode_ == FixMode::kSafeOnly && (!edits.empty() || pass != 0)) {
        after_ = standings(verdict);
        if (pass == 0) before_ = after_;
      }
      if (giant && !on_.pass) give_back(scratch_.violations);
      const std::vector<Splice> changes = splices(verdict.batch, edits);
      if (changes.empty()) break;
      if (giant && !on_.pass) scratch_ = Scratch();  // the splices are owners
      splice(text, changes, next);
      if (next == text) break;
      if (on_.pass) on_.pass(verdict, edits);
      out.swap(next);
      text = out;
      if (giant) give_back(next);
    }
    return text;
  }

  // Marks the events that the attempt made worse; whether there are any.
  bool mark_spoiled() {
    if (after_.size() != before_.size()) return false;  // calls came or went: nobody knows which is which
    bool any = false;
    for (size_t i = 0; i < after_.size(); ++i) {
      if (!is_worse(after_[i], before_[i])) continue;
      left_alone_.resize(after_.size());
      any |= !left_alone_[i];
      left_alone_[i] = true;
    }
    return any;
  }

  const std::vector<bool>& left_alone() const { return left_alone_; }

 private:
  const Gate& gate_;
  const Arrival& arrival_;
  const FixMode mode_;
  Scratch& scratch_;
  const OnFix& on_;
  std::vector<Standing> before_, after_;
  std::vector<bool> left_alone_;
};

}  // namespace

bool fix(const Gate& gate, std::string_view body, const Arrival& arrival, FixMode mode,
         Scratch& scratch, std::string& out, const OnFix& on) {
  constexpr int kMostAttempts = 3;  // an event that is left alone spoils no other: mostly two are enough
  Fixing fixing(gate, arrival, mode, scratch, on);
  std::string_view text = fixing.run(body, out);
  for (int attempt = 1; attempt < kMostAttempts && text.data() != body.data() && fixing.mark_spoiled(); ++attempt) {
    if (on.again) on.again();
    text = fixing.run(body, out);
  }
  if (on.left_alone != nullptr) *on.left_alone = fixing.left_alone();
  if (text.data() == body.data()) out.assign(body);
  return text != body;
}

}  // namespace specgate
