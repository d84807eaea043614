#include "spec/schema/containment/conjunction.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "spec/schema/keywords.h"

namespace specgate {
namespace {

constexpr size_t kMostLevelsDown = 8;  // of looking for members that nothing can fill

void lower_to(int64_t count, int64_t& most) {
  if (count >= 0) most = most < 0 ? count : std::min(most, count);
}

bool tighter_least(const NumberBound& a, const NumberBound& b) {
  const int order = compare_numbers(a.number, b.number);
  return order > 0 || (order == 0 && a.open && !b.open);
}
bool tighter_most(const NumberBound& a, const NumberBound& b) {
  const int order = compare_numbers(a.number, b.number);
  return order < 0 || (order == 0 && a.open && !b.open);
}

// The next whole number within the bound; as it was where a double cannot hold it exactly.
void draw_to_whole(NumberBound& bound, bool least) {
  constexpr double kExact = 9e15;
  const std::optional<double> value = number_of(bound.number);
  if (!value || std::fabs(*value) > kExact) return;
  if (is_whole(bound.number) && !bound.open) return;
  double whole = least ? std::ceil(*value) : std::floor(*value);
  if (bound.open && is_whole(bound.number)) whole += least ? 1 : -1;
  bound = {std::to_string(static_cast<int64_t>(whole)), false};
}

class Gatherer {
 public:
  Gatherer(SchemaSpace& space, SchemaTerms& out) : space_(space), out_(out) {}

  void add(SchemaRef given) {
    const SchemaRef ref = space_.follow(given);
    if (ref.schema == nullptr) {
      out_.vague = true;
      return;
    }
    if (ref.schema->is_false()) out_.kinds = 0;
    if (!ref.schema->is(Kind::kObject) || !seen_.insert(ref.schema).second) return;
    out_.kinds &= kinds_stated(*ref.schema);
    out_.vague |= is_vague(*ref.schema);
    add_values(*ref.schema);
    add_numbers(*ref.schema);
    add_strings(*ref.schema);
    add_arrays(ref);
    add_objects(ref);
    add_combinations(ref);
  }

 private:
  template <typename Has>
  void restrict_values(const std::vector<Json>& values, Has has) {
    if (out_.values) {
      std::erase_if(*out_.values, [&](const Json& one) { return !has(one); });
    } else {
      out_.values = values;
    }
  }

  void add_values(const Json& schema) {
    if (const Json* one = schema.find("const"))
      restrict_values({*one}, [&](const Json& other) { return other == *one; });
    const Json* const list = schema.find("enum");
    if (list != nullptr && list->is(Kind::kArray))
      restrict_values(list->items, [&](const Json& one) { return space_.lists(*list, one); });
  }

  void add_bound(const Json& schema, bool least) {
    std::optional<NumberBound>& bound = least ? out_.least : out_.most;
    const auto take = [&](NumberBound next) {
      if (!bound || (least ? tighter_least(next, *bound) : tighter_most(next, *bound)))
        bound = std::move(next);
    };
    const Json* const closed = schema.find(least ? "minimum" : "maximum");
    const Json* const open = schema.find(least ? "exclusiveMinimum" : "exclusiveMaximum");
    const bool draft4 = open != nullptr && open->is_true();
    if (closed != nullptr && closed->is_number()) take({closed->text, draft4});
    if (open != nullptr && open->is_number()) take({open->text, true});
  }

  void add_numbers(const Json& schema) {
    add_bound(schema, true);
    add_bound(schema, false);
    const Json* const multiple = schema.find("multipleOf");
    if (multiple != nullptr && multiple->is_number()) out_.multiples.push_back(multiple->text);
  }

  void add_strings(const Json& schema) {
    out_.min_length = std::max(out_.min_length, count_of(schema, "minLength"));
    lower_to(count_of(schema, "maxLength"), out_.max_length);
    if (const std::string_view pattern = schema.text_of("pattern"); !matches_all(pattern))
      out_.patterns.emplace_back(pattern);
    if (const std::string_view format = schema.text_of("format"); !format.empty())
      out_.formats.emplace_back(format);
  }

