// A tracking plan laid out flat for the rules that judge it: every schema of it, the place in the
// call that it speaks of, and what the Spec says of that place.
//
// Made once per plan, in one walk; then immutable. Holds views into the plan and the Spec, which
// must outlive it. Places are interned: one for all rules that speak of "properties.price".
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "spec/catalogue/spec.h"
#include "spec/plan/tracking_plan.h"
#include "spec/schema/json_schema.h"

namespace specgate {

// How a schema hangs on the one above it.
enum class PlanRole : uint8_t {
  kCall,    // the rule's own, over the whole call
  kMember,  // of a member, by its name
  kItem,    // of the items of an array
  kPart,    // allOf: of the same value, and it holds
  kChoice,  // anyOf, oneOf, then, else, dependencies: of the same value, and it may hold
  kTest,    // not, if: of the same value, and it is only asked
  kOther,   // definitions, patternProperties, additionalProperties...: of no one place
};

struct PlanNode {
  const PlanRule* rule = nullptr;
  const Json* schema = nullptr;
  const JsonMember* member =
      nullptr;          // where it is the value of one: of `properties`, `items`, ...
  uint32_t parent = 0;  // index; of a rule's first, its own
  uint32_t place = 0;   // index into places()
  PlanRole role = PlanRole::kCall;
  bool sure = true;  // only members, items and allOf lead here: whenever the rule holds, so does it
  bool asked = false;  // below `not` or `if`

  bool is_planned() const {  // a member or item that the plan describes
    return sure && (role == PlanRole::kMember || role == PlanRole::kItem);
  }
};

// Where in a call.
struct CallPlace {
  std::string path;      // "properties.products[].price"; empty for the call
  std::string_view key;  // of a member; empty for items and for the call
  uint32_t parent = 0;
  uint32_t level = 0;     // 0 for the call, 1 for "properties"
  PathId spec = kNoPath;  // the Spec's place, if it has one
  KeyTraits traits = 0;   // of `key`
};

class PlanView {
 public:
  PlanView(const TrackingPlan& plan, const Spec& spec);

  const TrackingPlan& plan() const { return plan_; }
  std::span<const PlanNode> nodes() const { return nodes_; }
  std::span<const PlanNode> nodes_of(const PlanRule& rule) const;  // the first is over the call
  uint32_t index_of(const PlanNode& node) const {
    return static_cast<uint32_t>(&node - nodes_.data());
  }
  const PlanNode& parent_of(const PlanNode& node) const { return nodes_[node.parent]; }
  std::span<const CallPlace> places() const { return places_; }
  const CallPlace& place_of(const PlanNode& node) const { return places_[node.place]; }
  // The member of the own object, "properties" or "traits", that `node` is; empty if it is none.
  std::string_view top_member(const PlanNode& node) const;
  // Does `node` speak of the rule's own object or of something below it?
  bool in_own(const PlanNode& node) const;

  // What the Spec knows of a track rule's name; of others, nothing.
  const EventName& name_of(const PlanRule& rule) const { return names_[number_of(rule)]; }
  // What the Spec says of the place in a call that answers to the rule; null: nothing.
  const Constraint* said_of(const PlanNode& node) const;
  // Likewise, where the Spec means just this member, not any ("context.campaign.*").
  const Constraint* listed(const PlanNode& node) const;

  // The track rules, of each name the newest version.
  std::span<const PlanRule* const> events() const { return events_; }
  // The newest of its kind and name.
  bool is_newest(const PlanRule& rule) const { return newest_[number_of(rule)]; }

  // What the schema's compilation found: keywords that nobody runs, and what is wrong.
  std::span<const SchemaGap> gaps_of(const PlanRule& rule) const { return gaps_[number_of(rule)]; }
  std::span<const Problem> problems_of(const PlanRule& rule) const {
    return problems_[number_of(rule)];
  }

 private:
  struct Way {
    uint32_t parent;
    uint32_t place;
    PlanRole role;
    const JsonMember* member;
  };
  struct Step {
    uint32_t place;
    std::string_view key;
    bool operator==(const Step&) const = default;
  };
  struct StepHash {
    size_t operator()(const Step& step) const {
      return std::hash<std::string_view>()(step.key) ^ step.place * size_t{0x9e3779b97f4a7c15};
    }
  };

  size_t number_of(const PlanRule& rule) const {
    return static_cast<size_t>(&rule - plan_.rules.data());
  }
  void add_rule(const PlanRule& rule);
  void walk(const PlanRule& rule, const Json& schema, const Way& way);
  void walk_map(const PlanRule& rule, const JsonMember& keyword, const Way& way);
  void walk_value(const PlanRule& rule, const JsonMember& keyword, const Way& way);
  uint32_t step(uint32_t place, std::string_view key, bool item);
  void choose_newest();

  const TrackingPlan& plan_;
  const Spec& spec_;
  std::vector<PlanNode> nodes_;
  std::vector<CallPlace> places_;
  std::unordered_map<Step, uint32_t, StepHash> steps_;
  std::vector<uint32_t> first_;  // by rule: of its nodes; one more at the end
  std::vector<EventName> names_;
  std::vector<const PlanRule*> events_;
  std::vector<bool> newest_;
  std::vector<std::vector<SchemaGap>> gaps_;
  std::vector<Problems> problems_;
};

// Is it a schema, true or false included?
inline bool is_schema(const Json& json) {
  return json.is(Kind::kObject) || json.is(Kind::kBoolean);
}

}  // namespace specgate
