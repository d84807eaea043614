#include "rules/gate.h"

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

bool fix(const Gate& gate, std::string_view body, const Arrival& arrival, FixMode mode,
         Scratch& scratch, std::string& out, const OnPass& on_pass) {
  constexpr size_t kGiant = size_t{1} << 20;  // of such no more is held than is needed
  std::string_view text = body;
  std::string next;
  for (int pass = 0; pass < kMostPasses; ++pass) {
    const bool giant = text.size() > kGiant;
    const Verdict verdict = gate.judge(text, arrival, scratch);
    const std::vector<const Edit*> edits = chosen_edits(verdict, mode);
    if (giant && !on_pass) give_back(scratch.violations);
    const std::vector<Splice> changes = splices(verdict.batch, edits);
    if (changes.empty()) break;
    if (giant && !on_pass) scratch = Scratch();  // the splices are owners
    splice(text, changes, next);
    if (next == text) break;
    if (on_pass) on_pass(verdict, edits);
    out.swap(next);
    text = out;
    if (giant) give_back(next);
  }
  if (text.data() == body.data()) out.assign(body);
  return text != body;
}

}  // namespace specgate
