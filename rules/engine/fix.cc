// Judging, fixing, and judging again until it stands still.
#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "rules/engine/edit.h"
#include "rules/engine/gate.h"
#include "rules/engine/given_names.h"
#include "rules/engine/standing.h"
#include "spec/text/give_back.h"

namespace specgate {
namespace {

// How many of its fixes an event gets. Where those of one step make it worse, the next one is tried.
enum class Allowed : uint8_t {
  kAll,
  kListsWhole,    // from within a list nothing is omitted
  kNothingOmitted,
  kValuesOnly,  // nothing gets another name or place, of which other rules speak
  kNone,
};

// What a pass does. The tracking plan omits what nothing mends.
enum class Stage : uint8_t { kMend, kOmit };

// Does it make another event of it, of which other rules and another part of the plan speak? What a safe
// fix makes of it was known when it was judged.
bool makes_another(const Batch& batch, const Violation& violation, const Edit& edit) {
  if (violation.event == kNoEvent || edit.safe) return false;
  const Slots& slots = batch.events[violation.event].slots;
  return edit.node != 0 && (edit.node == slots[Slot::kEvent] || edit.node == slots[Slot::kType]);
}

// Does it give a value another spelling where it stands?
bool keeps_names(const Batch& batch, const Violation& violation, const Edit& edit) {
  const Slots& slots = batch.events[violation.event].slots;
  return edit.op == Edit::Op::kReplace && edit.node != slots[Slot::kEvent] && edit.node != slots[Slot::kType];
}

// The plan's own rules have no other fix.
bool omits(const Violation& violation) { return is_of_plan(violation); }

bool stands_in_list(const Batch& batch, const Violation& violation, const Edit& edit) {
  const uint32_t root = batch.events[violation.event].root;
  for (uint32_t i = edit.node; i != root && i != batch.nodes[i].parent;) {
    i = batch.nodes[i].parent;
    if (i != root && batch.nodes[i].is(Kind::kArray)) return true;
  }
  return false;
}

bool changes_any(std::string_view source, const std::vector<Splice>& splices) {
  return std::any_of(splices.begin(), splices.end(), [&](const Splice& one) {
    return source.substr(one.begin, one.end - one.begin) != one.text;
  });
}

// The attempts at one body. Of each event it is remembered how much of it they spoiled.
class Fixing {
 public:
  Fixing(const Gate& gate, const Arrival& arrival, FixMode mode, Scratch& scratch, const OnFix& on,
         const Verdict* known)
      : gate_(gate), arrival_(arrival), mode_(mode), scratch_(scratch), on_(on) {
    if (known != nullptr) last_ = *known;
  }

  // One attempt. The text that comes out: `body`, or `out`.
  std::string_view run(std::string_view body, std::string& out) {
    constexpr size_t kGiant = size_t{1} << 20;  // of such no more is held than is needed
    std::string_view text = body;
    std::string next;
    begin();
    for (int pass = 0; pass < kMostPasses; ++pass) {
      const bool giant = text.size() > kGiant && !on_.pass;
      if (!last_) last_ = gate_.judge(text, arrival_, scratch_);
      const Verdict verdict = *last_;
      Step step = next_step(verdict);
      if (pass != 0 || !step.changes.empty()) stand(verdict, pass);
      if (any_list_spoiled_) break;
      expect(verdict, step);
      note_names(verdict, step);
      if (giant) give_back(scratch_.violations);
      if (!step.changes.empty() || giant) last_.reset();
      if (step.changes.empty()) break;
      if (giant) scratch_ = Scratch();  // the splices are owners
      if (on_.pass) on_.pass(verdict, step.edits);
      splice(text, step.changes, next);
      if (on_.splices) on_.splices(step.changes);
      out.swap(next);
      text = out;
      if (text.size() > kGiant) give_back(next);
    }
    return text;
  }

  // Of the text that came out, if it is known.
  const std::optional<Verdict>& last() const { return last_; }

  // Whether the attempt made an event worse. If so, the next one does less with it: `at_last`, nothing.
  bool spoiled(bool at_last) {
    bool any = any_list_spoiled_;
    if (after_.size() != before_.size() || any_list_spoiled_) return any;  // nobody knows which is which
    std::set<size_t> again = block_names();
    if (!at_last) try_without_names(again);
    any = !again.empty();
    for (size_t i = 0; i < after_.size(); ++i) {
      if (!is_worse(i) || (again.contains(i) && !at_last)) continue;
      any = true;
      if (allowed(i) == Allowed::kNone) body_left_ = true;  // by what was changed around it
      allow(i, at_last ? Allowed::kNone : less_for(i));
    }
    return any;
  }

