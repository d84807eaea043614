#include "spec/schema/containment/containment_proof.h"

#include <algorithm>
#include <optional>

#include "spec/schema/containment/judge.h"
#include "spec/schema/format.h"

namespace specgate {
namespace {

constexpr size_t kMostLevelsDown = 96;
constexpr int64_t kMostValues = 256;  // of a range of whole numbers that is written out
constexpr size_t kMostItems = 64;     // positions of a tuple

constexpr Kind kKinds[] = {Kind::kNull,   Kind::kBoolean, Kind::kInteger, Kind::kReal,
                           Kind::kString, Kind::kObject,  Kind::kArray};

Conjunction with(Conjunction all, SchemaRef one) {
  all.push_back(one);
  return all;
}

std::string_view type_name(Kind kind) {
  switch (kind) {
    case Kind::kNull:
      return "null";
    case Kind::kBoolean:
      return "boolean";
    case Kind::kInteger:
      return "integer";
    case Kind::kReal:
      return "number";
    case Kind::kString:
      return "string";
    case Kind::kObject:
      return "object";
    case Kind::kArray:
      return "array";
  }
  return {};
}

// Every whole number of a short range.
bool write_out(const SchemaTerms& terms, std::vector<Json>& out) {
  if (!terms.least || !terms.most) return false;
  const std::optional<double> from = number_of(terms.least->number);
  const std::optional<double> to = number_of(terms.most->number);
  if (!from || !to || terms.least->open || terms.most->open || *to - *from >= kMostValues)
    return false;
  for (auto value = static_cast<int64_t>(*from); value <= static_cast<int64_t>(*to); ++value)
    out.push_back(Json::integer(value));
  return true;
}

// All values there can be, where they are few.
std::optional<std::vector<Json>> all_values(const SchemaTerms& terms) {
  if (terms.values) return terms.values;
  constexpr KindMask kFew = mask(Kind::kNull) | mask(Kind::kBoolean) | mask(Kind::kInteger);
  if ((terms.kinds & ~kFew) != 0) return std::nullopt;
  std::vector<Json> out;
  if (admits(terms.kinds, Kind::kNull)) out.push_back(Json::null());
  if (admits(terms.kinds, Kind::kBoolean)) {
    out.push_back(Json::boolean(true));
    out.push_back(Json::boolean(false));
  }
  if (admits(terms.kinds, Kind::kInteger) && !write_out(terms, out)) return std::nullopt;
  return out;
}

// Every text in format `a` is in format `b` too.
bool format_implies(std::string_view a, std::string_view b) {
  constexpr std::pair<std::string_view, std::string_view> kWithin[] = {
      {"email", "idn-email"},   {"uri", "uri-reference"},           {"uri", "iri"},
      {"uri", "iri-reference"}, {"uri-reference", "iri-reference"}, {"iri", "iri-reference"},
      {"ipv4", "hostname"}};
  return a == b ||
         std::find(std::begin(kWithin), std::end(kWithin), std::pair(a, b)) != std::end(kWithin);
}

bool at_least(int64_t narrow, int64_t wide) { return narrow >= wide; }
bool at_most(int64_t narrow, int64_t wide) { return wide < 0 || (narrow >= 0 && narrow <= wide); }

}  // namespace

bool SchemaWithin::fail(std::string_view keyword, const Sides& sides, std::string why) {
  if (quiet_ == 0 && doubt_.keyword.empty()) doubt_ = {keyword, sides.b.schema, std::move(why)};
  return false;
}

bool SchemaWithin::quietly(const Conjunction& a, SchemaRef b) {
  ++quiet_;
  const bool out = holds(a, b);
  --quiet_;
  return out;
}

bool SchemaWithin::below(const Conjunction& a, SchemaRef b) {
  ++steps_down_;
  const bool out = holds(a, b);
  --steps_down_;
  return out;
}

SchemaRef SchemaWithin::typed(Kind kind) {
  Json schema = Json::object();
  schema.set("type", Json::string(type_name(kind)));
  return space_.made(std::move(schema));
}

bool SchemaWithin::apart(const Conjunction& a, SchemaRef b) {
  const SchemaTerms terms = gather(with(a, b), space_);
  if (terms.empty()) return true;
  const std::optional<std::vector<Json>> values = all_values(terms);
  return values && std::all_of(values->begin(), values->end(), [&](const Json& value) {
           return judge(a, value, space_) == Truth::kNo || judge(b, value, space_) == Truth::kNo;
         });
}

bool SchemaWithin::holds(const Conjunction& a, SchemaRef given) {
  for (const SchemaRef& one : a) {
    if (space_.same(one, given)) return true;
  }
  const SchemaRef b = space_.follow(given);
  const SchemaTerms unknown;
  if (b.schema == nullptr)
    return fail("$ref", {a, given, unknown, unknown}, "the reference leads nowhere");
  if (accepts_all(*b.schema)) return true;
  if (!space_.step() || levels_ == kMostLevelsDown)
    return fail("schema", {a, b, unknown, unknown}, "more is nested here than is weighed");
  std::vector<const Json*> key;
  for (const SchemaRef& one : a) key.push_back(space_.follow(one).schema);
  const auto [open, fresh] = open_.try_emplace({std::move(key), b.schema}, steps_down_);
  if (!fresh) return steps_down_ > open->second;
  ++levels_;
  const bool out = weigh(a, b);
  --levels_;
  open_.erase(open);
  return out;
}

bool SchemaWithin::weigh(const Conjunction& a, SchemaRef b) {
  const SchemaTerms narrow = gather(a, space_);
  if (narrow.empty()) return true;
  if (const auto values = all_values(narrow)) return by_values(*values, a, b);
  const SchemaTerms wide = gather({b}, space_);
  const SchemaDoubt before = doubt_;
  if (by_keywords({a, b, narrow, wide})) return true;
  const SchemaDoubt found = doubt_;
  doubt_ = before;
  ++quiet_;
  const bool split = by_splitting(a, b, narrow);
  --quiet_;
  if (!split) doubt_ = found;
  return split;
}

bool SchemaWithin::by_values(const std::vector<Json>& values, const Conjunction& a, SchemaRef b) {
  const SchemaTerms unknown;
  for (const Json& value : values) {
    if (judge(a, value, space_) == Truth::kNo) continue;
    const Truth passes = judge(b, value, space_);
    if (passes == Truth::kYes) continue;
    std::string text;
    append_json(value, JsonLayout::kCompact, text);
    return fail(b.schema->find("enum") != nullptr ? "enum" : "schema", {a, b, unknown, unknown},
                "whether " + text + " passes cannot be told");
  }
  return true;
}

bool SchemaWithin::by_keywords(const Sides& sides) {
  const SchemaTerms &narrow = sides.narrow, &wide = sides.wide;
  if ((narrow.kinds & ~wide.kinds) != 0) return fail("type", sides);
  if (wide.vague) {
    return fail(is_vague(*sides.b.schema) ? "schema" : "$ref", sides,
                is_vague(*sides.b.schema) ? "a keyword of a later draft is not weighed"
                                          : "a reference leads nowhere");
  }
  if (wide.values) return fail(sides.b.schema->find("const") != nullptr ? "const" : "enum", sides);
  if ((narrow.kinds & kNumber) != 0 && !numbers(sides)) return false;
  if (admits(narrow.kinds, Kind::kString) && !strings(sides)) return false;
  if (admits(narrow.kinds, Kind::kArray) && !arrays(sides)) return false;
  if (admits(narrow.kinds, Kind::kObject) && !objects(sides)) return false;
  const auto each = [&](const auto& list, const auto& test) {
    return std::all_of(list.begin(), list.end(), test);
  };
  return each(wide.branches, [&](const BranchTerm& one) { return branch(sides, one); }) &&
         each(wide.nots, [&](SchemaRef one) { return negation(sides, one); }) &&
         each(wide.conditions, [&](SchemaRef one) { return condition(sides, one); });
}

bool SchemaWithin::by_splitting(const Conjunction& a, SchemaRef b, const SchemaTerms& terms) {
  for (const BranchTerm& branch : terms.branches) {
    if (!split_.insert(branch.list).second) continue;
    const auto& list = branch.list->items;
    const bool all = std::all_of(list.begin(), list.end(), [&](const Json& one) {
      return holds(with(a, {&one, branch.root}), b);
    });
    split_.erase(branch.list);
    if (all) return true;
  }
  for (const SchemaRef& each : terms.conditions) {
    if (!split_.insert(each.schema).second) continue;
    const Json *then = each.schema->find("then"), *otherwise = each.schema->find("else");
    const SchemaRef test{each.schema->find("if"), each.root};
    Json no = Json::object();
    no.set("not", space_.stand_in(test));
    Conjunction held = with(a, test), not_held = with(a, space_.made(std::move(no)));
    if (then != nullptr) held.push_back({then, each.root});
    if (otherwise != nullptr) not_held.push_back({otherwise, each.root});
    const bool all = holds(held, b) && holds(not_held, b);
    split_.erase(each.schema);
    if (all) return true;
  }
  return by_kind(a, b, terms.kinds);
}

// One kind at a time, where the other side tells them apart.
bool SchemaWithin::by_kind(const Conjunction& a, SchemaRef b, KindMask kinds) {
  const Json* const schema = b.schema;
  const bool tells = schema->find("anyOf") != nullptr || schema->find("oneOf") != nullptr ||
                     schema->find("if") != nullptr || schema->find("not") != nullptr ||
                     schema->find("allOf") != nullptr;
  if (!tells || (kinds & (kinds - 1)) == 0 || kinds == kNumber) return false;
  return std::all_of(std::begin(kKinds), std::end(kKinds), [&](Kind kind) {
    return !admits(kinds, kind) || holds(with(a, typed(kind)), b);
  });
}

bool SchemaWithin::numbers(const Sides& sides) {
  const SchemaTerms &narrow = sides.narrow, &wide = sides.wide;
  const auto reaches = [](const std::optional<NumberBound>& have, const NumberBound& want,
                          int wanted_order) {
    if (!have) return false;
    const int order = compare_numbers(have->number, want.number);
    return order == wanted_order || (order == 0 && (have->open || !want.open));
  };
  if (wide.least && !reaches(narrow.least, *wide.least, 1)) return fail("minimum", sides);
  if (wide.most && !reaches(narrow.most, *wide.most, -1)) return fail("maximum", sides);
  for (const std::string& wanted : wide.multiples) {
    std::vector<std::string> have = narrow.multiples;
    if (!admits(narrow.kinds, Kind::kReal)) have.emplace_back("1");
    const bool any = std::any_of(have.begin(), have.end(),
                                 [&](const std::string& one) { return multiple_of(one, wanted); });
    if (!any) return fail("multipleOf", sides);
  }
  return true;
}

bool SchemaWithin::strings(const Sides& sides) {
  const SchemaTerms &narrow = sides.narrow, &wide = sides.wide;
  if (!at_least(narrow.min_length, wide.min_length)) return fail("minLength", sides);
  if (!at_most(narrow.max_length, wide.max_length)) return fail("maxLength", sides);
  for (const std::string& wanted : wide.patterns) {
    const auto& have = narrow.patterns;
    if (std::find(have.begin(), have.end(), wanted) != have.end()) continue;
    return fail("pattern", sides, "no text was found that the old pattern takes and the new one refuses; patterns are not compared otherwise");
  }
  for (const std::string& wanted : wide.formats) {
    const auto& have = narrow.formats;
    const bool dates = space_.formats() == FormatReading::kSegment && wanted == "date-time";
    const bool met = !schema_format_of(wanted, space_.formats()) ||
                     std::any_of(have.begin(), have.end(), [&](const std::string& one) {
                       return format_implies(one, wanted) || (dates && one == "date");
                     });
    if (!met) return fail("format", sides, "two different formats are not compared");
  }
  return true;
}

bool SchemaWithin::arrays(const Sides& sides) {
  const SchemaTerms &narrow = sides.narrow, &wide = sides.wide;
  if (!at_least(narrow.min_items, wide.min_items)) return fail("minItems", sides);
  if (!at_most(narrow.max_items, wide.max_items)) return fail("maxItems", sides);
  const bool alone = narrow.max_items == 0 || narrow.max_items == 1;
  if (wide.unique && !narrow.unique && !alone) return fail("uniqueItems", sides);
  if (!items(sides)) return false;
  return std::all_of(wide.contains.begin(), wide.contains.end(), [&](SchemaRef wanted) {
    return contains(sides, wanted) || fail("contains", sides);
  });
}

bool SchemaWithin::items(const Sides& sides) {
  const size_t listed = std::max(listed_items(sides.narrow), listed_items(sides.wide));
  if (listed > kMostItems) return fail("items", sides, "the tuple is longer than is weighed");
  for (size_t i = 0; i <= listed; ++i) {
    if (sides.narrow.max_items >= 0 && static_cast<int64_t>(i) >= sides.narrow.max_items) break;
    const Conjunction have = item_schemas(sides.narrow, i);
    for (const SchemaRef& wanted : item_schemas(sides.wide, i)) {
      if (!below(have, wanted)) return fail("items", sides);
    }
  }
  return true;
}

bool SchemaWithin::contains(const Sides& sides, SchemaRef wanted) {
  for (const SchemaRef& one : sides.narrow.contains) {
    if (quietly({one}, wanted)) return true;
  }
  return sides.narrow.min_items > 0 && quietly(item_schemas(sides.narrow, 0), wanted);
}

bool SchemaWithin::fits_branch(const Conjunction& a, const BranchTerm& wanted) {
  const auto& list = wanted.list->items;
  for (const Json& one : list) {
    if (!quietly(a, {&one, wanted.root})) continue;
    if (!wanted.one) return true;
    return std::all_of(list.begin(), list.end(), [&](const Json& other) {
      return &other == &one || apart(a, {&other, wanted.root});
    });
  }
  return false;
}

bool SchemaWithin::branch(const Sides& sides, const BranchTerm& wanted) {
  for (const BranchTerm& have : sides.narrow.branches) {
    Json left = Json::object(), right = Json::object();
    left.set("anyOf", *have.list);
    right.set("anyOf", *wanted.list);
    const SchemaRef a{space_.made(std::move(left)).schema, have.root};
    const SchemaRef b{space_.made(std::move(right)).schema, wanted.root};
    if (have.one == wanted.one && space_.same(a, b)) return true;
  }
  if (fits_branch(sides.a, wanted)) return true;
  return fail(wanted.one ? "oneOf" : "anyOf", sides, "no single branch is met by all that passed");
}

bool SchemaWithin::negation(const Sides& sides, SchemaRef no) {
  if (apart(sides.a, no)) return true;
  for (const SchemaRef& have : sides.narrow.nots) {
    if (quietly({no}, have)) return true;
  }
  return fail("not", sides, "what \"not\" shuts out may have passed");
}

bool SchemaWithin::same_condition(const Sides& sides, SchemaRef wanted) {
  const auto part = [](SchemaRef ref, std::string_view keyword) {
    return SchemaRef{ref.schema->find(keyword), ref.root};
  };
  for (const SchemaRef& have : sides.narrow.conditions) {
    if (!space_.same(part(have, "if"), part(wanted, "if"))) continue;
    const auto met = [&](std::string_view keyword) {
      const SchemaRef from = part(have, keyword), to = part(wanted, keyword);
      if (to.schema == nullptr) return true;
      return from.schema != nullptr && quietly(with(sides.a, from), to);
    };
    if (met("then") && met("else")) return true;
  }
  return false;
}

bool SchemaWithin::condition(const Sides& sides, SchemaRef wanted) {
  const SchemaRef test{wanted.schema->find("if"), wanted.root};
  const auto met = [&](const Conjunction& a, std::string_view keyword) {
    const Json* const schema = wanted.schema->find(keyword);
    return schema == nullptr || quietly(a, {schema, wanted.root});
  };
  const bool never = apart(sides.a, test), always = !never && quietly(sides.a, test);
  if (never && met(sides.a, "else")) return true;
  if (always && met(sides.a, "then")) return true;
  if (met(with(sides.a, test), "then") && met(sides.a, "else")) return true;
  if (same_condition(sides, wanted)) return true;
  return fail(wanted.schema->find("then") != nullptr ? "then" : "else", sides,
              "when the condition holds is not known");
}

}  // namespace specgate