  void add_arrays(SchemaRef ref) {
    out_.min_items = std::max(out_.min_items, count_of(*ref.schema, "minItems"));
    lower_to(count_of(*ref.schema, "maxItems"), out_.max_items);
    const Json* const unique = ref.schema->find("uniqueItems");
    out_.unique |= unique != nullptr && unique->is_true();
    if (const Json* items = ref.schema->find("items")) {
      const Json* const rest = ref.schema->find("additionalItems");
      out_.items.push_back({items, rest, ref.root});
      if (items->is(Kind::kArray) && rest != nullptr && rest->is_false())
        lower_to(static_cast<int64_t>(items->items.size()), out_.max_items);
    }
    const bool counted = ref.schema->find("minContains") != nullptr;  // perhaps from 0
    if (const Json* contains = counted ? nullptr : ref.schema->find("contains"))
      out_.contains.push_back({contains, ref.root});
  }

  void add_objects(SchemaRef ref) {
    const Json& schema = *ref.schema;
    out_.min_members = std::max(out_.min_members, count_of(schema, "minProperties"));
    lower_to(count_of(schema, "maxProperties"), out_.max_members);
    if (const Json* required = schema.find("required")) {
      for (const Json& name : required->items) out_.required.insert(name.text);
    }
    const MemberTerm term{schema.find("properties"), schema.find("patternProperties"),
                          schema.find("additionalProperties"), ref.root};
    if (term.properties != nullptr || term.patterns != nullptr || term.additional != nullptr)
      out_.members.push_back(term);
    if (const Json* names = schema.find("propertyNames")) out_.names.push_back({names, ref.root});
    for (const std::string_view word : {"dependencies", "dependentRequired", "dependentSchemas"}) {
      const Json* const all = schema.find(word);
      if (all == nullptr) continue;
      for (const JsonMember& one : all->members)
        out_.dependencies.push_back({one.key, {&one.value, ref.root}});
    }
  }

  void add_combinations(SchemaRef ref) {
    if (const Json* all = ref.schema->find("allOf")) {
      for (const Json& one : all->items) add({&one, ref.root});
    }
    if (const Json* any = ref.schema->find("anyOf"))
      out_.branches.push_back({any, ref.root, false});
    if (const Json* one = ref.schema->find("oneOf")) out_.branches.push_back({one, ref.root, true});
    if (const Json* no = ref.schema->find("not")) out_.nots.push_back({no, ref.root});
    if (ref.schema->find("if") != nullptr) out_.conditions.push_back(ref);
  }

  SchemaSpace& space_;
  SchemaTerms& out_;
  std::set<const Json*> seen_;
};

// Strikes out what cannot be.
class Pruner {
 public:
  Pruner(SchemaSpace& space, size_t levels) : space_(space), levels_(levels) {}

  void prune(SchemaTerms& terms) const {
    require_dependencies(terms);
    strike_nots(terms);
    strike_branches(terms);
    strike_counts(terms);
    if ((terms.kinds & mask(Kind::kObject)) != 0 && !members_possible(terms))
      strike(Kind::kObject, terms);
    values_of_patterns(terms);
    strike_values(terms);
  }

 private:
  static void strike(Kind kind, SchemaTerms& terms) {
    terms.kinds = static_cast<KindMask>(terms.kinds & ~mask(kind));
  }

  static void require_dependencies(SchemaTerms& terms) {
    std::stable_sort(
        terms.dependencies.begin(), terms.dependencies.end(),
        [](const DependencyTerm& a, const DependencyTerm& b) { return a.key < b.key; });
    if (terms.dependencies.empty()) return;
    std::vector<std::string_view> open(terms.required.begin(), terms.required.end());
    while (!open.empty()) {
      const std::string_view key = open.back();
      open.pop_back();
      for (const DependencyTerm& one : dependencies_of(terms, key)) {
        if (!one.then.schema->is(Kind::kArray)) continue;
        for (const Json& name : one.then.schema->items) {
          if (const auto [at, fresh] = terms.required.insert(name.text); fresh) open.push_back(*at);
        }
      }
    }
  }

