#include "spec/schema/check.h"

#include <algorithm>

namespace specgate {
namespace {

constexpr size_t kBytesPerStep = 16;

size_t code_points(std::string_view text) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
  }));
}

}  // namespace

bool SchemaChecker::passes_rest(const SchemaRow& row, uint32_t node) {
  const bool fits =
      enter() && (row.rest == kNone ? passes_all(row, node) : passes_framed(row, node));
  leave();
  return fits && !state_.steps.spent;
}

bool SchemaChecker::passes_kind(const SchemaRow& row, uint32_t node) {
  const Node& value = nodes_[node];
  switch (value.kind) {
    case Kind::kNull:
    case Kind::kBoolean:
      return true;
    case Kind::kInteger:
    case Kind::kReal:
      return row.number == kNone || passes_number(program_.numbers[row.number], value);
    case Kind::kString:
      return row.string == kNone || passes_string(program_.strings[row.string], value);
    case Kind::kObject:
      return row.object == kNone || passes_object(program_.objects[row.object], node);
    case Kind::kArray:
      return row.array == kNone || passes_array(program_.arrays[row.array], node);
  }
  return true;
}

bool SchemaChecker::passes_object(const ObjectRow& row, uint32_t node) {
  uint32_t count = 0, required = 0;
  const uint32_t end = nodes_[node].next;
  const NameEntry* const entries = program_.entries.data();
  const PropertyRow* const properties = program_.properties.data() + row.properties.first;
  for (uint32_t i = node + 1; i < end; i = nodes_[i].next) {
    const Node& member = nodes_[i];
    const uint32_t first = (member.flags & kDuplicateKey) == 0 ? 1 : 0;
    count += first;
    const uint32_t at = find_name(entries, row.table, member.key);
    const PropertyRow* const property = at == kNone ? nullptr : properties + at;
    if (property != nullptr && property->required) required += first;
    const bool fits = row.plain && property != nullptr && property->schema != kNone
                          ? passes(property->schema, i)
                          : passes_member(row, i, property);
    if (!fits) return false;
  }
  if (!state_.steps.take(count)) return false;
  if (row.tells && notes(node)) note_members(row, node);
  return required == row.required && count >= row.least && count <= row.most;
}

// `property` is the row of its name, or null.
bool SchemaChecker::passes_member(const ObjectRow& row, uint32_t node,
                                  const PropertyRow* property) {
  const bool listed = property != nullptr && property->schema != kNone;
  if (listed && !passes(property->schema, node)) return false;
  if (property != nullptr && property->dependency != kNone) {
    const DependencyRow& dependency = program_.dependencies[property->dependency];
    if (!passes_dependency(dependency, nodes_[node].parent)) return false;
  }
  bool planned = listed;
  for (uint32_t i = row.patterns.first; i < row.patterns.last; ++i) {
    const NamePatternRow& pattern = program_.name_patterns[i];
    if (!found(pattern.pattern, nodes_[node].key)) continue;
    planned = true;
    if (pattern.pattern != kUnheld && !passes(pattern.schema, node)) return false;
  }
  if (!planned && row.closed) return false;
  if (!planned && row.additional != kNone && !passes(row.additional, node)) return false;
  return row.names == kNone || name_passes(row.names, nodes_[node]);
}

bool SchemaChecker::name_passes(uint32_t schema, const Node& member) {
  Node name;
  name.kind = Kind::kString;
  name.text = member.key;
  name.next = 1;
  const Values alone{{&name, 1}, values_.source};
  return SchemaChecker(program_, alone, state_).passes(schema, 0);
}

bool SchemaChecker::passes_dependency(const DependencyRow& row, uint32_t object) {
  if (row.next != kNone && !passes_dependency(program_.dependencies[row.next], object))
    return false;
  if (row.schema != kNone && !passes(row.schema, object)) return false;
  for (uint32_t i = row.names.first; i < row.names.last; ++i) {
    if (!has_member(object, program_.dependent_names[i])) return false;
  }
  return true;
}

bool SchemaChecker::has_member(uint32_t object, std::string_view name) {
  for (uint32_t i = object + 1; i < nodes_[object].next; i = nodes_[i].next) {
    if (!state_.steps.take(1)) return false;
    if (nodes_[i].key == name) return true;
  }
  return false;
}

bool SchemaChecker::passes_array(const ArrayRow& row, uint32_t node) {
  uint32_t count = 0;
  for (uint32_t i = node + 1; i < nodes_[node].next; i = nodes_[i].next, ++count) {
    const bool in_tuple = count < row.tuple.size();
    if (in_tuple && !passes(program_.children[row.tuple.first + count], i)) return false;
    if (row.each != kNone && !passes(row.each, i)) return false;
    if (in_tuple || !row.tupled) continue;
    if (row.closed || (row.additional != kNone && !passes(row.additional, i))) return false;
  }
  if (!state_.steps.take(count) || count < row.least || count > row.most) return false;
  if (row.tells && notes(node)) note_items(row, node);
  if (row.contains != kNone && contained(row, node) != Contained::kEnough) return false;
  return !row.unique || items_differ(node);
}