  // Nothing of the body is fixed.
  void leave_all() {
    allowed_.assign(before_.size(), Allowed::kNone);
    last_.reset();
  }

  std::vector<bool> left_alone() const {
    std::vector<bool> out;
    for (const Allowed one : allowed_) out.push_back(one != Allowed::kAll);
    for (const auto& [event, name] : blocked_) {
      out.resize(std::max(out.size(), event + 1));
      out[event] = true;
    }
    return out;
  }

 private:
  struct Step {
    Stage stage = Stage::kMend;
    std::vector<const Edit*> edits{};
    std::vector<Splice> changes{};
  };

  void begin() {
    if (!after_.empty()) last_.reset();  // of what the attempt before came to
    after_.clear();
    names_.clear();
    expected_.clear();
    omitted_.clear();
    any_list_spoiled_ = false;
  }

  Allowed allowed(size_t event) const { return event < allowed_.size() ? allowed_[event] : Allowed::kAll; }

  // What the next attempt may do with an event that this one made worse.
  Allowed less_for(size_t event) const {
    const bool omitted = event < omitted_.size() && omitted_[event];
    if (omitted && allowed(event) < Allowed::kNothingOmitted) return Allowed::kNothingOmitted;
    return allowed(event) < Allowed::kValuesOnly ? Allowed::kValuesOnly : Allowed::kNone;
  }

  void allow(size_t event, Allowed which) {
    allowed_.resize(std::max(allowed_.size(), event + 1));
    allowed_[event] = which;
  }

  // Who takes unsafe fixes too may get other findings, but no failed plan.
  bool is_worse(size_t event) const {
    const Standing &after = after_[event], &before = before_[event];
    return mode_ == FixMode::kAll ? fails_plan_anew(after, before) : specgate::is_worse(after, before);
  }

  bool allows(const Batch& batch, const Violation& violation, const Edit& edit) const {
    if (!edit.safe && mode_ != FixMode::kAll) return false;
    if (violation.event == kNoEvent) return !body_left_;
    if (!blocked_.empty() && renames(edit) && blocked_.contains({violation.event, std::string(new_name(edit))})) {
      return false;
    }
    switch (allowed(violation.event)) {
      case Allowed::kAll: return true;
      case Allowed::kListsWhole: return !omits(violation) || !stands_in_list(batch, violation, edit);
      case Allowed::kNothingOmitted: return !omits(violation);
      case Allowed::kValuesOnly: return !omits(violation) && keeps_names(batch, violation, edit);
      case Allowed::kNone: return false;
    }
    return false;
  }

  template <typename Take>
  void each_allowed(const Verdict& verdict, Stage stage, Take&& take) const {
    for (const Violation& violation : verdict.violations) {
      if (omits(violation) != (stage == Stage::kOmit)) continue;
      for (const Edit& edit : verdict.edits.subspan(violation.edits.first, violation.edits.count)) {
        if (allows(verdict.batch, violation, edit)) take(violation, edit);
      }
    }
  }

  std::vector<const Edit*> chosen(const Verdict& verdict, Stage stage) const {
    std::vector<const Edit*> out;
    if (mode_ == FixMode::kNone) return out;
    out.reserve(verdict.edits.size());
    std::vector<bool> named(verdict.batch.events.size());
    each_allowed(verdict, stage, [&](const Violation& violation, const Edit& edit) {
      if (makes_another(verdict.batch, violation, edit)) named[violation.event] = true;
    });
    each_allowed(verdict, stage, [&](const Violation& violation, const Edit& edit) {
      const bool waits = violation.event != kNoEvent && named[violation.event];
      if (!waits || makes_another(verdict.batch, violation, edit)) out.push_back(&edit);
    });
    return out;
  }

  // Without changes where there is none.
  Step next_step(const Verdict& verdict) const {
    for (const Stage stage : {Stage::kMend, Stage::kOmit}) {
      Step step{stage, chosen(verdict, stage)};
      if (step.edits.empty()) continue;
      step.changes = splices(verdict.batch, step.edits);
      if (changes_any(verdict.batch.source, step.changes)) return step;
    }
    return {};
  }

  // Where the events stand before the step, and whether the one before, which omitted something, has
  // made a list fail.
  void stand(const Verdict& verdict, int pass) {
    after_ = standings(verdict);
    if (pass == 0) {
      before_ = after_;
      broken_before_ = Broken(verdict);
    }
    names_.look(verdict, broken_before_);
    if (expected_.size() != after_.size()) return;
    for (size_t i = 0; i < after_.size(); ++i) {
      if (after_[i].failing_lists <= expected_[i] || allowed(i) >= Allowed::kNothingOmitted) continue;
      any_list_spoiled_ = true;
      allow(i, allowed(i) == Allowed::kAll ? Allowed::kListsWhole : Allowed::kNothingOmitted);
    }
  }

