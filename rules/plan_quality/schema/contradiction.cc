#include "rules/plan_quality/schema/contradiction.h"

#include <algorithm>
#include <map>
#include <unordered_set>
#include <vector>

#include "rules/plan_quality/plan_lint.h"
#include "rules/plan_quality/schema/schema_parts.h"

namespace specgate {
namespace {

using Parts = std::vector<const Json*>;

constexpr int kMostDepth = 8;  // of members that several parts speak of

const Json* array_of(const Json& part, std::string_view keyword) {
  const Json* const value = part.find(keyword);
  return value != nullptr && value->is(Kind::kArray) ? value : nullptr;
}

// One end of a range, with the words of the keyword that sets it.
struct Bound {
  const Json* value = nullptr;
  bool open = false;  // exclusive
  std::string_view keyword;
};

struct RangeWords {
  std::string_view least, most, open_least, open_most;  // the last two only of numbers
};
constexpr RangeWords kRanges[] = {
    {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"},
    {"minLength", "maxLength", {}, {}},
    {"minItems", "maxItems", {}, {}},
    {"minProperties", "maxProperties", {}, {}},
};

// The sharper of two bounds; `side` is 1 for the lower end.
void sharpen(const Bound& other, int side, Bound& bound) {
  if (bound.value == nullptr) {
    bound = other;
    return;
  }
  const int order = compare_numbers(other.value->text, bound.value->text) * side;
  if (order > 0 || (order == 0 && other.open)) bound = other;
}

// draft-07 has a number at exclusiveMinimum, draft-04 true beside minimum.
void read_bound(const Json& part, std::string_view plain, std::string_view open, Bound& bound) {
  const int side = plain.starts_with("min") ? 1 : -1;
  const Json* const strict = open.empty() ? nullptr : part.find(open);
  if (const Json* const value = part.find(plain); value != nullptr && value->is_number()) {
    sharpen({value, strict != nullptr && strict->is_true(), plain}, side, bound);
  }
  if (strict != nullptr && strict->is_number()) sharpen({strict, true, open}, side, bound);
}

std::string text_of(const Bound& bound) {
  return std::string(bound.keyword) + ' ' + bound.value->text;
}

std::string crossed_bounds(const Parts& parts) {
  for (const RangeWords& words : kRanges) {
    Bound least, most;
    for (const Json* part : parts) {
      read_bound(*part, words.least, words.open_least, least);
      read_bound(*part, words.most, words.open_most, most);
    }
    if (least.value == nullptr || most.value == nullptr) continue;
    const int order = compare_numbers(least.value->text, most.value->text);
    if (order > 0 || (order == 0 && (least.open || most.open))) {
      return text_of(least) + " and " + text_of(most) + " leave nothing between them";
    }
  }
  return {};
}

// The kinds that `type` of all parts leaves.
KindMask typed_kinds(const Parts& parts) {
  KindMask out = kAnyKind;
  for (const Json* part : parts) {
    out &= kinds_by_type(*part);
  }
  return out;
}

std::string clashing_types(const Parts& parts) {
  KindMask kinds = kAnyKind;
  for (const Json* part : parts) {
    const Json* const type = part->find("type");
    if (type == nullptr) continue;
    if (kinds_of_type(*type) == 0) continue;  // no type at all: the schema's compilation says so
    const KindMask more = kinds_by_type(*part);
    if ((kinds & more) == 0) {
      return "it must be " + kinds_text(kinds) + " and " + kinds_text(more) + " at once";
    }
    kinds &= more;
  }
  return {};
}

bool holds(const Json& values, const Json& value) {
  return std::any_of(values.items.begin(), values.items.end(),
                     [&](const Json& each) { return each == value; });
}

bool within(const Json& value, const Parts& parts) {
  if (!value.is_number()) return true;
  Bound least, most;
  for (const Json* part : parts) {
    read_bound(*part, "minimum", "exclusiveMinimum", least);
    read_bound(*part, "maximum", "exclusiveMaximum", most);
  }
  const auto fits = [&](const Bound& bound, int side) {
    if (bound.value == nullptr) return true;
    const int order = compare_numbers(value.text, bound.value->text) * side;
    return order > 0 || (order == 0 && !bound.open);
  };
  return fits(least, 1) && fits(most, -1);
}

bool is_listed(const Json& value, const Parts& parts) {
  return std::all_of(parts.begin(), parts.end(), [&](const Json* part) {
    const Json* const only = part->find("const");
    const Json* const values = array_of(*part, "enum");
    return (only == nullptr || *only == value) && (values == nullptr || holds(*values, value));
  });
}

// Of the listed values none is left: the shortest list decides.
std::string no_listed_value(const Parts& parts) {
  constexpr size_t kMostValues = 1000;
  std::vector<const Json*> values;
  bool listed = false, constant = false;
  for (const Json* part : parts) {
    const Json* const only = part->find("const");
    const Json* const list = array_of(*part, "enum");
    if (only != nullptr) {
      values = {only};
      listed = constant = true;
    } else if (list != nullptr && (!listed || list->items.size() < values.size()) && !constant) {
      values.clear();
      for (const Json& item : list->items) values.push_back(&item);
      listed = true;
    }
  }
  if (!listed || values.empty() || values.size() > kMostValues) return {};
  const KindMask kinds = typed_kinds(parts);
  const auto possible = [&](const Json* value) {
    return (kinds & kinds_of_value(*value)) != 0 && is_listed(*value, parts) &&
           within(*value, parts);
  };
  if (std::any_of(values.begin(), values.end(), possible)) return {};
  const bool typed = std::none_of(values.begin(), values.end(), [&](const Json* value) {
    return (kinds & kinds_of_value(*value)) != 0;
  });
  if (constant) {
    return typed ? "its const is no " + kinds_text(kinds) : "its const contradicts the rest of it";
  }
  return typed ? "no value of its enum is of the type " + kinds_text(kinds)
               : "no value of its enum agrees with the rest of it";
}

using Names = std::unordered_set<std::string_view>;

bool is_closed(const Json& part) {
  const Json* const rest = part.find("additionalProperties");
  return rest != nullptr && rest->is_false() && part.find("patternProperties") == nullptr;
}

struct Members {
  Names all, forbidden;  // by name; forbidden ones have the schema `false`
};

Members members_of(const Json& part) {
  Members out;
  const Json* const properties = part.find("properties");
  if (properties == nullptr) return out;
  for (const JsonMember& member : properties->members) {
    out.all.insert(member.key);
    if (member.value.is_false()) out.forbidden.insert(member.key);
  }
  return out;
}

// Why `part` does not let in what `required` wants.
std::string shut_out(const Json& part, const std::vector<std::string_view>& required) {
  const Members members = members_of(part);
  const bool closed = is_closed(part);
  for (const std::string_view name : required) {
    if (closed && !members.all.contains(name)) {
      return quoted_key(name) +
             " is required, but not among the properties, and no others are allowed";
    }
    if (members.forbidden.contains(name)) {
      return quoted_key(name) + " is required, and its schema is false";
    }
  }
  return {};
}

std::string unmet_requirement(const Parts& parts) {
  std::vector<std::string_view> required;
  for (const Json* part : parts) {
    const Json* const names = array_of(*part, "required");
    if (names == nullptr) continue;
    for (const Json& name : names->items) {
      if (name.is(Kind::kString)) required.push_back(name.text);
    }
  }
  std::string why;
  for (size_t i = 0; i < parts.size() && why.empty() && !required.empty(); ++i) {
    why = shut_out(*parts[i], required);
  }
  return why;
}

bool is_number_above(const Json* bound, size_t number) {
  return bound != nullptr && bound->is_number() &&
         compare_numbers(bound->text, std::to_string(number)) > 0;
}

bool is_number_below(const Json* bound, size_t number) {
  return bound != nullptr && bound->is_number() &&
         compare_numbers(bound->text, std::to_string(number)) < 0;
}

std::string miscounted(const Json& part) {
  const Json* const required = array_of(part, "required");
  if (required != nullptr && is_number_below(part.find("maxProperties"), required->items.size())) {
    return "it requires more members than maxProperties allows";
  }
  const Json* const properties = part.find("properties");
  const size_t listed = properties == nullptr ? 0 : properties->members.size();
  if (is_closed(part) && is_number_above(part.find("minProperties"), listed)) {
    return "minProperties wants more members than there are properties, and no others are allowed";
  }
  const Json* const items = part.find("items");
  if (items != nullptr && items->is_false() && is_number_above(part.find("minItems"), 0)) {
    return "minItems wants items, and their schema is false";
  }
  return {};
}

bool admits_all(const Json& schema) {
  return schema.is_true() || (schema.is(Kind::kObject) && schema.members.empty());
}

// Where one is while reasoning: how deep in members, and what may still be spent.
struct Depth {
  const Json& root;
  int64_t& steps;
  int level = 0;

  Depth below() const { return {root, steps, level + 1}; }
};

std::string judge(const Parts& parts, const Depth& depth);

// A member of which several parts speak.
std::string clashing_members(const Parts& parts, const Depth& depth) {
  if (parts.size() < 2 || depth.level >= kMostDepth) return {};
  std::map<std::string_view, Parts> members;
  for (const Json* part : parts) {
    const Json* const properties = part->find("properties");
    if (properties == nullptr) continue;
    for (const JsonMember& member : properties->members) {
      for (const Json* each : parts_of(member.value, depth.root))
        members[member.key].push_back(each);
    }
  }
  for (const auto& [name, all] : members) {
    if (all.size() < 2 || all.size() > kMostParts) continue;
    const bool alone = std::any_of(all.begin(), all.end(), [&](const Json* one) {
      return !judge({one}, depth.below()).empty();
    });
    if (alone) continue;
    const std::string why = judge(all, depth.below());
    if (!why.empty()) return "of " + quoted_key(name) + ", " + why;
  }
  return {};
}

std::string judge(const Parts& parts, const Depth& depth) {
  depth.steps -= static_cast<int64_t>(parts.size());
  if (depth.steps < 0) return {};
  for (const Json* part : parts) {
    if (part->is_false()) return "the schema is false";
    if (const Json* const no = part->find("not"); no != nullptr && admits_all(*no)) {
      return "its `not` is a schema that takes everything";
    }
  }
  std::string why = clashing_types(parts);
  if (why.empty()) why = no_listed_value(parts);
  if (why.empty()) why = crossed_bounds(parts);
  if (why.empty()) why = unmet_requirement(parts);
  for (const Json* part : parts) {
    if (why.empty()) why = miscounted(*part);
  }
  if (why.empty()) why = clashing_members(parts, depth);
  return why;
}

// Every branch of an anyOf or oneOf contradicts the rest, or itself.
std::string no_branch(const Parts& parts, const Depth& depth) {
  for (const Json* part : parts) {
    for (const std::string_view keyword : {"anyOf", "oneOf"}) {
      const Json* const branches = array_of(*part, keyword);
      if (branches == nullptr || branches->items.empty()) continue;
      if (branches->items.size() * parts.size() > kMostParts) continue;
      const auto impossible = [&](const Json& branch) {
        Parts all = parts;
        for (const Json* each : parts_of(branch, depth.root)) all.push_back(each);
        return !judge(all, {depth.root, depth.steps, kMostDepth}).empty();
      };
      if (std::all_of(branches->items.begin(), branches->items.end(), impossible)) {
        return "no branch of its " + std::string(keyword) + " agrees with the rest of it";
      }
    }
  }
  return {};
}

// Keywords that alone contradict nothing: most schemas of most plans have no others.
bool is_harmless(const Json& schema) {
  constexpr std::string_view kHarmless[] = {"type",    "description", "title",     "format",
                                            "pattern", "items",       "properties"};
  return schema.is(Kind::kObject) &&
         std::all_of(schema.members.begin(), schema.members.end(), [&](const JsonMember& member) {
           return std::find(std::begin(kHarmless), std::end(kHarmless), member.key) !=
                  std::end(kHarmless);
         });
}

}  // namespace

std::string contradiction(const Json& schema, const Json& root, int64_t& steps) {
  if (is_harmless(schema) || steps < 0) return {};
  const Parts parts = parts_of(schema, root);
  const Depth depth{root, steps};
  std::string why = judge(parts, depth);
  return why.empty() ? no_branch(parts, depth) : why;
}

}  // namespace specgate
