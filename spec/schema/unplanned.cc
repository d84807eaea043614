#include "spec/schema/unplanned.h"

#include <algorithm>

namespace specgate {

RowRange SchemaMentions::root_set() {
  state_.applied.clear();
  state_.marks.resize(std::max(state_.marks.size(), program_.schemas.size()));
  const uint32_t first = begin_set();
  put(program_.root);
  return close_set(first);
}

uint32_t SchemaMentions::begin_set() {
  ++state_.mark;
  return static_cast<uint32_t>(state_.applied.size());
}

void SchemaMentions::put(uint32_t schema) {
  if (schema == kNone || !state_.steps.take(1) || state_.marks[schema] == state_.mark) return;
  state_.marks[schema] = state_.mark;
  state_.applied.push_back(schema);
}

RowRange SchemaMentions::close_set(uint32_t first) {
  for (uint32_t i = first; i < state_.applied.size(); ++i) {
    const SchemaRow& row = program_.schemas[at(i)];
    const ObjectRow* const object = object_at(i);
    const RowRange rules = object == nullptr ? RowRange() : object->dependencies;
    for (uint32_t j = rules.first; j < rules.last; ++j) put(program_.dependencies[j].schema);
    if (row.logic == kNone) continue;
    const LogicRow& logic = program_.logics[row.logic];
    for (const RowRange& branches : {logic.all, logic.any, logic.one}) {
      for (uint32_t j = branches.first; j < branches.last; ++j) put(program_.children[j]);
    }
    for (const uint32_t child : {logic.condition, logic.then, logic.otherwise}) put(child);
  }
  return {first, static_cast<uint32_t>(state_.applied.size())};
}

const ObjectRow* SchemaMentions::object_at(uint32_t index) const {
  const uint32_t row = program_.schemas[at(index)].object;
  return row == kNone ? nullptr : &program_.objects[row];
}

const ArrayRow* SchemaMentions::array_at(uint32_t index) const {
  const uint32_t row = program_.schemas[at(index)].array;
  return row == kNone ? nullptr : &program_.arrays[row];
}

void SchemaMentions::unplanned(const Values& values, uint32_t node, std::vector<uint32_t>& out) {
  values_ = &values;
  nodes_ = values.nodes;
  out_ = &out;
  visit(node, root_set());
}

// Recurses as deep as the value is.
void SchemaMentions::visit(uint32_t node, RowRange set) {
  if (set.empty() || state_.steps.spent) return;
  const bool holds_others = nodes_[node].is(Kind::kObject) || nodes_[node].is(Kind::kArray);
  if (!holds_others || is_chosen(node, set)) return;
  if (nodes_[node].is(Kind::kObject)) visit_object(node, set);
  if (nodes_[node].is(Kind::kArray)) visit_array(node, set);
}

bool SchemaMentions::is_chosen(uint32_t node, RowRange set) {
  for (uint32_t i = set.first; i < set.last; ++i) {
    const SchemaRow& row = program_.schemas[at(i)];
    for (const uint32_t choice : {row.choice, row.fixed}) {
      if (choice != kNone && SchemaChecker(program_, *values_, state_).chosen(choice, node)) return true;
    }
  }
  return false;
}

void SchemaMentions::visit_object(uint32_t node, RowRange set) {
  if (!lists_names(set)) return;
  for (uint32_t i = node + 1; i < nodes_[node].next; i = nodes_[i].next) {
    const uint32_t first = begin_set();
    if (!state_.steps.take(set.size())) return;
    if (put_member(set, nodes_[i].key))
      visit(i, close_set(first));
    else if (!state_.steps.spent)
      out_->push_back(i);
    drop_set(first);
  }
}

void SchemaMentions::visit_array(uint32_t node, RowRange set) {
  if (!speaks_of_items(set)) return report_members(node);
  uint32_t index = 0;
  for (uint32_t i = node + 1; i < nodes_[node].next; i = nodes_[i].next) {
    const uint32_t first = begin_set();
    if (!state_.steps.take(set.size())) return;
    put_item(set, index++);
    visit(i, close_set(first));
    drop_set(first);
  }
}

void SchemaMentions::report_members(uint32_t array) {
  for (uint32_t i = array + 1; i < nodes_[array].next; i = nodes_[i].next) {
    if (nodes_[i].is(Kind::kArray)) report_members(i);
    if (!nodes_[i].is(Kind::kObject)) continue;
    for (uint32_t j = i + 1; j < nodes_[i].next; j = nodes_[j].next) out_->push_back(j);
  }
}

bool SchemaMentions::is_unknown(uint32_t index) const {
  const uint32_t row = program_.schemas[at(index)].logic;
  return row != kNone && program_.logics[row].unknown;
}

// A schema that nobody can follow may list any.
bool SchemaMentions::lists_names(RowRange set) const {
  bool lists = false;
  for (uint32_t i = set.first; i < set.last; ++i) {
    const ObjectRow* const row = object_at(i);
    if (is_unknown(i)) return false;
    lists = lists || (row != nullptr && row->lists);
  }
  return lists;
}

bool SchemaMentions::mentions(uint32_t schema, std::string_view name) {
  state_.applied.clear();
  state_.marks.resize(std::max(state_.marks.size(), program_.schemas.size()));
  const uint32_t first = begin_set();
  put(schema);
  const RowRange set = close_set(first);
  for (uint32_t i = set.first; i < set.last; ++i) {
    if (is_unknown(i)) return true;
  }
  begin_set();
  return put_member(set, name);
}

bool SchemaMentions::speaks_of_items(RowRange set) const {
  for (uint32_t i = set.first; i < set.last; ++i) {
    const ArrayRow* const row = array_at(i);
    if (row != nullptr && (row->each != kNone || row->tupled)) return true;
    const uint32_t rest = program_.schemas[at(i)].rest;
    if (is_unknown(i) || (rest != kNone && program_.rests[rest].items_asked)) return true;
  }
  return false;
}

bool SchemaMentions::put_member(RowRange set, std::string_view name) {
  bool mentioned = false;
  for (uint32_t i = set.first; i < set.last; ++i) {
    const ObjectRow* const row = object_at(i);
    if (row != nullptr && put_property(*row, name)) mentioned = true;
  }
  return mentioned || put_left(set);
}

// What nothing mentions falls to unevaluatedProperties, where that is a schema that asks for
// something.
bool SchemaMentions::put_left(RowRange set) {
  bool mentioned = false;
  for (uint32_t i = set.first; i < set.last; ++i) {
    const uint32_t row = program_.schemas[at(i)].rest;
    if (row == kNone || program_.rests[row].members == kNone) continue;
    const uint32_t schema = program_.rests[row].members;
    put(schema);
    const SchemaRow& left = program_.schemas[schema];
    mentioned = mentioned || left.kinds != kAnyKind || left.matters != 0;
  }
  return mentioned;
}

// A name that is only required is mentioned as well; additionalProperties mentions where it is a
// schema that asks for something.
bool SchemaMentions::put_property(const ObjectRow& row, std::string_view name) {
  const uint32_t known = find_name(program_.entries.data(), row.table, name);
  bool mentioned = known != kNone;
  bool planned = false;
  if (mentioned) {
    const PropertyRow& property = program_.properties[row.properties.first + known];
    planned = property.schema != kNone;
    put(property.schema);
  }
  for (uint32_t i = row.patterns.first; i < row.patterns.last; ++i) {
    const NamePatternRow& pattern = program_.name_patterns[i];
    const bool held = pattern.pattern != kUnheld;
    if (!state_.steps.take(1)) continue;
    if (held && !program_.patterns[pattern.pattern].found_in(name)) continue;
    planned = mentioned = true;
    put(pattern.schema);
  }
  if (planned || row.additional == kNone) return mentioned;
  const SchemaRow& rest = program_.schemas[row.additional];
  put(row.additional);
  return mentioned || rest.kinds != kAnyKind || rest.matters != 0;
}

void SchemaMentions::put_item(RowRange set, uint32_t index) {
  for (uint32_t i = set.first; i < set.last; ++i) {
    const ArrayRow* const row = array_at(i);
    const uint32_t rest = program_.schemas[at(i)].rest;
    if (rest != kNone) put(program_.rests[rest].items);
    if (row == nullptr) continue;
    put(row->each);
    put(row->contains);
    if (index < row->tuple.size())
      put(program_.children[row->tuple.first + index]);
    else
      put(row->additional);
  }
}

void SchemaMentions::put_all_items(RowRange set) {
  for (uint32_t i = set.first; i < set.last; ++i) {
    const ArrayRow* const row = array_at(i);
    const uint32_t rest = program_.schemas[at(i)].rest;
    if (rest != kNone) put(program_.rests[rest].items);
    if (row == nullptr) continue;
    for (const uint32_t schema : {row->each, row->contains, row->additional}) put(schema);
    for (uint32_t j = row->tuple.first; j < row->tuple.last; ++j) put(program_.children[j]);
  }
}

// "products[]" is the items of the array at `products`.
RowRange SchemaMentions::step(RowRange set, std::string_view name) {
  uint32_t arrays = 0;
  for (; name.ends_with("[]"); ++arrays) name.remove_suffix(2);
  uint32_t first = begin_set();
  put_member(set, name);
  set = close_set(first);
  for (; arrays > 0; --arrays) {
    first = begin_set();
    put_all_items(set);
    set = close_set(first);
  }
  return set;
}

// From the schemas of a container to those of its member or item; empty where nobody lists it.
RowRange SchemaMentions::descend(RowRange set, const Batch& batch, uint32_t node) {
  const uint32_t first = begin_set();
  const Node& it = nodes_[node];
  if (it.has_key()) {
    put_member(set, it.key);
  } else {
    put_item(set, item_number(batch, node));
  }
  return close_set(first);
}

Listing SchemaMentions::listing(const Batch& batch, uint32_t root, uint32_t node) {
  nodes_ = batch.nodes;
  state_.path.clear();
  for (uint32_t i = node; i != root; i = nodes_[i].parent) state_.path.push_back(i);
  RowRange set = root_set();
  for (size_t i = state_.path.size(); i-- > 0 && !set.empty();) {
    set = descend(set, batch, state_.path[i]);
  }
  Listing out;
  out.listed = !set.empty() && node != root;
  for (uint32_t i = set.first; i < set.last; ++i) out.kinds &= program_.schemas[at(i)].kinds;
  return out;
}

std::vector<std::string_view> SchemaMentions::names_at(std::span<const std::string_view> path) {
  RowRange set = root_set();
  for (const std::string_view name : path) set = step(set, name);
  std::vector<std::string_view> out;
  for (uint32_t i = set.first; i < set.last; ++i) {
    const ObjectRow* const row = object_at(i);
    for (uint32_t j = 0; row != nullptr && j < row->properties.size(); ++j) {
      const PropertyRow& property = program_.properties[row->properties.first + j];
      if (property.schema != kNone) out.push_back(property.name);
    }
  }
  std::vector<std::string_view> sorted =
      out;  // each once; in the order of the plan where one lists all
  std::sort(sorted.begin(), sorted.end());
  if (std::adjacent_find(sorted.begin(), sorted.end()) == sorted.end()) return out;
  sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
  return sorted;
}

}  // namespace specgate
