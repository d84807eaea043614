#include "rules/tracking_plan/contradiction.h"

#include <algorithm>
#include <map>
#include <vector>

#include "rules/plan_lint.h"
#include "rules/tracking_plan/schema_parts.h"

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
    if (const Json* const type = part->find("type")) out &= kinds_of_type(*type);
  }
  return out;
}

std::string clashing_types(const Parts& parts) {
  KindMask kinds = kAnyKind;
  for (const Json* part : parts) {
    const Json* const type = part->find("type");
    if (type == nullptr) continue;
    const KindMask more = kinds_of_type(*type);
    if (more == 0) continue;  // no type at all: the schema's compilation says so
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

// Is the part closed to a member of that name, for sure?
bool shuts_out(const Json& part, std::string_view name) {
  const Json* const rest = part.find("additionalProperties");
  if (rest == nullptr || !rest->is_false() || part.find("patternProperties") != nullptr) {
    return false;
  }
  const Json* const properties = part.find("properties");
  return properties == nullptr || properties->find(name) == nullptr;
}

bool forbids(const Json& part, std::string_view name) {
  const Json* const properties = part.find("properties");
  const Json* const member = properties == nullptr ? nullptr : properties->find(name);
  return member != nullptr && member->is_false();
}

std::string unmet_requirement(const Parts& parts) {
  for (const Json* part : parts) {
    const Json* const required = array_of(*part, "required");
    if (required == nullptr) continue;
    for (const Json& name : required->items) {
      if (!name.is(Kind::kString)) continue;
      for (const Json* other : parts) {
        if (shuts_out(*other, name.text)) {
          return quoted_key(name.text) +
                 " is required, but not among the properties, and no others are allowed";
        }
        if (forbids(*other, name.text)) {
          return quoted_key(name.text) + " is required, and its schema is false";
        }
      }
    }
  }
  return {};
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
  const Json* const rest = part.find("additionalProperties");
  const bool closed = rest != nullptr && rest->is_false();
  if (closed && part.find("patternProperties") == nullptr &&
      is_number_above(part.find("minProperties"), listed)) {
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

std::string judge(const Parts& parts, const Json& root, int depth);

// A member of which several parts speak.
std::string clashing_members(const Parts& parts, const Json& root, int depth) {
  if (parts.size() < 2 || depth >= kMostDepth) return {};
  std::map<std::string_view, Parts> members;
  for (const Json* part : parts) {
    const Json* const properties = part->find("properties");
    if (properties == nullptr) continue;
    for (const JsonMember& member : properties->members) {
      for (const Json* each : parts_of(member.value, root)) members[member.key].push_back(each);
    }
  }
  for (const auto& [name, all] : members) {
    if (all.size() < 2 || all.size() > kMostParts) continue;
    const bool alone = std::any_of(all.begin(), all.end(), [&](const Json* one) {
      return !judge({one}, root, depth + 1).empty();
    });
    if (alone) continue;
    const std::string why = judge(all, root, depth + 1);
    if (!why.empty()) return "of " + quoted_key(name) + ", " + why;
  }
  return {};
}

std::string judge(const Parts& parts, const Json& root, int depth) {
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
  if (why.empty()) why = clashing_members(parts, root, depth);
  return why;
}

// Every branch of an anyOf or oneOf contradicts the rest, or itself.
std::string no_branch(const Parts& parts, const Json& root) {
  for (const Json* part : parts) {
    for (const std::string_view keyword : {"anyOf", "oneOf"}) {
      const Json* const branches = array_of(*part, keyword);
      if (branches == nullptr || branches->items.empty()) continue;
      if (branches->items.size() * parts.size() > kMostParts) continue;
      const auto impossible = [&](const Json& branch) {
        Parts all = parts;
        for (const Json* each : parts_of(branch, root)) all.push_back(each);
        return !judge(all, root, kMostDepth).empty();
      };
      if (std::all_of(branches->items.begin(), branches->items.end(), impossible)) {
        return "no branch of its " + std::string(keyword) + " agrees with the rest of it";
      }
    }
  }
  return {};
}

}  // namespace

std::string contradiction(const Json& schema, const Json& root) {
  const Parts parts = parts_of(schema, root);
  std::string why = judge(parts, root, 0);
  return why.empty() ? no_branch(parts, root) : why;
}

}  // namespace specgate
