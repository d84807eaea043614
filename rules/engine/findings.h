// The sink of a check: violations are facts, and each may carry suggestions and edits.
//
//   out.add(missing_identity, site.node, name_of(site.event.call));
//   out.add(id_not_string, site.node, key, "integer").replace(site.node, out.quoted(text), kSafe);
//
// After `add` the calls that follow speak of that violation; if the rule is off here, or an ignore
// entry covers it, they do nothing. Arguments are views into the body, into constants, or into text()
// of this sink; nothing is copied.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <vector>

#include "rules/engine/edit.h"
#include "rules/rule.h"

namespace specgate {

struct Range {
  uint32_t first = 0, count = 0;
};

// Where in the tracking plan the reason stands, and what others call such a violation.
struct PlanPlace {
  std::string_view file;  // views live as long as the gate
  uint32_t line = 0, column = 0;  // from 1; 0: no one place
  std::string_view segment, rudderstack;
};

inline constexpr uint32_t kNoPlanPlace = 0xffffffff;

struct Violation {
  const Rule* rule = nullptr;
  Severity severity = Severity::kWarning;
  SegmentCode segment_code = SegmentCode::kNone;
  bool at_key = false;        // the defect is the key, not the value: columns point there
  uint32_t event = kNoEvent;  // index into Batch::events, or kNoEvent for the body as a whole
  uint32_t node = 0;
  uint32_t offset = 0;        // byte in the body where it starts
  std::array<std::string_view, 3> args{};
  Range suggestions;          // into Scratch::suggestions
  Range edits;                // into Scratch::edits
  uint32_t plan_place = kNoPlanPlace;  // into Scratch::plan_places
};

enum class Safety : uint8_t { kSafe, kUnsafe };
inline constexpr Safety kSafe = Safety::kSafe;
inline constexpr Safety kUnsafe = Safety::kUnsafe;

struct Scratch;
class RuleSet;

class Findings {
 public:
  Findings(Scratch& scratch, const RuleSet& rules);

  // Was one not kept, as there are RuleConfig::most_findings?
  bool full() const { return full_; }

  // Whose violations are added next; the walk calls it.
  void begin(const Batch& batch, uint32_t event);

  Findings& add(const Rule& rule, const Node& at, std::string_view a0 = {}, std::string_view a1 = {},
                std::string_view a2 = {});
  Findings& at_key();
  Findings& at_byte(uint32_t offset);  // where no node is: syntax errors
  Findings& called(SegmentCode code);  // of the rule's several
  Findings& suggest(std::string_view text);
  Findings& planned_at(const PlanPlace& place);
  Findings& raise();                  // a warning is an error here
  Findings& weigh(Severity severity);  // in place of the rule's own

  Findings& replace(const Node& node, std::string_view json, Safety safety);
  Findings& remove(const Node& node, Safety safety);
  Findings& insert(const Node& object, std::string_view key, std::string_view json, Safety safety);
  // These two do nothing where the key of `node` stands again behind it: that one counts.
  Findings& rename(const Node& node, std::string_view key, Safety safety);
  Findings& move(const Node& node, const Node& object, std::string_view key, Safety safety);
  Findings& trim(uint32_t begin, uint32_t end, std::string_view bytes, Safety safety);

  // Text that lives as long as the verdict.
  std::string_view text(std::initializer_list<std::string_view> pieces);
  std::string_view quoted(std::string_view plain);  // as a JSON string
  std::string_view number(uint64_t value);

 private:
  Findings& edit(const Edit& edit);
  bool is_overridden(const Node& node) const;

  Scratch& scratch_;
  const RuleSet& rules_;
  const Batch* batch_ = nullptr;
  uint32_t event_ = kNoEvent;
  bool live_ = false;  // the last add() was kept
  bool full_ = false;
};

}  // namespace specgate
