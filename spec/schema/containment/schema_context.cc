#include "spec/schema/containment/schema_context.h"

#include <algorithm>
#include <charconv>

#include "spec/schema/keywords.h"

namespace specgate {
namespace {

constexpr size_t kMostHops = 32;
constexpr std::string_view kStandIn = "\x01stand-in ";

// "%25" -> "%", "~1" -> "/", "~0" -> "~": a step of a JSON pointer in a URI fragment.
std::string plain_step(std::string_view step) {
  std::string out;
  for (size_t i = 0; i < step.size(); ++i) {
    unsigned char code = 0;
    if (step[i] == '%' && i + 2 < step.size() &&
        std::from_chars(step.data() + i + 1, step.data() + i + 3, code, 16).ec == std::errc()) {
      out += static_cast<char>(code);
      i += 2;
    } else if (step[i] == '~' && i + 1 < step.size()) {
      out += step[++i] == '1' ? '/' : '~';
    } else {
      out += step[i];
    }
  }
  return out;
}

const Json* child(const Json& from, const std::string& step, SchemaSpace& space) {
  if (from.is(Kind::kObject)) return space.find(from, step);
  size_t index = 0;
  const auto end = step.data() + step.size();
  const bool number = std::from_chars(step.data(), end, index).ptr == end && !step.empty();
  return number && index < from.items.size() ? &from.items[index] : nullptr;
}

const Json* pointed(const Json& root, std::string_view pointer, SchemaSpace& space) {
  const Json* at = &root;
  while (at != nullptr && !pointer.empty()) {
    pointer.remove_prefix(1);
    const size_t end = std::min(pointer.find('/'), pointer.size());
    at = child(*at, plain_step(pointer.substr(0, end)), space);
    pointer.remove_prefix(end);
  }
  return at;
}

const Json* find_id(const Json& from, std::string_view id) {
  if (from.text_of("$id") == id || from.text_of("id") == id) return &from;
  if (id.starts_with('#') && from.text_of("$anchor") == id.substr(1)) return &from;
  const Json* found = nullptr;
  for (const Json& item : from.items) {
    if (found == nullptr) found = find_id(item, id);
  }
  for (const JsonMember& member : from.members) {
    if (found == nullptr) found = find_id(member.value, id);
  }
  return found;
}

bool all_within(const Json& a, const Json& b) {
  JsonSet others(&b);
  return std::all_of(a.items.begin(), a.items.end(),
                     [&](const Json& one) { return others.contains(one); });
}

bool same_sets(const Json& a, const Json& b) {
  return a.items == b.items || (all_within(a, b) && all_within(b, a));
}

// "string" counts as ["string"].
bool same_lists_or_values(const Json& a, const Json& b) {
  if (a.is(Kind::kArray) == b.is(Kind::kArray)) return a.is(Kind::kArray) ? same_sets(a, b) : a == b;
  const Json &list = a.is(Kind::kArray) ? a : b, &value = a.is(Kind::kArray) ? b : a;
  return !list.items.empty() && std::all_of(list.items.begin(), list.items.end(),
                                            [&](const Json& one) { return one == value; });
}

bool empty_value(const Json& value) {
  return (value.is(Kind::kArray) && value.items.empty()) ||
         (value.is(Kind::kObject) && value.members.empty());
}

bool maps_schemas(Shape shape) {
  return shape == Shape::kSchemaMap || shape == Shape::kDependencies || shape == Shape::kNameLists;
}

bool is_schema(Shape shape) {
  return shape == Shape::kSchema || shape == Shape::kSchemaOrFlag || shape == Shape::kItems;
}

// Not there, or there and without effect: an empty list of names, an object of no schemas, a
// schema that accepts all.
bool says_nothing(const WordRow& row, const Json* value) {
  if (value == nullptr) return true;
  const Shape shape = row.shape;
  if (shape == Shape::kStrings || maps_schemas(shape)) return empty_value(*value);
  if (shape == Shape::kBoolean) return value->is_false();
  if (row.word == Word::kMinContains) return value->text == "1";
  if (shape == Shape::kCount) return value->text == "0" && row.name.substr(0, 3) == "min";
  const bool tests = row.word == Word::kNot || row.word == Word::kContains || row.word == Word::kIf;
  return is_schema(shape) && !tests && !value->is(Kind::kArray) && accepts_all(*value);
}

}  // namespace

bool constrains(std::string_view keyword) {
  const WordRow* const row = word_of(keyword);
  return row != nullptr && row->use == Use::kChecks;
}

bool is_vague(const Json& schema) {
  return std::any_of(schema.members.begin(), schema.members.end(), [](const JsonMember& member) {
    const WordRow* const row = word_of(member.key);
    if (row == nullptr || row->use != Use::kChecks || row->first <= Draft::k7) return false;
    return row->word != Word::kDependentRequired && row->word != Word::kDependentSchemas;
  });
}

bool accepts_all(const Json& schema) {
  if (schema.is_true()) return true;
  if (!schema.is(Kind::kObject)) return false;
  return std::all_of(schema.members.begin(), schema.members.end(), [](const JsonMember& member) {
    const WordRow* const row = word_of(member.key);
    return !constrains(member.key) || says_nothing(*row, &member.value);
  });
}

int64_t count_of(const Json& schema, std::string_view keyword) {
  const Json* const value = schema.find(keyword);
  if (value == nullptr || !value->is_number() || !is_whole(value->text)) return -1;
  double number = 0;
  std::from_chars(value->text.data(), value->text.data() + value->text.size(), number);
  constexpr double kFar = 1e15;
  return number < 0 ? -1 : static_cast<int64_t>(std::min(number, kFar));
}

SchemaRef SchemaSpace::follow(SchemaRef ref) {
  for (size_t hop = 0; hop < kMostHops && ref.schema != nullptr; ++hop) {
    if (ref.schema->is(Kind::kString) && ref.schema->text.rfind(kStandIn, 0) == 0) {
      const std::string_view digits = std::string_view(ref.schema->text).substr(kStandIn.size());
      size_t index = targets_.size();
      std::from_chars(digits.data(), digits.data() + digits.size(), index);
      if (index >= targets_.size()) return {};  // somebody's own text
      ref = targets_[index];
      continue;
    }
    const Json* const target = ref.schema->is(Kind::kObject) ? ref.schema->find("$ref") : nullptr;
    if (target == nullptr || !target->is(Kind::kString)) return ref;
    if (const Json* const made = with_target(ref)) return {made, ref.root};
    std::string_view uri = target->text;
    const std::string_view base = ref.root->text_of("$id");
    if (!base.empty() && uri.substr(0, base.size()) == base) uri.remove_prefix(base.size());
    if (uri == "#" || uri.empty()) {
      ref.schema = ref.root;
    } else if (uri.substr(0, 2) == "#/") {
      ref.schema = pointed(*ref.root, uri.substr(1), *this);
    } else {
      ref.schema = anchored(*ref.root, std::string(uri));
    }
  }
  return {};
}

// Null where the reference stands alone, or what is beside it does not count.
const Json* SchemaSpace::with_target(SchemaRef ref) {
  const std::optional<Draft> draft = named_draft(*ref.root);
  if (!draft || *draft < Draft::k2019) return nullptr;
  const auto checks = [](const JsonMember& member) {
    return member.key != "$ref" && constrains(member.key);
  };
  const std::vector<JsonMember>& members = ref.schema->members;
  if (std::none_of(members.begin(), members.end(), checks)) return nullptr;
  const auto [at, fresh] = beside_.try_emplace(ref.schema, nullptr);
  if (!fresh) return at->second;
  Json alone = Json::object(), rest = *ref.schema;
  alone.set("$ref", *ref.schema->find("$ref"));
  rest.erase("$ref");
  if (rest.find("allOf") == nullptr) rest.set("allOf", Json::array());
  rest.find("allOf")->items.push_back(stand_in({made(std::move(alone)).schema, ref.root}));
  return at->second = made(std::move(rest)).schema;
}

const Json* SchemaSpace::anchored(const Json& root, const std::string& id) {
  const auto [at, fresh] = anchors_.try_emplace({&root, id}, nullptr);
  if (fresh) at->second = find_id(root, id);
  return at->second;
}

SchemaRef SchemaSpace::made(Json schema) {
  const Json* const kept = &made_.emplace_back(std::move(schema));
  return {kept, kept};
}

Json SchemaSpace::stand_in(SchemaRef target) {
  targets_.push_back(target);
  return Json::string(std::string(kStandIn) + std::to_string(targets_.size() - 1));
}

const JsonMember* SchemaSpace::member(const Json& object, std::string_view key) {
  if (object.members.size() <= JsonIndex::kFew) return object.member(key);
  return indices_.try_emplace(&object, &object).first->second.member(key);
}

const Json* SchemaSpace::find(const Json& object, std::string_view key) {
  const JsonMember* const found = member(object, key);
  return found == nullptr ? nullptr : &found->value;
}

bool SchemaSpace::lists(const Json& array, const Json& value) {
  if (array.items.size() <= JsonIndex::kFew) return JsonSet(&array).contains(value);
  return sets_.try_emplace(&array, &array).first->second.contains(value);
}

Truth SchemaSpace::matches(const std::string& pattern, std::string_view text) {
  auto at = patterns_.find(pattern);
  if (at == patterns_.end()) {
    Result<Pattern> compiled = Pattern::compile(pattern);
    std::optional<Pattern> kept;
    if (compiled) kept = std::move(*compiled);
    at = patterns_.emplace(pattern, std::move(kept)).first;
  }
  if (!at->second) return Truth::kMaybe;
  return at->second->found_in(text) ? Truth::kYes : Truth::kNo;
}

namespace {

bool names_rest(const Json& json) {
  return std::any_of(json.items.begin(), json.items.end(), names_rest) ||
         std::any_of(json.members.begin(), json.members.end(), [](const JsonMember& member) {
           return member.key == "unevaluatedProperties" || member.key == "unevaluatedItems" ||
                  names_rest(member.value);
         });
}

// Without what only tells.
Json bare(const Json& schema) {
  Json out = schema;
  std::erase_if(out.members, [](const JsonMember& member) {
    const WordRow* const row = word_of(member.key);
    return row == nullptr || row->use == Use::kTells;
  });
  for (JsonMember& member : out.members) {
    for_schemas_in(word_of(member.key)->shape, member.value, [](Json& one) {
      if (one.is(Kind::kObject)) one = bare(one);
    });
  }
  return out;
}

}  // namespace

// Where a schema asks what was evaluated, even a part of it that accepts everything counts: then
// only what is written alike is the same.
bool SchemaSpace::same(SchemaRef a, SchemaRef b) {
  const bool objects = a.schema != nullptr && b.schema != nullptr && a.schema->is(Kind::kObject) &&
                       b.schema->is(Kind::kObject);
  if (objects && (names_rest(*a.schema) || names_rest(*b.schema)))
    return a.root == b.root ? a.schema == b.schema || bare(*a.schema) == bare(*b.schema)
                            : bare(*a.schema) == bare(*b.schema) && bare(*a.root) == bare(*b.root);
  std::set<Pair> open;
  return same_schemas(a, b, open);
}

bool SchemaSpace::same_schemas(SchemaRef a, SchemaRef b, std::set<Pair>& open) {
  const SchemaRef left = follow(a), right = follow(b);
  if (left.schema == nullptr || right.schema == nullptr) {
    return left.schema == right.schema && a.schema != nullptr && b.schema != nullptr &&
           a.schema->text_of("$ref") == b.schema->text_of("$ref");
  }
  if (left.schema == right.schema) return true;
  if (accepts_all(*left.schema) || accepts_all(*right.schema)) {
    return accepts_all(*left.schema) && accepts_all(*right.schema);
  }
  if (left.schema->kind != right.schema->kind) return false;
  if (!left.schema->is(Kind::kObject)) return *left.schema == *right.schema;
  if (!open.emplace(left.schema, right.schema).second) return true;
  for (const WordRow& row : schema_words()) {
    if (row.last == Draft::k4 || !constrains(row.name)) continue;
    if (!same_keyword(row.name, left, right, open)) return false;
  }
  return true;
}

bool SchemaSpace::same_keyword(std::string_view name, SchemaRef a, SchemaRef b,
                               std::set<Pair>& open) {
  const WordRow& row = *word_of(name);
  const SchemaRef left{a.schema->find(name), a.root}, right{b.schema->find(name), b.root};
  if (says_nothing(row, left.schema) || says_nothing(row, right.schema)) {
    return says_nothing(row, left.schema) && says_nothing(row, right.schema);
  }
  const Shape shape = row.shape;
  if (maps_schemas(shape)) return same_maps(left, right, open);
  if (shape == Shape::kTypes || shape == Shape::kValues || shape == Shape::kStrings)
    return same_lists_or_values(*left.schema, *right.schema);
  const bool lists = left.schema->is(Kind::kArray) && right.schema->is(Kind::kArray);
  if (shape == Shape::kSchemas || (shape == Shape::kItems && lists))
    return same_lists(left, right, open);
  if (is_schema(shape)) return same_schemas(left, right, open);
  return *left.schema == *right.schema;
}

bool SchemaSpace::same_lists(SchemaRef a, SchemaRef b, std::set<Pair>& open) {
  const std::vector<Json>&left = a.schema->items, &right = b.schema->items;
  if (left.size() != right.size()) return false;
  for (size_t i = 0; i < left.size(); ++i) {
    if (!same_schemas({&left[i], a.root}, {&right[i], b.root}, open)) return false;
  }
  return true;
}

bool SchemaSpace::same_maps(SchemaRef a, SchemaRef b, std::set<Pair>& open) {
  if (a.schema->members.size() != b.schema->members.size()) return false;
  JsonIndex others(b.schema);
  const std::vector<JsonMember>& members = a.schema->members;
  return std::all_of(members.begin(), members.end(), [&](const JsonMember& member) {
    const auto place = static_cast<size_t>(&member - members.data());
    const Json* const other = others.find(member.key, place);
    if (other == nullptr) return false;
    if (member.value.is(Kind::kArray) || other->is(Kind::kArray))
      return other->kind == member.value.kind && same_sets(member.value, *other);
    return same_schemas({&member.value, a.root}, {other, b.root}, open);
  });
}

}  // namespace specgate
