// A compiled schema: flat vectors, all references are indices. Written by SchemaCompiler, then
// never changed. A schema that is a $ref is not here: who refers to it has the index of its target.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "spec/json/decimal.h"
#include "spec/schema/format.h"
#include "spec/schema/json_schema.h"
#include "spec/schema/table.h"
#include "spec/schema/values.h"
#include "spec/text/pattern.h"

namespace specgate {

// In place of a pattern's number: RE2 has no answer for it, so that nobody knows whether it matches.
inline constexpr uint32_t kUnheld = kNone - 1;

struct TextPlace {
  uint32_t line = 0, column = 0;
};

struct RowRange {
  uint32_t first = 0, last = 0;
  bool empty() const { return first == last; }
  uint32_t size() const { return last - first; }
};

// What is asked of a value first; the rest hangs on indices, kNone where a schema says nothing.
struct SchemaRow {
  KindMask kinds = kAnyKind;
  KindMask matters = 0;  // of those kinds there is more to ask
  bool whole = false;    // a real without fraction counts as an integer
  bool never = false;    // the schema `false`
  uint32_t object = kNone, array = kNone, string = kNone, number = kNone;
  uint32_t logic = kNone, choice = kNone, fixed = kNone;
  uint32_t rest = kNone;  // unevaluatedProperties and unevaluatedItems: a RestRow
  TextPlace place;
};

struct PropertyRow {
  std::string_view name;
  uint32_t schema = kNone;  // kNone: only required, or only depended on
  uint32_t dependency = kNone;
  bool required = false;
  TextPlace required_place;
};

// Of one keyword; what other keywords ask beside the same member hangs on `next`.
struct DependencyRow {
  uint32_t schema = kNone;
  uint32_t next = kNone;
  SchemaKeyword keyword = SchemaKeyword::kDependencies;
  RowRange names;  // of dependent_names
  TextPlace place;
  std::string_view wanted;
};

struct NamePatternRow {
  uint32_t pattern = 0;  // or kUnheld
  uint32_t schema = 0;
};

struct ObjectRow {
  MemberTable table;
  RowRange properties, patterns, dependencies;
  uint32_t required = 0;  // how many
  uint32_t least = 0, most = kNone;
  uint32_t additional = kNone;
  uint32_t names = kNone;  // propertyNames
  bool closed = false;     // additionalProperties: false
  bool plain = false;      // a listed member has its own schema to fit, and nothing else
  bool lists = false;      // it has `properties` or `patternProperties` with something in them
  bool covers = false;     // additionalProperties is there, be it `true`: no member is unevaluated
  bool tells = false;      // somebody may want to know which members it evaluated
};

struct ArrayRow {
  uint32_t each = kNone;
  RowRange tuple;  // of children
  uint32_t additional = kNone;
  uint32_t contains = kNone;
  uint32_t least_contained = 1, most_contained = kNone;
  uint32_t least = 0, most = kNone;
  bool tupled = false;  // `items` is an array, be it empty, or there are prefixItems
  bool unique = false;
  bool closed = false;  // additionalItems: false
  bool covers = false;  // additionalItems is there, or `items` for all
  bool tells = false;   // as ObjectRow::tells
  bool tells_contained = false;  // from 2020-12 on, `contains` evaluates what it finds
};

struct StringRow {
  uint32_t least = 0, most = kNone;  // code points
  uint32_t pattern = kNone;  // or kUnheld
  std::optional<SchemaFormat> format;
};

struct NumberLimit {
  std::optional<int64_t> small;
  Decimal exact;  // a view into texts
};

struct NumberRow {
  std::optional<NumberLimit> minimum, maximum, above, below, multiple;
};

struct LogicRow {
  RowRange all, any, one;  // of children
  uint32_t no = kNone, condition = kNone, then = kNone, otherwise = kNone;
  bool unknown = false;  // a reference that nobody can follow: neither yes nor no
  bool weighs = false;   // something in the program is unknown, or tells what it evaluated
};

// What is asked of the members and items that nothing else in the schema evaluated.
struct RestRow {
  uint32_t members = kNone, items = kNone;
  bool members_closed = false, items_closed = false;  // the schema `false`
  bool members_asked = false, items_asked = false;
};

// An enum or a const: its strings in a table, all else by hash.
struct ChoiceRow {
  MemberTable strings;
  RowRange others;  // of choice_values
};
struct ChoiceValue {
  uint64_t hash = 0;
  uint32_t node = 0;
};

// What explain() says of a keyword; sorted by schema and keyword.
struct NoteRow {
  uint32_t schema = 0;
  SchemaKeyword keyword{};
  TextPlace place;
  std::string_view wanted;
};

struct JsonSchema::Program {
  uint32_t root = 0;
  std::vector<SchemaRow> schemas;
  std::vector<ObjectRow> objects;
  std::vector<ArrayRow> arrays;
  std::vector<StringRow> strings;
  std::vector<NumberRow> numbers;
  std::vector<LogicRow> logics;
  std::vector<RestRow> rests;
  std::vector<ChoiceRow> choices;
  std::vector<ChoiceValue> choice_values;
  std::vector<PropertyRow> properties;
  std::vector<DependencyRow> dependencies;
  std::vector<std::string_view> dependent_names;
  std::vector<NamePatternRow> name_patterns;
  std::vector<uint32_t> children;
  std::vector<NameEntry> entries;
  std::vector<Pattern> patterns;
  std::vector<Node> constants;  // of enum and const
  std::vector<NoteRow> notes;
  std::vector<SchemaGap> gaps;
  std::deque<std::string> texts;  // what the views above look into; never moves

  Values constant_values() const { return {constants, "tf"}; }
};

}  // namespace specgate
