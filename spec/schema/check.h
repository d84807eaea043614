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
  std::vector<ChoiceValue> hashes;  // of uniqueItems
  std::vector<uint32_t> limbs;      // of multipleOf
  std::vector<uint32_t> applied;    // of unplanned(): sets of schemas, one after the other
  std::vector<uint64_t> marks;      // of unplanned(): the set that a schema was last put into
  uint64_t mark = 0;                // never starts anew, so that old marks mean nothing
  std::vector<uint32_t> path;       // of listing(): from the member up
};

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
  bool any_item_passes(uint32_t schema, uint32_t array);
  bool items_differ(uint32_t array);
  static bool long_enough(const StringRow& row, std::string_view text);
  static bool short_enough(const StringRow& row, std::string_view text);
  bool found(uint32_t pattern, std::string_view text);
  static int compared(const Node& number, const NumberLimit& limit);
  bool divides(const NumberLimit& divisor, const Node& number);

  // One more schema within schemas; false, and the steps spent, where it is one too many.
  bool enter();
  void leave() { --state_.depth; }
  bool take(uint64_t steps) { return state_.steps.take(steps); }

 private:
  static constexpr uint32_t kMostDepth = 4096;

  bool passes_rest(const SchemaRow& row, uint32_t node);
  bool passes_kind(const SchemaRow& row, uint32_t node);
  bool passes_object(const ObjectRow& row, uint32_t node);
  bool passes_member(const ObjectRow& row, uint32_t node, const PropertyRow* property);
  bool passes_dependency(const DependencyRow& row, uint32_t object);
  bool passes_array(const ArrayRow& row, uint32_t node);
  bool passes_string(const StringRow& row, const Node& node);
  bool passes_number(const NumberRow& row, const Node& node);
  bool passes_logic(const LogicRow& row, uint32_t node);
  bool passes_branches(const LogicRow& row, uint32_t node);

  const Program& program_;
  const Values& values_;
  std::span<const Node> nodes_;
  State& state_;
};

}  // namespace specgate