  // Every value of these kinds passes the schema: then its `not` strikes them.
  KindMask wholly(SchemaRef ref) const {
    const SchemaRef at = space_.follow(ref);
    if (at.schema == nullptr) return 0;
    if (accepts_all(*at.schema)) return kAnyKind;
    if (!at.schema->is(Kind::kObject)) return 0;
    Json rest = *at.schema;
    rest.erase("type");
    return accepts_all(rest) ? kinds_stated(*at.schema) : KindMask{0};
  }

  void strike_nots(SchemaTerms& terms) const {
    for (const SchemaRef& no : terms.nots)
      terms.kinds = static_cast<KindMask>(terms.kinds & ~wholly(no));
  }

  void strike_branches(SchemaTerms& terms) const {
    for (const BranchTerm& branch : terms.branches) {
      KindMask any = 0;
      for (const Json& one : branch.list->items) {
        if (levels_ == 0 || !space_.step()) return;
        SchemaTerms inner;
        Gatherer(space_, inner).add({&one, branch.root});
        Pruner(space_, levels_ - 1).prune(inner);
        any |= inner.kinds;
      }
      terms.kinds &= any;
    }
  }

  static bool none_between(const SchemaTerms& terms) {
    if (!terms.least || !terms.most) return false;
    const int order = compare_numbers(terms.least->number, terms.most->number);
    return order > 0 || (order == 0 && (terms.least->open || terms.most->open));
  }

  // How long a text in one of these formats is (RFC 3339, RFC 4122; Segment takes a date alone, too).
  void draw_to_formats(SchemaTerms& terms) const {
    struct Length {
      std::string_view format;
      int64_t least, most;
    };
    const int64_t moment = space_.formats() == FormatReading::kSegment ? 10 : 20;
    const Length lengths[] = {
        {"date", 10, 10}, {"date-time", moment, -1}, {"time", 9, -1}, {"uuid", 36, 36}};
    for (const Length& one : lengths) {
      const auto& formats = terms.formats;
      if (std::find(formats.begin(), formats.end(), one.format) == formats.end()) continue;
      terms.min_length = std::max(terms.min_length, one.least);
      lower_to(one.most, terms.max_length);
    }
  }

  void strike_counts(SchemaTerms& terms) const {
    draw_to_formats(terms);
    const auto contradict = [](int64_t least, int64_t most) { return most >= 0 && least > most; };
    const bool whole = std::any_of(terms.multiples.begin(), terms.multiples.end(), is_whole);
    if (whole) strike(Kind::kReal, terms);
    if ((terms.kinds & mask(Kind::kReal)) == 0) {
      if (terms.least) draw_to_whole(*terms.least, true);
      if (terms.most) draw_to_whole(*terms.most, false);
    }
    if (none_between(terms)) terms.kinds = static_cast<KindMask>(terms.kinds & ~kNumber);
    if (contradict(terms.min_length, terms.max_length)) strike(Kind::kString, terms);
    if (contradict(terms.min_items, terms.max_items)) strike(Kind::kArray, terms);
    const auto needed = std::max(terms.min_members, static_cast<int64_t>(terms.required.size()));
    if (contradict(needed, terms.max_members)) strike(Kind::kObject, terms);
  }

  // Can every required member be there?
  bool members_possible(const SchemaTerms& terms) const {
    if (levels_ == 0) return true;
    for (const std::string& name : terms.required) {
      if (!space_.step()) return true;
      SchemaTerms inner;
      Gatherer gatherer(space_, inner);
      for (const SchemaRef& one : member_schemas(terms, name, space_)) gatherer.add(one);
      Pruner(space_, levels_ - 1).prune(inner);
      if (inner.empty()) return false;
    }
    return true;
  }