// Only what has the same hash is compared.
bool SchemaChecker::items_differ(uint32_t array) {
  auto& hashes = state_.hashes;
  hashes.clear();
  for (uint32_t i = array + 1; i < nodes_[array].next; i = nodes_[i].next)
    hashes.push_back({hash_of(values_, i, state_.steps), i});
  std::sort(hashes.begin(), hashes.end(),
            [](const ChoiceValue& a, const ChoiceValue& b) { return a.hash < b.hash; });
  for (size_t i = 0; i < hashes.size(); ++i) {
    for (size_t j = i + 1; j < hashes.size() && hashes[j].hash == hashes[i].hash; ++j) {
      if (same({values_, hashes[i].node}, {values_, hashes[j].node}, state_.steps)) return false;
      if (state_.steps.spent) return false;
    }
  }
  return !state_.steps.spent;
}

bool SchemaChecker::passes_string(const StringRow& row, const Node& node) {
  const std::string_view text = node.text;
  if (!state_.steps.take(text.size() / kBytesPerStep)) return false;
  if (!long_enough(row, text) || !short_enough(row, text)) return false;
  if (row.format && !matches(*row.format, text)) return false;
  if (row.pattern == kUnheld) return unknown();
  return row.pattern == kNone || program_.patterns[row.pattern].found_in(text);
}

// A code point has at most four bytes and at least one.
bool SchemaChecker::long_enough(const StringRow& row, std::string_view text) {
  if (text.size() < row.least) return false;
  return text.size() / 4 >= row.least || code_points(text) >= row.least;
}

bool SchemaChecker::short_enough(const StringRow& row, std::string_view text) {
  return text.size() <= row.most || code_points(text) <= row.most;
}

bool SchemaChecker::found(uint32_t pattern, std::string_view text) {
  if (pattern == kUnheld) return unknown();
  return state_.steps.take(1 + text.size() / kBytesPerStep) &&
         program_.patterns[pattern].found_in(text);
}

int SchemaChecker::compared(const Node& number, const NumberLimit& limit) {
  if (limit.small) {
    if (const std::optional<int64_t> small = small_integer(number.text))
      return int{*small > *limit.small} - int{*small < *limit.small};
  }
  return compare(decimal_of(number.text), limit.exact);
}

bool SchemaChecker::divides(const NumberLimit& divisor, const Node& number) {
  if (divisor.small) {
    if (const std::optional<int64_t> small = small_integer(number.text))
      return *small % *divisor.small == 0;
  }
  const auto digits = number.text.size() + static_cast<size_t>(4 * divisor.exact.count);
  const auto limbs = static_cast<size_t>(divisor.exact.count) / 9 + 1;
  return state_.steps.take(digits * limbs / kBytesPerStep) &&
         is_multiple(decimal_of(number.text), divisor.exact, state_.limbs);
}

bool SchemaChecker::passes_number(const NumberRow& row, const Node& node) {
  if (!state_.steps.take(node.text.size() / kBytesPerStep)) return false;
  return (!row.minimum || compared(node, *row.minimum) >= 0) &&
         (!row.maximum || compared(node, *row.maximum) <= 0) &&
         (!row.above || compared(node, *row.above) > 0) &&
         (!row.below || compared(node, *row.below) < 0) &&
         (!row.multiple || divides(*row.multiple, node));
}

bool SchemaChecker::chosen(uint32_t choice, uint32_t node) {
  const ChoiceRow& row = program_.choices[choice];
  const Node& value = nodes_[node];
  if (value.is(Kind::kString))
    return find_name(program_.entries.data(), row.strings, value.text) != kNone;
  if (row.others.empty()) return false;
  const uint64_t hash = hash_of(values_, node, state_.steps);
  const auto begin = program_.choice_values.begin() + row.others.first;
  const auto end = program_.choice_values.begin() + row.others.last;
  const auto before = [](const ChoiceValue& a, uint64_t b) { return a.hash < b; };
  const Values constants = program_.constant_values();
  for (auto at = std::lower_bound(begin, end, hash, before); at != end && at->hash == hash; ++at) {
    if (same({constants, at->node}, {values_, node}, state_.steps)) return true;
  }
  return false;
}

bool SchemaChecker::passes_logic(const LogicRow& row, uint32_t node) {
  if (row.weighs) return weigh(row, node);
  if (!passes_branches(row, node)) return false;
  if (row.no != kNone && (passes(row.no, node) || state_.steps.spent)) return false;
  if (row.condition == kNone) return true;
  const uint32_t next = passes(row.condition, node) ? row.then : row.otherwise;
  return !state_.steps.spent && (next == kNone || passes(next, node));
}

bool SchemaChecker::passes_branches(const LogicRow& row, uint32_t node) {
  if (!state_.steps.take(row.all.size() + row.any.size() + row.one.size())) return false;
  for (uint32_t i = row.all.first; i < row.all.last; ++i) {
    if (!passes(program_.children[i], node)) return false;
  }
  uint32_t any = row.any.first;
  while (any < row.any.last && !passes(program_.children[any], node)) ++any;
  if (!row.any.empty() && any == row.any.last) return false;
  if (row.one.empty()) return true;
  uint32_t fitting = 0;
  for (uint32_t i = row.one.first; i < row.one.last && fitting < 2; ++i)
    fitting += passes(program_.children[i], node) ? 1 : 0;
  return fitting == 1;
}

}  // namespace specgate
