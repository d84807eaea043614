// The keywords of JSON Schema that we know: what shape their values have and in which drafts they
// stand. Reading a schema, finding the schemas within it, and the metaschemas all go by this list.
// Sources: json-schema.org/draft-04, draft-06 and draft-07, "validation" and "core".
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "spec/json.h"

namespace specgate {

enum class Draft : uint8_t { k4, k6, k7 };

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
};

#define SPECGATE_SCHEMA_WORDS(X)                                             \
  X(kRef, "$ref", kString, k4, k7)                                           \
  X(kSchemaUri, "$schema", kString, k4, k7)                                  \
  X(kId, "$id", kString, k6, k7)                                             \
  X(kIdOf4, "id", kString, k4, k4)                                           \
  X(kTitle, "title", kString, k4, k7)                                        \
  X(kDescription, "description", kString, k4, k7)                            \
  X(kDefault, "default", kAny, k4, k7)                                       \
  X(kExamples, "examples", kValues, k6, k7)                                  \
  X(kDefinitions, "definitions", kSchemaMap, k4, k7)                         \
  X(kType, "type", kTypes, k4, k7)                                           \
  X(kEnum, "enum", kValues, k4, k7)                                          \
  X(kConst, "const", kAny, k6, k7)                                           \
  X(kProperties, "properties", kSchemaMap, k4, k7)                           \
  X(kPatternProperties, "patternProperties", kSchemaMap, k4, k7)             \
  X(kAdditionalProperties, "additionalProperties", kSchema, k6, k7)          \
  X(kAdditionalPropertiesOf4, "additionalProperties", kSchemaOrFlag, k4, k4) \
  X(kPropertyNames, "propertyNames", kSchema, k6, k7)                        \
  X(kRequired, "required", kStrings, k4, k7)                                 \
  X(kMinProperties, "minProperties", kCount, k4, k7)                         \
  X(kMaxProperties, "maxProperties", kCount, k4, k7)                         \
  X(kDependencies, "dependencies", kDependencies, k4, k7)                    \
  X(kItems, "items", kItems, k4, k7)                                         \
  X(kAdditionalItems, "additionalItems", kSchema, k6, k7)                    \
  X(kAdditionalItemsOf4, "additionalItems", kSchemaOrFlag, k4, k4)           \
  X(kMinItems, "minItems", kCount, k4, k7)                                   \
  X(kMaxItems, "maxItems", kCount, k4, k7)                                   \
  X(kUniqueItems, "uniqueItems", kBoolean, k4, k7)                           \
  X(kContains, "contains", kSchema, k6, k7)                                  \
  X(kMinLength, "minLength", kCount, k4, k7)                                 \
  X(kMaxLength, "maxLength", kCount, k4, k7)                                 \
  X(kPattern, "pattern", kString, k4, k7)                                    \
  X(kFormat, "format", kString, k4, k7)                                      \
  X(kMultipleOf, "multipleOf", kPositive, k4, k7)                            \
  X(kMinimum, "minimum", kQuantity, k4, k7)                                  \
  X(kMaximum, "maximum", kQuantity, k4, k7)                                  \
  X(kExclusiveMinimum, "exclusiveMinimum", kQuantity, k6, k7)                \
  X(kExclusiveMaximum, "exclusiveMaximum", kQuantity, k6, k7)                \
  X(kExclusiveMinimumOf4, "exclusiveMinimum", kBoolean, k4, k4)              \
  X(kExclusiveMaximumOf4, "exclusiveMaximum", kBoolean, k4, k4)              \
  X(kAllOf, "allOf", kSchemas, k4, k7)                                       \
  X(kAnyOf, "anyOf", kSchemas, k4, k7)                                       \
  X(kOneOf, "oneOf", kSchemas, k4, k7)                                       \
  X(kNot, "not", kSchema, k4, k7)                                            \
  X(kIf, "if", kSchema, k7, k7)                                              \
  X(kThen, "then", kSchema, k7, k7)                                          \
  X(kElse, "else", kSchema, k7, k7)

enum class Word : uint8_t {
#define X(id, name, shape, first, last) id,
  SPECGATE_SCHEMA_WORDS(X)
#undef X
};

struct WordRow {
  Word word;
  std::string_view name;
  Shape shape;
  Draft first, last;
};
std::span<const WordRow> schema_words();
const WordRow* word_of(std::string_view name, Draft draft);  // null: no keyword of that draft

// What is wrong with the value of a keyword, in words, or empty. The schemas in it are not looked
// into.
std::string misshapen(const WordRow& row, const Json& value, Draft draft);

// The mask of a type's name; 0: there is no such type.
KindMask kinds_named(std::string_view type);

// Calls `visit(schema)` for each schema that stands directly in the value.
template <typename Visit>
void for_schemas_in(Shape shape, const Json& value, const Visit& visit) {
  switch (shape) {
    case Shape::kSchema:
    case Shape::kSchemaOrFlag:
      visit(value);
      return;
    case Shape::kItems:
      if (!value.is(Kind::kArray)) visit(value);
      [[fallthrough]];
    case Shape::kSchemas:
      for (const Json& item : value.items) visit(item);
      return;
    case Shape::kSchemaMap:
    case Shape::kDependencies:
      for (const JsonMember& member : value.members) {
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
      return;
  }
}

}  // namespace specgate
