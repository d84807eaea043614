// The metaschemas, made from the list of keywords: enough to judge schemas as those that
// json-schema.org publishes do.
#include "spec/schema/refs.h"

namespace specgate {
namespace {

constexpr std::string_view kUris[] = {
    "http://json-schema.org/draft-04/schema",
    "http://json-schema.org/draft-06/schema",
    "http://json-schema.org/draft-07/schema",
    "https://json-schema.org/draft/2019-09/schema",
    "https://json-schema.org/draft/2020-12/schema",
};

Json object_of(std::string_view key, Json value) {
  Json out = Json::object();
  out.set(key, std::move(value));
  return out;
}

Json type(std::string_view name) { return object_of("type", Json::string(name)); }

Json root() { return object_of("$ref", Json::string("#")); }

Json array_of(Json items) {
  Json out = type("array");
  out.set("items", std::move(items));
  return out;
}

Json filled(Json array) {
  array.set("minItems", Json::integer(1));
  return array;
}

Json either(Json one, Json other) {
  Json both = Json::array();
  both.items.push_back(std::move(one));
  both.items.push_back(std::move(other));
  return object_of("anyOf", std::move(both));
}

Json count() {
  Json out = type("integer");
  out.set("minimum", Json::integer(0));
  return out;
}

Json positive(Draft draft) {
  Json out = type("number");
  if (draft == Draft::k4) out.set("minimum", Json::integer(0));
  out.set("exclusiveMinimum", draft == Draft::k4 ? Json::boolean(true) : Json::integer(0));
  return out;
}

Json strings(Draft draft) {
  Json out = array_of(type("string"));
  out.set("uniqueItems", Json::boolean(true));
  return draft == Draft::k4 ? filled(std::move(out)) : out;
}

Json type_names() {
  Json names = Json::array();
  for (const std::string_view name :
       {"array", "boolean", "integer", "null", "number", "object", "string"})
    names.items.push_back(Json::string(name));
  return object_of("enum", std::move(names));
}

Json types() {
  Json some = filled(array_of(type_names()));
  some.set("uniqueItems", Json::boolean(true));
  return either(type_names(), std::move(some));
}

Json map_of(Json values) {
  Json out = type("object");
  out.set("additionalProperties", std::move(values));
  return out;
}

Json values_of(Draft draft) {
  Json out = type("array");
  return draft == Draft::k4 ? filled(std::move(out)) : out;
}

Json shape_of(Shape shape, Draft draft) {
  switch (shape) {
    case Shape::kAny:
      return Json::object();
    case Shape::kString:
      return type("string");
    case Shape::kBoolean:
      return type("boolean");
    case Shape::kQuantity:
      return type("number");
    case Shape::kPositive:
      return positive(draft);
    case Shape::kCount:
      return count();
    case Shape::kTypes:
      return types();
    case Shape::kValues:
      return values_of(draft);
    case Shape::kStrings:
      return strings(draft);
    case Shape::kSchema:
      return root();
    case Shape::kSchemaOrFlag:
      return either(type("boolean"), root());
    case Shape::kSchemas:
      return filled(array_of(root()));
    case Shape::kSchemaMap:
      return map_of(root());
    case Shape::kItems:
      return either(root(), filled(array_of(root())));
    case Shape::kDependencies:
      return map_of(either(root(), strings(draft)));
    case Shape::kNameLists:
      return map_of(strings(draft));
  }
  return {};
}

// Formats as the published ones have them.
Json keyword(const WordRow& row, Draft draft) {
  Json out = shape_of(row.shape, draft);
  if (row.word == Word::kPattern) out.set("format", Json::string("regex"));
  if (draft == Draft::k4) return out;
  if (row.word == Word::kRef || row.word == Word::kId)
    out.set("format", Json::string("uri-reference"));
  if (row.word == Word::kSchemaUri) out.set("format", Json::string("uri"));
  if (row.word == Word::kPatternProperties)
    out.set("propertyNames", object_of("format", Json::string("regex")));
  return out;
}

// draft-04 has exclusiveMinimum beside minimum only, and exclusiveMaximum likewise.
Json dependencies_of_4() {
  Json out = Json::object();
  for (const auto& [flag, limit] :
       {std::pair("exclusiveMaximum", "maximum"), {"exclusiveMinimum", "minimum"}}) {
    Json names = Json::array();
    names.items.push_back(Json::string(limit));
    out.set(flag, std::move(names));
  }
  return out;
}

Json made(Draft draft) {
  Json out = Json::object();
  Json kinds = Json::array();
  kinds.items.push_back(Json::string("object"));
  if (draft != Draft::k4) kinds.items.push_back(Json::string("boolean"));
  out.set("type", std::move(kinds));
  Json properties = Json::object();
  for (const WordRow& row : schema_words()) {
    if (row.first <= draft && draft <= row.last) properties.set(row.name, keyword(row, draft));
  }
  out.set("properties", std::move(properties));
  if (draft == Draft::k4) out.set("dependencies", dependencies_of_4());
  return out;
}

}  // namespace

const Json* metaschema(std::string_view uri) {
  static const Json kMade[] = {made(Draft::k4), made(Draft::k6), made(Draft::k7),
                               made(Draft::k2019), made(Draft::k2020)};
  for (size_t i = 0; i < std::size(kUris); ++i) {
    if (kUris[i] == uri) return &kMade[i];
  }
  return nullptr;
}

}  // namespace specgate
