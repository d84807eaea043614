// The second half of json_schema.h: what failed where. Walks as the checker does, and asks it for
// every yes or no.
#pragma once

#include "spec/schema/check.h"
#include "spec/schema/unplanned.h"

namespace specgate {

class SchemaExplainer {
 public:
  using Program = JsonSchema::Program;
  using State = SchemaScratch::State;

  SchemaExplainer(const Program& program, const Values& values, State& state)
      : program_(program),
        nodes_(values.nodes),
        checker_(program, values, state),
        mentions_(program, state) {}

  // Appends in the order of the schema's walk.
  void explain(uint32_t schema, uint32_t node, std::vector<SchemaFailure>& out);

 private:
  // A value beside the schema that judges it.
  struct Pair {
    uint32_t schema, node;
  };
  void explain_rest(Pair at);
  void explain_object(const ObjectRow& row, Pair at);
  void explain_required(const ObjectRow& row, uint32_t object);
  void explain_member(const ObjectRow& row, Pair at);
  void explain_dependency(const DependencyRow& row, uint32_t object);
  void explain_array(const ArrayRow& row, Pair at);
  void explain_string(const StringRow& row, Pair at);
  void explain_number(const NumberRow& row, Pair at);
  void explain_logic(const LogicRow& row, Pair at);
  void explain_contains(const ArrayRow& row, Pair at);
  void explain_left(const RestRow& row, Pair at);
  void explain_branches(RowRange branches, SchemaKeyword keyword, Pair at);
  void explain_condition(const LogicRow& row, Pair at);
  void explain_both(const LogicRow& row, Pair at);
  void explain_apart(uint32_t schema, uint32_t node, std::vector<SchemaFailure>& out);
  void descend(uint32_t schema, uint32_t node);
  void add_unless(bool fits, SchemaKeyword keyword, Pair at);
  void add(SchemaKeyword keyword, Pair at);
  const NoteRow* note_of(Pair at, SchemaKeyword keyword) const;  // null: there is none

  const Program& program_;
  std::span<const Node> nodes_;
  SchemaChecker checker_;
  SchemaMentions mentions_;
  std::vector<SchemaFailure>* out_ = nullptr;
};

}  // namespace specgate