  static void values_of_patterns(SchemaTerms& terms) {
    if (terms.values || terms.kinds != mask(Kind::kString)) return;
    for (const std::string& pattern : terms.patterns) {
      const auto texts = alternatives_of(pattern);
      if (!texts) continue;
      terms.values.emplace();
      for (const std::string& text : *texts) terms.values->push_back(Json::string(text));
      return;
    }
  }

  static void strike_values(SchemaTerms& terms) {
    if (!terms.values) return;
    KindMask any = 0;
    std::erase_if(*terms.values,
                  [&](const Json& one) { return !admits(terms.kinds, kind_of_value(one)); });
    for (const Json& one : *terms.values) any |= mask(kind_of_value(one));
    terms.kinds &= any;
  }

  SchemaSpace& space_;
  size_t levels_;
};

void member_schemas_of(const MemberTerm& term, const std::string& name, SchemaSpace& space,
                       Conjunction& out) {
  bool listed = false;
  const Json* const own = term.properties == nullptr ? nullptr : space.find(*term.properties, name);
  if (own != nullptr) {
    out.push_back({own, term.root});
    listed = true;
  }
  if (term.patterns != nullptr) {
    for (const JsonMember& pattern : term.patterns->members) {
      if (space.matches(pattern.key, name) != Truth::kYes) continue;
      out.push_back({&pattern.value, term.root});
      listed = true;
    }
  }
  if (!listed && term.additional != nullptr) out.push_back({term.additional, term.root});
}

}  // namespace

KindMask kinds_stated(const Json& schema) {
  const Json* const type = schema.find("type");
  if (type == nullptr) return kAnyKind;
  const Json* const nullable = schema.find("nullable");
  KindMask out = nullable != nullptr && nullable->is_true() ? mask(Kind::kNull) : KindMask{0};
  if (!type->is(Kind::kArray)) return static_cast<KindMask>(out | kinds_named(type->text));
  for (const Json& one : type->items) out |= kinds_named(one.text);
  return out;
}

Kind kind_of_value(const Json& value) {
  if (!value.is_number()) return value.kind;
  return is_whole(value.text) ? Kind::kInteger : Kind::kReal;
}

SchemaTerms gather(const Conjunction& all, SchemaSpace& space) {
  SchemaTerms out;
  Gatherer gatherer(space, out);
  for (const SchemaRef& one : all) gatherer.add(one);
  Pruner(space, kMostLevelsDown).prune(out);
  return out;
}

std::span<const DependencyTerm> dependencies_of(const SchemaTerms& terms, std::string_view key) {
  const auto first = std::lower_bound(
      terms.dependencies.begin(), terms.dependencies.end(), key,
      [](const DependencyTerm& one, std::string_view wanted) { return one.key < wanted; });
  auto last = first;
  while (last != terms.dependencies.end() && last->key == key) ++last;
  return {first, last};
}

Conjunction member_schemas(const SchemaTerms& terms, const std::string& name, SchemaSpace& space) {
  Conjunction out;
  for (const MemberTerm& term : terms.members) member_schemas_of(term, name, space, out);
  return out;
}

Conjunction other_members(const SchemaTerms& terms) {
  Conjunction out;
  for (const MemberTerm& term : terms.members) {
    if (term.additional != nullptr) out.push_back({term.additional, term.root});
  }
  return out;
}

Conjunction item_schemas(const SchemaTerms& terms, size_t index) {
  Conjunction out;
  for (const ItemTerm& term : terms.items) {
    if (!term.items->is(Kind::kArray)) {
      out.push_back({term.items, term.root});
    } else if (index < term.items->items.size()) {
      out.push_back({&term.items->items[index], term.root});
    } else if (term.additional != nullptr) {
      out.push_back({term.additional, term.root});
    }
  }
  return out;
}

size_t listed_items(const SchemaTerms& terms) {
  size_t out = 0;
  for (const ItemTerm& term : terms.items) out = std::max(out, term.items->items.size());
  return out;
}

}  // namespace specgate
