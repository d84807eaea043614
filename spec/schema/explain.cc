#include "spec/schema/explain.h"

#include <algorithm>
#include <utility>

namespace specgate {

void SchemaExplainer::explain(uint32_t schema, uint32_t node, std::vector<SchemaFailure>& out) {
  out_ = &out;
  descend(schema, node);
}

// A value of the wrong kind fails for that alone.
void SchemaExplainer::descend(uint32_t schema, uint32_t node) {
  const SchemaRow& row = program_.schemas[schema];
  if (row.never) return add(SchemaKeyword::kFalse, {schema, node});
  if (!SchemaChecker::admitted(row, nodes_[node])) return add(SchemaKeyword::kType, {schema, node});
  if (!admits(row.matters, nodes_[node].kind)) return;
  if (checker_.enter()) explain_rest({schema, node});
  checker_.leave();
}

void SchemaExplainer::explain_rest(Pair at) {
  const SchemaRow& row = program_.schemas[at.schema];
  if (row.choice != kNone)
    add_unless(checker_.chosen(row.choice, at.node), SchemaKeyword::kEnum, at);
  if (row.fixed != kNone)
    add_unless(checker_.chosen(row.fixed, at.node), SchemaKeyword::kConst, at);
  const Node& value = nodes_[at.node];
  if (value.is(Kind::kObject) && row.object != kNone)
    explain_object(program_.objects[row.object], at);
  if (value.is(Kind::kArray) && row.array != kNone) explain_array(program_.arrays[row.array], at);
  if (value.is(Kind::kString) && row.string != kNone)
    explain_string(program_.strings[row.string], at);
  if (admits(kNumber, value.kind) && row.number != kNone)
    explain_number(program_.numbers[row.number], at);
  if (row.logic != kNone) explain_logic(program_.logics[row.logic], at);
  if (row.rest != kNone) explain_left(program_.rests[row.rest], at);
}

// Where something else fails, nobody can tell what it would have evaluated: then only what no part
// of the schema so much as mentions is told.
void SchemaExplainer::explain_left(const RestRow& row, Pair at) {
  const bool object = nodes_[at.node].is(Kind::kObject);
  const bool asked = object ? row.members_asked : nodes_[at.node].is(Kind::kArray) && row.items_asked;
  if (!asked) return;
  std::vector<uint32_t> left;
  if (!checker_.unevaluated(program_.schemas[at.schema], at.node, left)) {
    for (uint32_t i = at.node + 1; object && i < nodes_[at.node].next; i = nodes_[i].next) {
      if (!mentions_.mentions(at.schema, nodes_[i].key)) left.push_back(i);
    }
  }
  const bool closed = object ? row.members_closed : row.items_closed;
  const uint32_t schema = object ? row.members : row.items;
  for (const uint32_t node : left) {
    if (closed)
      add(object ? SchemaKeyword::kUnevaluatedProperties : SchemaKeyword::kUnevaluatedItems,
          {at.schema, node});
    else if (schema != kNone)
      descend(schema, node);
  }
}

void SchemaExplainer::explain_object(const ObjectRow& row, Pair at) {
  uint32_t count = 0, required = 0;
  for (uint32_t i = at.node + 1; i < nodes_[at.node].next; i = nodes_[i].next) {
    if ((nodes_[i].flags & kDuplicateKey) != 0) continue;
    const uint32_t known = find_name(program_.entries.data(), row.table, nodes_[i].key);
    required +=
        known != kNone && program_.properties[row.properties.first + known].required ? 1 : 0;
    ++count;
  }
  if (!checker_.take(count)) return;
  add_unless(count >= row.least, SchemaKeyword::kMinProperties, at);
  add_unless(count <= row.most, SchemaKeyword::kMaxProperties, at);
  if (required != row.required) explain_required(row, at.node);
  for (uint32_t i = at.node + 1; i < nodes_[at.node].next; i = nodes_[i].next)
    explain_member(row, {at.schema, i});
}

// The listed properties first, in the order of the plan.
void SchemaExplainer::explain_required(const ObjectRow& row, uint32_t object) {
  if (!checker_.take(row.properties.size())) return;
  std::vector<bool> there(row.properties.size());
  for (uint32_t i = object + 1; i < nodes_[object].next; i = nodes_[i].next) {
    const uint32_t at = find_name(program_.entries.data(), row.table, nodes_[i].key);
    if (at != kNone) there[at] = true;
  }
  for (uint32_t i = 0; i < row.properties.size(); ++i) {
    const PropertyRow& property = program_.properties[row.properties.first + i];
    if (!property.required || there[i]) continue;
    const NoteRow* const type = note_of({property.schema, object}, SchemaKeyword::kType);
    out_->push_back({SchemaKeyword::kRequired, object, property.name,
                     type == nullptr ? std::string_view() : type->wanted,
                     property.required_place.line, property.required_place.column});
  }
}

void SchemaExplainer::explain_member(const ObjectRow& row, Pair at) {
  const Node& member = nodes_[at.node];
  bool planned = false;
  const uint32_t known = find_name(program_.entries.data(), row.table, member.key);
  if (known != kNone) {
    const PropertyRow& property = program_.properties[row.properties.first + known];
    planned = property.schema != kNone;
    if (planned) descend(property.schema, at.node);
    if (property.dependency != kNone)
      explain_dependency(program_.dependencies[property.dependency], member.parent);
  }
  for (uint32_t i = row.patterns.first; i < row.patterns.last; ++i) {
    const NamePatternRow& pattern = program_.name_patterns[i];
    if (!checker_.found(pattern.pattern, member.key)) continue;
    planned = true;
    if (pattern.pattern == kUnheld) continue;
    descend(pattern.schema, at.node);
  }
  add_unless(planned || !row.closed, SchemaKeyword::kAdditionalProperties, at);
  if (!planned && row.additional != kNone) descend(row.additional, at.node);
  if (row.names != kNone)
    add_unless(checker_.name_passes(row.names, member), SchemaKeyword::kPropertyNames, at);
}

void SchemaExplainer::explain_dependency(const DependencyRow& row, uint32_t object) {
  if (row.next != kNone) explain_dependency(program_.dependencies[row.next], object);
  if (row.schema != kNone) descend(row.schema, object);
  for (uint32_t i = row.names.first; i < row.names.last; ++i) {
    const std::string_view name = program_.dependent_names[i];
    if (checker_.has_member(object, name)) continue;
    out_->push_back(
        {row.keyword, object, name, row.wanted, row.place.line, row.place.column});
  }
}

void SchemaExplainer::explain_array(const ArrayRow& row, Pair at) {
  uint32_t count = 0;
  for (uint32_t i = at.node + 1; i < nodes_[at.node].next; i = nodes_[i].next, ++count) {
    if (!checker_.take(1)) return;
    if (row.each != kNone) descend(row.each, i);
    if (count < row.tuple.size()) descend(program_.children[row.tuple.first + count], i);
    if (!row.tupled || count < row.tuple.size()) continue;
    add_unless(!row.closed, SchemaKeyword::kAdditionalItems, {at.schema, i});
    if (row.additional != kNone) descend(row.additional, i);
  }
  add_unless(count >= row.least, SchemaKeyword::kMinItems, at);
  add_unless(count <= row.most, SchemaKeyword::kMaxItems, at);
  if (row.contains != kNone) explain_contains(row, at);
  if (row.unique) add_unless(checker_.items_differ(at.node), SchemaKeyword::kUniqueItems, at);
}

void SchemaExplainer::explain_contains(const ArrayRow& row, Pair at) {
  switch (checker_.contained(row, at.node)) {
    case SchemaChecker::Contained::kEnough:
      return;
    case SchemaChecker::Contained::kTooMany:
      return add(SchemaKeyword::kMaxContains, at);
    case SchemaChecker::Contained::kTooFew:
      return add(row.least_contained == 1 ? SchemaKeyword::kContains : SchemaKeyword::kMinContains,
                 at);
  }
}

void SchemaExplainer::explain_string(const StringRow& row, Pair at) {
  const std::string_view text = nodes_[at.node].text;
  add_unless(SchemaChecker::long_enough(row, text), SchemaKeyword::kMinLength, at);
  add_unless(SchemaChecker::short_enough(row, text), SchemaKeyword::kMaxLength, at);
  if (row.pattern != kNone)
    add_unless(checker_.found(row.pattern, text), SchemaKeyword::kPattern, at);
  if (row.format) add_unless(matches(*row.format, text), SchemaKeyword::kFormat, at);
}

void SchemaExplainer::explain_number(const NumberRow& row, Pair at) {
  const Node& number = nodes_[at.node];
  const auto order = [&](const std::optional<NumberLimit>& limit) {
    return SchemaChecker::compared(number, *limit);
  };
  if (row.minimum) add_unless(order(row.minimum) >= 0, SchemaKeyword::kMinimum, at);
  if (row.maximum) add_unless(order(row.maximum) <= 0, SchemaKeyword::kMaximum, at);
  if (row.above) add_unless(order(row.above) > 0, SchemaKeyword::kExclusiveMinimum, at);
  if (row.below) add_unless(order(row.below) < 0, SchemaKeyword::kExclusiveMaximum, at);
  if (row.multiple)
    add_unless(checker_.divides(*row.multiple, number), SchemaKeyword::kMultipleOf, at);
}

void SchemaExplainer::explain_logic(const LogicRow& row, Pair at) {
  for (uint32_t i = row.all.first; i < row.all.last; ++i) descend(program_.children[i], at.node);
  explain_branches(row.any, SchemaKeyword::kAnyOf, at);
  explain_branches(row.one, SchemaKeyword::kOneOf, at);
  if (row.no != kNone) {
    const bool fits = checker_.attempt(row.no, at.node) == SchemaAnswer::kYes;
    add_unless(!fits, SchemaKeyword::kNot, at);
  }
  if (row.condition != kNone) explain_condition(row, at);
}

// Where one branch alone is of the value's kind, that branch was meant.
void SchemaExplainer::explain_branches(RowRange branches, SchemaKeyword keyword, Pair at) {
  if (branches.empty()) return;
  if (!checker_.take(branches.size())) return;
  uint32_t fitting = 0, maybe = 0, of_kind = 0, meant = kNone;
  for (uint32_t i = branches.first; i < branches.last; ++i) {
    const uint32_t branch = program_.children[i];
    const SchemaAnswer answer = checker_.attempt(branch, at.node);
    fitting += answer == SchemaAnswer::kYes ? 1 : 0;
    maybe += answer == SchemaAnswer::kMaybe ? 1 : 0;
    if (!SchemaChecker::admitted(program_.schemas[branch], nodes_[at.node])) continue;
    ++of_kind;
    meant = branch;
  }
  const bool enough = fitting + maybe > 0;
  if (enough && (fitting <= 1 || keyword == SchemaKeyword::kAnyOf)) return;
  const size_t before = out_->size();
  if (fitting == 0 && of_kind == 1) descend(meant, at.node);
  add_unless(out_->size() > before, keyword, at);
}

// What then or else wants is told as it stands there; `false` has nothing to tell but the
// condition.
void SchemaExplainer::explain_condition(const LogicRow& row, Pair at) {
  const SchemaAnswer answer = checker_.attempt(row.condition, at.node);
  if (answer == SchemaAnswer::kMaybe) return explain_both(row, at);
  const bool holds = answer == SchemaAnswer::kYes;
  const uint32_t next = holds ? row.then : row.otherwise;
  if (next == kNone) return;
  if (program_.schemas[next].never)
    return add(holds ? SchemaKeyword::kThen : SchemaKeyword::kElse, at);
  descend(next, at.node);
}

// Nobody knows which of the two counts: told is what both refuse, or else that both do.
void SchemaExplainer::explain_both(const LogicRow& row, Pair at) {
  const auto fits = [&](uint32_t schema) {
    return schema == kNone || checker_.attempt(schema, at.node) != SchemaAnswer::kNo;
  };
  if (fits(row.then) || fits(row.otherwise)) return;
  std::vector<SchemaFailure> then, otherwise;
  explain_apart(row.then, at.node, then);
  explain_apart(row.otherwise, at.node, otherwise);
  const size_t before = out_->size();
  for (const SchemaFailure& one : then) {
    const bool both = std::any_of(otherwise.begin(), otherwise.end(), [&](const SchemaFailure& other) {
      return one.keyword == other.keyword && one.node == other.node && one.missing == other.missing;
    });
    if (both) out_->push_back(one);
  }
  if (out_->size() > before) return;
  SchemaFailure neither{SchemaKeyword::kThen, at.node, {}, "a value that \"then\" or \"else\" takes", 0, 0};
  if (const NoteRow* const note = note_of(at, SchemaKeyword::kThen)) {
    neither.line = note->place.line;
    neither.column = note->place.column;
  }
  out_->push_back(neither);
}

void SchemaExplainer::explain_apart(uint32_t schema, uint32_t node, std::vector<SchemaFailure>& out) {
  std::vector<SchemaFailure>* const all = std::exchange(out_, &out);
  descend(schema, node);
  out_ = all;
}

void SchemaExplainer::add_unless(bool fits, SchemaKeyword keyword, Pair at) {
  if (!fits) add(keyword, at);
}

const NoteRow* SchemaExplainer::note_of(Pair at, SchemaKeyword keyword) const {
  const auto key = std::pair(at.schema, keyword);
  const auto note = std::lower_bound(program_.notes.begin(), program_.notes.end(), key,
                                     [](const NoteRow& row, const auto& wanted) {
                                       return std::pair(row.schema, row.keyword) < wanted;
                                     });
  const bool found = note != program_.notes.end() && std::pair(note->schema, note->keyword) == key;
  return found ? &*note : nullptr;
}

void SchemaExplainer::add(SchemaKeyword keyword, Pair at) {
  SchemaFailure failure;
  failure.keyword = keyword;
  failure.node = at.node;
  if (const NoteRow* const note = note_of(at, keyword)) {
    failure.wanted = note->wanted;
    failure.line = note->place.line;
    failure.column = note->place.column;
  }
  out_->push_back(failure);
}

}  // namespace specgate
