// The whole judgement: bytes in, verdict out. The linter and the proxy both call this, and nothing
// beneath it.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "rules/config.h"
#include "rules/rule_set.h"
#include "rules/scratch.h"

namespace specgate {

// Everything here is a view into the body and the scratch, dead at the next judge() with either.
struct Verdict {
  Batch batch;
  std::span<const Violation> violations;
  std::span<const Edit> edits;                      // Violation::edits are ranges of these
  std::span<const std::string_view> suggestions;    // likewise
  std::span<const PlanPlace> plan_places;           // Violation::plan_place is an index into these
  // Offset in the body of the call in which judging stopped, as RuleConfig::most_findings had been
  // found. Of the calls before it nothing is missing; of it and those behind it, whatever was left.
  std::optional<uint32_t> stopped{};
};

// Immutable once loaded; shared by all threads. One scratch a thread.
class Gate {
 public:
  // `spec` may be shared by several gates whose SpecOptions are the same.
  static Result<std::shared_ptr<const Gate>> load(std::shared_ptr<const Spec> spec,
                                                  const RuleConfig& config);
  // No locks, no throws, no allocation after warm-up.
  Verdict judge(std::string_view body, const Arrival& arrival, Scratch& scratch) const;

  const Spec& spec() const { return *spec_; }
  const RuleSet& rules() const { return rules_; }

 private:
  Gate(std::shared_ptr<const Spec> spec, RuleSet rules);
  std::shared_ptr<const Spec> spec_;
  RuleSet rules_;
};

// The edits of a verdict that are to be done: safe ones, or all. Of an event that an
// unsafe edit makes another one, that alone: the rest is judged again by what it is then.
enum class FixMode : unsigned char { kNone, kSafeOnly, kAll };
std::vector<const Edit*> chosen_edits(const Verdict& verdict, FixMode mode);
// But for those within the events that are marked.
void leave_alone(const Verdict& verdict, const std::vector<bool>& events, std::vector<const Edit*>& edits);

// Who is told of fixing.
struct OnFix {
  // Sees each pass before its edits are done.
  std::function<void(const Verdict&, const std::vector<const Edit*>&)> pass{};
  std::function<void()> again{};           // what passes so far did is undone: it begins anew
  std::vector<bool>* left_alone = nullptr;  // by event: the fixes made it worse, so that none was made
};

// Judges, fixes and judges again until nothing changes, at most `kMostPasses` times. Returns whether
// `out` differs from `body`. A second call on `out` changes nothing.
// Where safe fixes made an event worse, in that something graver is found than before, or that it fails a
// tracking plan that it passed, it stays as it came.
inline constexpr int kMostPasses = 10;
bool fix(const Gate& gate, std::string_view body, const Arrival& arrival, FixMode mode,
         Scratch& scratch, std::string& out, const OnFix& on = {});

}  // namespace specgate
