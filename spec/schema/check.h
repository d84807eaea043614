// Runs a compiled schema over nodes: the yes/no half of json_schema.h, and what the other halves
// ask.
//
// Recursion is counted: beyond kMostDepth schemas within schemas the steps are spent. Each takes
// two or three small frames.
#pragma once

#include <vector>

#include "spec/schema/program.h"

namespace specgate {

struct SchemaScratch::State {
  Steps steps;
  uint32_t depth = 0;
  bool unsure = false;          // the yes that is being found hangs on what is unknown
  uint32_t collected = kNone;   // the object or array whose evaluated members are noted
  std::vector<uint32_t> noted;  // their nodes, or kNone for all
  std::vector<uint64_t> stamps;  // of nodes: the last walk that found them evaluated
  uint64_t stamp = 0;            // as `mark`
  std::vector<ChoiceValue> hashes;  // of uniqueItems
  std::vector<uint32_t> limbs;      // of multipleOf
  std::vector<uint32_t> applied;    // of unplanned(): sets of schemas, one after the other
  std::vector<uint64_t> marks;      // of unplanned(): the set that a schema was last put into
  uint64_t mark = 0;                // never starts anew, so that old marks mean nothing
  std::vector<uint32_t> path;       // of listing(): from the member up
};

// A yes that hangs on a pattern or a reference that nobody can hold is a kMaybe.
enum class SchemaAnswer : uint8_t { kNo, kMaybe, kYes };

// Judging gives a bool, and State::unsure says whether a true is a kMaybe; a false is always sure.
// What may take a no for an answer (anyOf, oneOf, not, if, contains) asks with attempt().
//
// unevaluatedProperties and unevaluatedItems: while such a schema is judged, all that judge the same
// value in its place note the members that they evaluated (State::noted), and attempt() takes back
// what a branch noted that did not fit. So every value is judged once.
class SchemaChecker {
 public:
  using Program = JsonSchema::Program;
  using State = SchemaScratch::State;

  // All three outlive the checker.
  SchemaChecker(const Program& program, const Values& values, State& state)
      : program_(program), values_(values), nodes_(values.nodes), state_(state) {}

  bool passes(uint32_t schema, uint32_t node) {
    const SchemaRow& row = program_.schemas[schema];
    const Node& value = nodes_[node];
    if (!admitted(row, value)) return false;
    return !admits(row.matters, value.kind) || passes_rest(row, node);
  }

  // Single questions, for explain().
  static bool admitted(const SchemaRow& row, const Node& value) {
    if (admits(row.kinds, value.kind)) return true;
    return row.whole && value.is(Kind::kReal) && decimal_of(value.text).whole();
  }
  bool chosen(uint32_t choice, uint32_t node);
  bool name_passes(uint32_t schema, const Node& member);
  bool has_member(uint32_t object, std::string_view name);
  SchemaAnswer attempt(uint32_t schema, uint32_t node);
  enum class Contained : uint8_t { kEnough, kTooFew, kTooMany };
  Contained contained(const ArrayRow& row, uint32_t array);
  // Appends the members or items that nothing else in the schema evaluated; null: something else
  // in it fails, so that nobody can tell.
  bool unevaluated(const SchemaRow& row, uint32_t node, std::vector<uint32_t>& out);
  bool items_differ(uint32_t array);
  static bool long_enough(const StringRow& row, std::string_view text);
  static bool short_enough(const StringRow& row, std::string_view text);
  bool found(uint32_t pattern, std::string_view text);
  static int compared(const Node& number, const NumberLimit& limit);
  bool divides(const NumberLimit& divisor, const Node& number);

  // One more schema within schemas; false, and the steps spent, where it is one too many.
  bool enter() {
    if (++state_.depth <= kMostDepth) return state_.steps.take(1);
    state_.steps.spent = true;
    return false;
  }
  void leave() { --state_.depth; }
  bool take(uint64_t steps) { return state_.steps.take(steps); }

 private:
  static constexpr uint32_t kMostDepth = 4096;

  bool passes_rest(const SchemaRow& row, uint32_t node);
  // All but what is left to unevaluatedProperties and unevaluatedItems.
  [[gnu::always_inline]] bool passes_all(const SchemaRow& row, uint32_t node) {
    return passes_kind(row, node) && (row.choice == kNone || chosen(row.choice, node)) &&
           (row.fixed == kNone || chosen(row.fixed, node)) &&
           (row.logic == kNone || passes_logic(program_.logics[row.logic], node));
  }
  bool passes_kind(const SchemaRow& row, uint32_t node);
  bool passes_object(const ObjectRow& row, uint32_t node);
  bool passes_member(const ObjectRow& row, uint32_t node, const PropertyRow* property);
  bool passes_dependency(const DependencyRow& row, uint32_t object);
  bool passes_array(const ArrayRow& row, uint32_t node);
  bool passes_string(const StringRow& row, const Node& node);
  bool passes_number(const NumberRow& row, const Node& node);
  bool passes_logic(const LogicRow& row, uint32_t node);
  bool passes_branches(const LogicRow& row, uint32_t node);

  // weigh.cc
  bool weigh(const LogicRow& row, uint32_t node);
  bool weigh_any(const LogicRow& row, uint32_t node);
  bool weigh_one(const LogicRow& row, uint32_t node);
  bool weigh_not(uint32_t schema, uint32_t node);
  bool weigh_condition(const LogicRow& row, uint32_t node);
  bool passes_framed(const SchemaRow& row, uint32_t node);
  bool rest_passes(const RestRow& row, uint32_t node, size_t first);
  bool stamp_noted(uint32_t node, size_t first);
  void note_members(const ObjectRow& row, uint32_t node);
  void note_items(const ArrayRow& row, uint32_t node);
  bool notes(uint32_t node) const { return state_.collected == node; }
  bool is_stamped(uint32_t node) const { return state_.stamps[node] == state_.stamp; }
  bool unknown() { return state_.unsure = true; }

  const Program& program_;
  const Values& values_;
  std::span<const Node> nodes_;
  State& state_;
};

}  // namespace specgate
