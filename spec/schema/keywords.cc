#include "spec/schema/keywords.h"

#include <algorithm>

#include "spec/text/edit_distance.h"
#include "spec/text/nearest_name.h"

namespace specgate {
namespace {

constexpr WordRow kRows[] = {
#define X(id, name, shape, use, first, last) \
  {Word::id, name, Shape::shape, Use::use, Draft::first, Draft::last},
    SPECGATE_SCHEMA_WORDS(X)
#undef X
};

// Keys that plans have, no slips of keywords.
constexpr std::string_view kOthers[] = {
    "id",       "key",      "labels",       "label",         "name",          "names",        "tags",
    "example",  "value",    "values",       "types",         "item",          "nullable",     "version",
    "note",     "notes",    "comment",      "comments",      "destinations",  "eventMetadata",
    "propertyName",         "propertyOrder"};

// Keywords of other languages that refuse values, with the kinds of value that they have there; who writes them
// expects that somebody does. Others under these names are a team's own words.
struct ForeignWord {
  std::string_view name, of;
  KindMask kinds;
};
constexpr KindMask kText = mask(Kind::kString), kFlag = mask(Kind::kBoolean), kList = mask(Kind::kArray),
                   kObject = mask(Kind::kObject);
constexpr ForeignWord kForeign[] = {
    {"disallow", "draft-03", kText | kList | kObject},
    {"divisibleBy", "draft-03", kNumber},
    {"extends", "draft-03", kList | kObject},
    {"discriminator", "OpenAPI", kObject},
    {"formatMaximum", "ajv", kText | kObject},
    {"formatMinimum", "ajv", kText | kObject},
    {"formatExclusiveMaximum", "ajv", kText | kObject},
    {"formatExclusiveMinimum", "ajv", kText | kObject},
    {"patternGroups", "ajv", kObject},
    {"patternRequired", "ajv-keywords", kList},
    {"typeof", "ajv-keywords", kText | kList},
    {"instanceof", "ajv-keywords", kText | kList},
    {"range", "ajv-keywords", kList},
    {"exclusiveRange", "ajv-keywords", kFlag},
    {"regexp", "ajv-keywords", kText | kObject},
    {"transform", "ajv-keywords", kList},
    {"prohibited", "ajv-keywords", kList},
    {"uniqueItemProperties", "ajv-keywords", kList},
    {"allRequired", "ajv-keywords", kFlag},
    {"anyRequired", "ajv-keywords", kList},
    {"oneRequired", "ajv-keywords", kList},
    {"deepRequired", "ajv-keywords", kList},
    {"selectCases", "ajv-keywords", kObject},
    {"deepProperties", "ajv-keywords", kObject},
    {"selectDefault", "ajv-keywords", kFlag | kObject},
    {"bsonType", "MongoDB", kText | kList},
};

struct TypeName {
  std::string_view name;
  KindMask kinds;
};
constexpr TypeName kTypes[] = {
    {"null", mask(Kind::kNull)},       {"boolean", mask(Kind::kBoolean)},
    {"integer", mask(Kind::kInteger)}, {"number", kNumber},
    {"string", mask(Kind::kString)},   {"object", mask(Kind::kObject)},
    {"array", mask(Kind::kArray)},     {"any", kAnyKind},
};

// "additional_properties" has two, "type" has one.
size_t words_of(std::string_view key) {
  const auto lower = [](char c) { return c >= 'a' && c <= 'z'; };
  const auto upper = [](char c) { return c >= 'A' && c <= 'Z'; };
  size_t out = 1;
  for (size_t i = 1; i < key.size(); ++i) {
    const bool sign = key[i] == '_' || key[i] == '-' || key[i] == ' ';
    out += sign || (upper(key[i]) && lower(key[i - 1])) ? 1 : 0;
  }
  return out;
}

bool is_count(const Json& value, Draft draft) {
  const bool whole = draft == Draft::k4 ? value.is(Kind::kInteger) : value.is_number();
  return whole && is_whole(value.text) && compare_numbers(value.text, "0") >= 0;
}

bool is_schema(const Json& value, Draft draft) {
  return value.is(Kind::kObject) || (draft != Draft::k4 && value.is(Kind::kBoolean));
}

bool all_are(const Json& value, Kind kind) {
  return std::all_of(value.items.begin(), value.items.end(),
                     [&](const Json& item) { return item.is(kind); });
}

bool are_strings(const Json& value) {
  return value.is(Kind::kArray) && all_are(value, Kind::kString);
}

std::string unknown_type(const Json& value) {
  if (!value.is(Kind::kString)) return "wanted the name of a type";
  if (kinds_named(value.text) != 0) return {};
  std::string out = "there is no type \"" + value.text + "\"";
  for (const TypeName& type : kTypes) {
    if (edit_distance(value.text, type.name, 2) <= 2)
      return out + ", did you mean \"" + std::string(type.name) + "\"?";
  }
  return out;
}

std::string wrong_types(const Json& value) {
  if (!value.is(Kind::kArray)) return unknown_type(value);
  if (value.items.empty()) return "wanted at least one type";
  for (const Json& item : value.items) {
    if (std::string wrong = unknown_type(item); !wrong.empty()) return wrong;
  }
  return {};
}

std::string wanted_unless(bool fits, std::string_view wanted) {
  return fits ? std::string() : "wanted " + std::string(wanted);
}

// What another kind of value is called.
std::string_view noun(const Json& value) {
  if (value.is(Kind::kBoolean)) return value.is_true() ? "true" : "false";
  if (value.is_number()) return "a number";
  if (value.is(Kind::kArray)) return "an array";
  return value.is(Kind::kString) ? "a string" : name_of(value.kind);
}

// Names the first member that is none of what is wanted.
template <typename Test>
std::string wrong_members(const Json& value, const Test& test, std::string_view wanted) {
  const auto bad =
      std::find_if(value.members.begin(), value.members.end(),
                   [&](const JsonMember& member) { return !test(member.value); });
  if (!value.is(Kind::kObject) || bad == value.members.end())
    return wanted_unless(value.is(Kind::kObject), wanted);
  return "in which \"" + bad->key + "\" is " + std::string(noun(bad->value)) + ", wanted " +
         std::string(wanted);
}

std::string_view schema_words_of(Draft draft) {
  return draft == Draft::k4 ? "a schema (an object)" : "a schema (an object, true or false)";
}

std::string wrong_schemas(Shape shape, const Json& value, Draft draft) {
  const auto fits = [&](const Json& one) { return is_schema(one, draft); };
  const std::string one(schema_words_of(draft));
  const bool all = std::all_of(value.items.begin(), value.items.end(), fits);
  const bool array = value.is(Kind::kArray) && all;
  if (shape == Shape::kSchema) return wanted_unless(fits(value), one);
  if (shape == Shape::kSchemaOrFlag)
    return wanted_unless(fits(value) || value.is(Kind::kBoolean), "a schema, true or false");
  if (shape == Shape::kSchemas)
    return wanted_unless(array && !value.items.empty(), "an array of at least one schema");
  if (shape == Shape::kItems)
    return wanted_unless(array || fits(value), one + " or an array of them");
  if (shape == Shape::kSchemaMap) return wrong_members(value, fits, "an object of schemas");
  if (shape == Shape::kNameLists)
    return wrong_members(value, are_strings, "an object of arrays of names");
  const auto depends = [&](const Json& rule) { return fits(rule) || are_strings(rule); };
  return wrong_members(value, depends, "an object of schemas and arrays of names");
}

}  // namespace

std::span<const WordRow> schema_words() { return kRows; }

std::optional<Draft> named_draft(const Json& schema) {
  constexpr std::pair<std::string_view, Draft> kMarks[] = {
      {"json-schema.org/draft-04/schema", Draft::k4},
      {"json-schema.org/draft-06/schema", Draft::k6},
      {"json-schema.org/draft-07/schema", Draft::k7},
      {"json-schema.org/draft/2019-09/schema", Draft::k2019},
      {"json-schema.org/draft/2020-12/schema", Draft::k2020},
  };
  const std::string_view uri = schema.text_of("$schema");
  for (const auto& [mark, draft] : kMarks) {
    if (uri.find(mark) != std::string_view::npos) return draft;
  }
  return std::nullopt;
}

std::string_view name_of(Draft draft) {
  switch (draft) {
    case Draft::k4:
      return "draft-04";
    case Draft::k6:
      return "draft-06";
    case Draft::k7:
      return "draft-07";
    case Draft::k2019:
      return "2019-09";
    case Draft::k2020:
      return "2020-12";
  }
  return {};
}

const WordRow* word_of(std::string_view name, Draft draft) {
  const auto* found = std::find_if(std::begin(kRows), std::end(kRows), [&](const WordRow& row) {
    return row.name == name && row.first <= draft && draft <= row.last;
  });
  return found == std::end(kRows) ? nullptr : found;
}

const WordRow* word_of(std::string_view name) {
  const auto* found = std::find_if(std::begin(kRows), std::end(kRows), [&](const WordRow& row) {
    return row.name == name && row.last != Draft::k4;
  });
  return found == std::end(kRows) ? nullptr : found;
}

const WordRow* held_word(std::string_view name, Draft draft) {
  const WordRow* const row = word_of(name, draft);
  if (row != nullptr || draft < Draft::k7) return row;
  const WordRow* const other = word_of(name);
  return other != nullptr && other->first > draft ? other : nullptr;
}

std::vector<std::string_view> words_in(Draft draft) {
  std::vector<std::string_view> out;
  for (const WordRow& row : kRows) {
    if (row.first <= draft && draft <= row.last) out.push_back(row.name);
  }
  return out;
}

std::string_view language_of(const JsonMember& member) {
  const auto* row = std::ranges::find(kForeign, member.key, &ForeignWord::name);
  return row == std::end(kForeign) || !admits(row->kinds, member.value.kind) ? std::string_view() : row->of;
}

namespace {

bool is_own_word(std::string_view key) {
  constexpr size_t kShortest = 4;
  const char first = key.empty() ? '\0' : key.front();
  const bool named = (first >= 'a' && first <= 'z') || (first >= 'A' && first <= 'Z') || first == '$';
  return !named || key.size() < kShortest || key.starts_with("x-") || word_of(key) != nullptr ||
         std::find(std::begin(kOthers), std::end(kOthers), key) != std::end(kOthers) ||
         std::ranges::find(kForeign, key, &ForeignWord::name) != std::end(kForeign);
}

}  // namespace

const WordRow* meant_word(const JsonMember& member) {
  static const NearestName kWords(words_in(kNewestDraft));
  if (is_own_word(member.key)) return nullptr;
  SearchBudget all(std::size(kRows) * 2);
  const std::string_view near = kWords.to(member.key, all);
  // A word more makes a name of one's own: tsType, required_if.
  if (near.empty() || words_of(member.key) > words_of(near)) return nullptr;
  const WordRow* const row = word_of(near, kNewestDraft);
  return misshapen(*row, member.value, kNewestDraft).empty() ? row : nullptr;
}

KindMask kinds_named(std::string_view type) {
  for (const TypeName& one : kTypes) {
    if (one.name == type) return one.kinds;
  }
  return 0;
}

std::string misshapen(const WordRow& row, const Json& value, Draft draft) {
  switch (row.shape) {
    case Shape::kAny:
      return {};
    case Shape::kString:
      return wanted_unless(value.is(Kind::kString), "a string");
    case Shape::kBoolean:
      return wanted_unless(value.is(Kind::kBoolean), "true or false");
    case Shape::kQuantity:
      return wanted_unless(value.is_number(), "a number");
    case Shape::kPositive:
      return wanted_unless(value.is_number() && compare_numbers(value.text, "0") > 0,
                           "a number above 0");
    case Shape::kCount:
      return wanted_unless(is_count(value, draft), "a whole number from 0");
    case Shape::kTypes:
      return wrong_types(value);
    case Shape::kValues:
      return wanted_unless(value.is(Kind::kArray), "an array");
    case Shape::kStrings:
      return wanted_unless(are_strings(value), "an array of strings");
    case Shape::kSchema:
    case Shape::kSchemaOrFlag:
    case Shape::kSchemas:
    case Shape::kSchemaMap:
    case Shape::kItems:
    case Shape::kDependencies:
    case Shape::kNameLists:
      return wrong_schemas(row.shape, value, draft);
  }
  return {};
}

}  // namespace specgate
