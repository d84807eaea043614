// Which members no schema mentions, and which names a schema lists: the walk over all schemas that
// speak of a value, whether it fits them or not.
#pragma once

#include "spec/schema/check.h"

namespace specgate {

class SchemaMentions {
 public:
  using Program = JsonSchema::Program;
  using State = SchemaScratch::State;

  SchemaMentions(const Program& program, State& state) : program_(program), state_(state) {}

  // A value that an enum or a const names is planned with all that is in it.
  void unplanned(const Values& values, uint32_t node, std::vector<uint32_t>& out);
  Listing listing(const Batch& batch, uint32_t root, uint32_t node);
  std::vector<std::string_view> names_at(std::span<const std::string_view> path);
  // Does any schema that judges an object along with `schema` mention the name?
  bool mentions(uint32_t schema, std::string_view name);

 private:
  // A set of schemas is a range of State::applied: begun, put into, closed over what judges the
  // same value, and dropped again in the reverse order.
  RowRange root_set();
  uint32_t begin_set();
  void put(uint32_t schema);
  RowRange close_set(uint32_t first);
  void drop_set(uint32_t first) { state_.applied.resize(first); }
  uint32_t at(uint32_t index) const { return state_.applied[index]; }
  const ObjectRow* object_at(uint32_t index) const;
  const ArrayRow* array_at(uint32_t index) const;

  void visit(uint32_t node, RowRange set);
  void visit_object(uint32_t node, RowRange set);
  void visit_array(uint32_t node, RowRange set);
  bool is_chosen(uint32_t node, RowRange set);
  void report_members(uint32_t array);
  bool lists_names(RowRange set) const;
  bool speaks_of_items(RowRange set) const;
  bool is_unknown(uint32_t index) const;
  bool put_left(RowRange set);
  // Puts the schemas of a member, or of an item, into the set that was begun.
  bool put_member(RowRange set, std::string_view name);
  bool put_property(const ObjectRow& row, std::string_view name);
  void put_item(RowRange set, uint32_t index);
  void put_all_items(RowRange set);
  RowRange descend(RowRange set, const Batch& batch, uint32_t node);
  RowRange step(RowRange set, std::string_view name);

  const Program& program_;
  State& state_;
  std::span<const Node> nodes_;
  const Values* values_ = nullptr;  // of unplanned()
  std::vector<uint32_t>* out_ = nullptr;
};

}  // namespace specgate
