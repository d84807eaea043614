// The whole judgement: bytes in, verdict out. The linter and the proxy both call this, and nothing
// beneath it.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "rules/config/config.h"
#include "rules/engine/rule_set.h"
#include "rules/engine/scratch.h"

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

// Which edits are done: safe ones, or all. Of an event that an unsafe edit makes another one, that alone at
// first: the rest is judged again by what it is then. What mends a member comes before the tracking plan
// omits it.
enum class FixMode : unsigned char { kNone, kSafeOnly, kAll };

// Who is told of fixing.
struct OnFix {
  // Sees each pass before its edits are done.
  std::function<void(const Verdict&, const std::vector<const Edit*>&)> pass{};
  std::function<void()> again{};           // what passes so far did is undone: it begins anew
  // By event: fixes, or some of them, were not made, as they would have made it worse. Empty: none.
  std::vector<bool>* left_alone = nullptr;
  // What a pass changes in the text that came, or that the pass before it left.
  std::function<void(const std::vector<Splice>&)> splices{};
};

// What fixing came to.
struct Fixed {
  bool changed = false;           // `out` differs from `body`
  // Of the text that came out, where it was judged last: views into it and the scratch, as judge() gives
  // them. Not of bodies over 1 MB, of which no more is held than is needed.
  std::optional<Verdict> last{};
};

// Judges, fixes and judges again until nothing changes, at most `kMostPasses` times. A second call on `out`
// changes nothing. `known`: the verdict of `body`, if this scratch was used for nothing since; else null.
// Where safe fixes made an event worse, in that something graver is found than before, or more errors, or that
// it fails a tracking plan that it passed, less is fixed of it: values where they stand, or nothing; where what
// the plan omits did, that stays. Items that
// the omission of members makes equal keep them where the plan wants items to be unique: no list goes for a
// repeat that it did not come with.
inline constexpr int kMostPasses = 10;
Fixed fix(const Gate& gate, std::string_view body, const Arrival& arrival, FixMode mode,
          Scratch& scratch, std::string& out, const OnFix& on = {}, const Verdict* known = nullptr);

}  // namespace specgate