  // How many lists of each event may fail once the step has omitted those that it omits.
  void expect(const Verdict& verdict, const Step& step) {
    expected_.clear();
    if (step.stage != Stage::kOmit || step.changes.empty()) return;
    omitted_.resize(after_.size());
    for (const Standing& one : after_) expected_.push_back(one.failing_lists);
    each_allowed(verdict, step.stage, [&](const Violation& violation, const Edit& edit) {
      if (violation.event == kNoEvent) return;
      omitted_[violation.event] = true;
      if (is_failing_list(verdict.batch, violation) && edit.node == violation.node) --expected_[violation.event];
    });
  }

  void note_names(const Verdict& verdict, const Step& step) {
    if (mode_ != FixMode::kSafeOnly || step.stage != Stage::kMend) return;
    each_allowed(verdict, step.stage, [&](const Violation& violation, const Edit& edit) {
      if (violation.event != kNoEvent && renames(edit)) names_.add(violation, edit);
    });
  }

  // Names that laid something bare are not given again. Returns their events.
  std::set<size_t> block_names() {
    std::set<size_t> out;
    for (const GivenName& one : names_.laid_bare()) {
      if (blocked_.emplace(one.event, one.name).second) out.insert(one.event);
    }
    return out;
  }

  // Of a name below which the plan is failed nobody knows whether the call fares better without it: that is tried,
  // one name of an event after another, and undone where it does not.
  void try_without_names(std::set<size_t>& again) {
    std::map<size_t, uint32_t> best;  // failures of the plan, by event that has just been tried
    for (const auto& [event, trial] : trials_) {
      const bool better = after_[event].plan_failures < trial.failures;
      best[event] = better ? after_[event].plan_failures : trial.failures;
      if (better) continue;
      blocked_.erase({event, trial.name});
      again.insert(event);
    }
    trials_.clear();
    for (const GivenName& one : names_.failing()) {
      if (!fails_oftener(one.event) || trials_.contains(one.event)) continue;
      if (!tried_.emplace(one.event, one.name).second) continue;
      const auto known = best.find(one.event);
      trials_[one.event] = {known == best.end() ? after_[one.event].plan_failures : known->second, one.name};
      blocked_.emplace(one.event, one.name);
      again.insert(one.event);
    }
  }

  bool fails_oftener(size_t event) const {
    return after_[event].plan_failures > before_[event].plan_failures || is_another(after_[event], before_[event]);
  }

  const Gate& gate_;
  const Arrival& arrival_;
  const FixMode mode_;
  Scratch& scratch_;
  const OnFix& on_;
  std::optional<Verdict> last_;            // of the text at hand
  std::vector<Allowed> allowed_;           // by event; beyond its end: all
  bool body_left_ = false;                 // what is around the calls stays as it came
  std::vector<Standing> before_, after_;   // by event: as it came, and in the last pass
  std::vector<uint32_t> expected_;         // by event: lists that may fail; empty: nothing was omitted
  std::vector<bool> omitted_;              // by event, in this attempt
  bool any_list_spoiled_ = false;
  Broken broken_before_;
  GivenNames names_;                                  // in this attempt
  std::set<std::pair<size_t, std::string>> blocked_;  // by event: names that nothing gets any longer
  struct Trial {
    uint32_t failures;  // of the plan, with the name
    std::string name;
  };
  std::map<size_t, Trial> trials_;                  // by event, in this attempt
  std::set<std::pair<size_t, std::string>> tried_;  // by event
};

}  // namespace

Fixed fix(const Gate& gate, std::string_view body, const Arrival& arrival, FixMode mode,
          Scratch& scratch, std::string& out, const OnFix& on, const Verdict* known) {
  constexpr int kMostAttempts = 7;  // mostly one is enough: an event that is left alone spoils no other
  Fixing fixing(gate, arrival, mode, scratch, on, known);
  std::string_view text = fixing.run(body, out);
  for (int attempt = 2; text.data() != body.data() && fixing.spoiled(attempt == kMostAttempts); ++attempt) {
    if (on.again) on.again();
    if (attempt > kMostAttempts) {
      fixing.leave_all();
      text = body;
    } else {
      text = fixing.run(body, out);
    }
  }
  if (on.left_alone != nullptr) *on.left_alone = fixing.left_alone();
  if (text.data() == body.data()) out.assign(body);
  return {text != body, fixing.last()};
}

}  // namespace specgate
