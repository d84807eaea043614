// What a conjunction of schemas says, gathered in one place: allOf and $ref are opened, bounds are
// drawn together, the kinds that cannot occur are struck out.
//
// The gathered terms are an upper bound: every value that the schemas accept meets them. Views into
// the schemas; dead with them.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "spec/schema/containment/schema_context.h"

namespace specgate {

// A whole number is kInteger however it is spelled; kReal has a fraction.
KindMask kinds_stated(const Json& schema);
Kind kind_of_value(const Json& value);

// A bound of numbers. Of whole numbers alone it is drawn to the next of them.
struct NumberBound {
  std::string number;
  bool open = false;  // the bound itself is not reached
};

// `properties`, `patternProperties` and `additionalProperties` of one schema: they see each other
// only. Null where not there.
struct MemberTerm {
  const Json* properties = nullptr;
  const Json* patterns = nullptr;
  const Json* additional = nullptr;
  const Json* root = nullptr;
};
struct ItemTerm {
  const Json* items = nullptr;       // a schema or an array of them
  const Json* additional = nullptr;  // counts beside an array only
  const Json* root = nullptr;
};
struct DependencyTerm {
  std::string_view key;
  SchemaRef then;  // a schema, or an array of names
};
struct BranchTerm {
  const Json* list = nullptr;  // of anyOf or oneOf
  const Json* root = nullptr;
  bool one = false;
};

struct SchemaTerms {
  KindMask kinds = kAnyKind;
  bool vague = false;  // a reference that leads nowhere, or is_vague(): what it asks is unknown
  std::optional<std::vector<Json>> values;  // of enum, const, a pattern of plain alternatives
  std::optional<NumberBound> least, most;
  std::vector<std::string> multiples;
  int64_t min_length = 0, max_length = -1;  // -1: no end
  int64_t min_items = 0, max_items = -1;
  int64_t min_members = 0, max_members = -1;
  std::vector<std::string> patterns, formats;
  std::set<std::string, std::less<>> required;
  std::vector<MemberTerm> members;
  std::vector<ItemTerm> items;
  Conjunction names, contains, nots, conditions;  // propertyNames; if, then, else stay together
  bool unique = false;
  std::vector<DependencyTerm> dependencies;  // by key
  std::vector<BranchTerm> branches;

  bool empty() const { return kinds == 0; }
};

SchemaTerms gather(const Conjunction& all, SchemaSpace& space);

// What comes along with a member of that name, in a time that grows little with all of them.
std::span<const DependencyTerm> dependencies_of(const SchemaTerms& terms, std::string_view key);

// Every schema that speaks of the member `name`, or of the item at `index`. With neither properties
// nor patterns for it: additionalProperties.
Conjunction member_schemas(const SchemaTerms& terms, const std::string& name, SchemaSpace& space);
Conjunction item_schemas(const SchemaTerms& terms, size_t index);
// Of a member that nobody lists and no pattern matches.
Conjunction other_members(const SchemaTerms& terms);
size_t listed_items(const SchemaTerms& terms);  // positions that some array of schemas speaks of

// "^(a|b)$" -> a, b. Nothing where the pattern is more than alternatives of plain text.
std::optional<std::vector<std::string>> alternatives_of(std::string_view pattern);

// ".*", "^": it matches every text.
bool matches_all(std::string_view pattern);

// Exact. Nothing is a multiple of 0.
bool multiple_of(std::string_view number, std::string_view divisor);
std::optional<double> number_of(std::string_view text);

}  // namespace specgate
