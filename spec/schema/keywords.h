// The keywords of JSON Schema that we know: what shape their values have and in which drafts they
// stand. Reading a schema, finding the schemas within it, and the metaschemas all go by this list.
// Sources: json-schema.org/draft-04, draft-06, draft-07, 2019-09 and 2020-12, "validation" and
// "core".
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "spec/json/json.h"

namespace specgate {

enum class Draft : uint8_t { k4, k6, k7, k2019, k2020 };
inline constexpr Draft kNewestDraft = Draft::k2020;
std::string_view name_of(Draft draft);  // "draft-07", "2019-09"
// The draft that a schema's $schema names; none where it names none, or one that we do not know.
std::optional<Draft> named_draft(const Json& schema);

enum class Shape : uint8_t {
  kAny,
  kString,
  kBoolean,
  kQuantity,
  kPositive,  // a number above 0
  kCount,     // a whole number from 0
  kTypes,     // the name of a type, or an array of them
  kValues,    // an array of anything
  kStrings,   // an array of strings
  kSchema,
  kSchemaOrFlag,  // draft-04, where true and false are no schemas
  kSchemas,       // an array of schemas, not empty
  kSchemaMap,     // an object of schemas
  kItems,         // a schema, or an array of schemas
  kDependencies,  // an object of schemas and arrays of strings
  kNameLists,     // an object of arrays of strings
};

enum class Use : uint8_t {
  kChecks,
  kTells,  // people; whatever it says, no value is refused
  kNames,  // the schema, or its language
  kHolds,  // schemas that others refer to
};

#define SPECGATE_SCHEMA_WORDS(X)                                                      \
  X(kRef, "$ref", kString, kChecks, k4, k2020)                                        \
  X(kRecursiveRef, "$recursiveRef", kString, kChecks, k2019, k2019)                   \
  X(kDynamicRef, "$dynamicRef", kString, kChecks, k2020, k2020)                       \
  X(kSchemaUri, "$schema", kString, kNames, k4, k2020)                                \
  X(kId, "$id", kString, kNames, k6, k2020)                                           \
  X(kIdOf4, "id", kString, kNames, k4, k4)                                            \
  X(kAnchor, "$anchor", kString, kNames, k2019, k2020)                                \
  X(kRecursiveAnchor, "$recursiveAnchor", kBoolean, kNames, k2019, k2019)             \
  X(kDynamicAnchor, "$dynamicAnchor", kString, kNames, k2020, k2020)                  \
  X(kVocabulary, "$vocabulary", kAny, kNames, k2019, k2020)                           \
  X(kTitle, "title", kString, kTells, k4, k2020)                                      \
  X(kDescription, "description", kString, kTells, k4, k2020)                          \
  X(kComment, "$comment", kString, kTells, k7, k2020)                                 \
  X(kExamples, "examples", kValues, kTells, k6, k2020)                                \
  X(kDefault, "default", kAny, kTells, k4, k2020)                                     \
  X(kReadOnly, "readOnly", kBoolean, kTells, k7, k2020)                               \
  X(kWriteOnly, "writeOnly", kBoolean, kTells, k7, k2020)                             \
  X(kDeprecated, "deprecated", kBoolean, kTells, k2019, k2020)                        \
  X(kContentEncoding, "contentEncoding", kString, kTells, k7, k2020)                  \
  X(kContentMediaType, "contentMediaType", kString, kTells, k7, k2020)                \
  X(kContentSchema, "contentSchema", kSchema, kTells, k2019, k2020)                   \
  X(kDefinitions, "definitions", kSchemaMap, kHolds, k4, k2020)                       \
  X(kDefs, "$defs", kSchemaMap, kHolds, k2019, k2020)                                 \
  X(kType, "type", kTypes, kChecks, k4, k2020)                                        \
  X(kEnum, "enum", kValues, kChecks, k4, k2020)                                       \
  X(kConst, "const", kAny, kChecks, k6, k2020)                                        \
  X(kProperties, "properties", kSchemaMap, kChecks, k4, k2020)                        \
  X(kPatternProperties, "patternProperties", kSchemaMap, kChecks, k4, k2020)          \
  X(kAdditionalProperties, "additionalProperties", kSchema, kChecks, k6, k2020)       \
  X(kAdditionalPropertiesOf4, "additionalProperties", kSchemaOrFlag, kChecks, k4, k4) \
  X(kUnevaluatedProperties, "unevaluatedProperties", kSchema, kChecks, k2019, k2020)  \
  X(kPropertyNames, "propertyNames", kSchema, kChecks, k6, k2020)                     \
  X(kRequired, "required", kStrings, kChecks, k4, k2020)                              \
  X(kMinProperties, "minProperties", kCount, kChecks, k4, k2020)                      \
  X(kMaxProperties, "maxProperties", kCount, kChecks, k4, k2020)                      \
  X(kDependencies, "dependencies", kDependencies, kChecks, k4, k2020)                 \
  X(kDependentRequired, "dependentRequired", kNameLists, kChecks, k2019, k2020)       \
  X(kDependentSchemas, "dependentSchemas", kSchemaMap, kChecks, k2019, k2020)         \
  X(kItems, "items", kItems, kChecks, k4, k2019)                                      \
  X(kItemsOf2020, "items", kSchema, kChecks, k2020, k2020)                            \
  X(kPrefixItems, "prefixItems", kSchemas, kChecks, k2020, k2020)                     \
  X(kAdditionalItems, "additionalItems", kSchema, kChecks, k6, k2019)                 \
  X(kAdditionalItemsOf4, "additionalItems", kSchemaOrFlag, kChecks, k4, k4)           \
  X(kUnevaluatedItems, "unevaluatedItems", kSchema, kChecks, k2019, k2020)            \
  X(kMinItems, "minItems", kCount, kChecks, k4, k2020)                                \
  X(kMaxItems, "maxItems", kCount, kChecks, k4, k2020)                                \
  X(kUniqueItems, "uniqueItems", kBoolean, kChecks, k4, k2020)                        \
  X(kContains, "contains", kSchema, kChecks, k6, k2020)                               \
  X(kMinContains, "minContains", kCount, kChecks, k2019, k2020)                       \
  X(kMaxContains, "maxContains", kCount, kChecks, k2019, k2020)                       \
  X(kMinLength, "minLength", kCount, kChecks, k4, k2020)                              \
  X(kMaxLength, "maxLength", kCount, kChecks, k4, k2020)                              \
  X(kPattern, "pattern", kString, kChecks, k4, k2020)                                 \
  X(kFormat, "format", kString, kChecks, k4, k2020)                                   \
  X(kMultipleOf, "multipleOf", kPositive, kChecks, k4, k2020)                         \
  X(kMinimum, "minimum", kQuantity, kChecks, k4, k2020)                               \
  X(kMaximum, "maximum", kQuantity, kChecks, k4, k2020)                               \
  X(kExclusiveMinimum, "exclusiveMinimum", kQuantity, kChecks, k6, k2020)             \
  X(kExclusiveMaximum, "exclusiveMaximum", kQuantity, kChecks, k6, k2020)             \
  X(kExclusiveMinimumOf4, "exclusiveMinimum", kBoolean, kChecks, k4, k4)              \
  X(kExclusiveMaximumOf4, "exclusiveMaximum", kBoolean, kChecks, k4, k4)              \
  X(kAllOf, "allOf", kSchemas, kChecks, k4, k2020)                                    \
  X(kAnyOf, "anyOf", kSchemas, kChecks, k4, k2020)                                    \
  X(kOneOf, "oneOf", kSchemas, kChecks, k4, k2020)                                    \
  X(kNot, "not", kSchema, kChecks, k4, k2020)                                         \
  X(kIf, "if", kSchema, kChecks, k7, k2020)                                           \
  X(kThen, "then", kSchema, kChecks, k7, k2020)                                       \
  X(kElse, "else", kSchema, kChecks, k7, k2020)

enum class Word : uint8_t {
#define X(id, name, shape, use, first, last) id,
  SPECGATE_SCHEMA_WORDS(X)
#undef X
};

struct WordRow {
  Word word;
  std::string_view name;
  Shape shape;
  Use use;
  Draft first, last;
};
std::span<const WordRow> schema_words();
const WordRow* word_of(std::string_view name, Draft draft);  // null: no keyword of that draft
// Of any draft after draft-04, the earliest; for those who ask what a schema may hold, whatever it
// names. Null: no keyword at all.
const WordRow* word_of(std::string_view name);
// As a schema of that draft has it: from draft-07 on, the keywords of later drafts count as well,
// with the meaning they have there. Null: none of that name, or one that the draft does not hold.
const WordRow* held_word(std::string_view name, Draft draft);
std::vector<std::string_view> words_in(Draft draft);

// Whose keyword it is that refuses values there, where no draft since draft-04 has it ("ajv"), or empty: of a value
// of another kind than it has there, too.
std::string_view language_of(const JsonMember& member);
// The keyword that was meant by a key which is none of any draft, or null: `requierd`, not `x-...`, and
// none of the keys that plans have beside keywords (`propertyOrder`).
// A value that the keyword cannot have (`constraints: [...]`) was not meant for it.
const WordRow* meant_word(const JsonMember& member);

// What is wrong with the value of a keyword, in words, or empty. The schemas in it are not looked
// into.
std::string misshapen(const WordRow& row, const Json& value, Draft draft);

// The mask of a type's name; 0: there is no such type. "any", which no draft since draft-03 has,
// but Segment's documentation and many plans do, is all kinds.
KindMask kinds_named(std::string_view type);

// Calls `visit(schema)` for each schema that stands directly in the value, a Json that may be const.
template <typename SomeJson, typename Visit>
void for_schemas_in(Shape shape, SomeJson& value, const Visit& visit) {
  switch (shape) {
    case Shape::kSchema:
    case Shape::kSchemaOrFlag:
      visit(value);
      return;
    case Shape::kItems:
      if (!value.is(Kind::kArray)) visit(value);
      [[fallthrough]];
    case Shape::kSchemas:
      for (SomeJson& item : value.items) visit(item);
      return;
    case Shape::kSchemaMap:
    case Shape::kDependencies:
      for (auto& member : value.members) {
        if (!member.value.is(Kind::kArray)) visit(member.value);
      }
      return;
    case Shape::kAny:
    case Shape::kString:
    case Shape::kBoolean:
    case Shape::kQuantity:
    case Shape::kPositive:
    case Shape::kCount:
    case Shape::kTypes:
    case Shape::kValues:
    case Shape::kStrings:
    case Shape::kNameLists:
      return;
  }
}

}  // namespace specgate
