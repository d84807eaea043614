#include "spec/plan/shapes/schema_form.h"

#include <algorithm>

namespace specgate {
namespace {

constexpr std::string_view kDraft7 = "json-schema.org/draft-07/schema";

// Where a schema holds others (draft-07, 9 and 10; 2019-09 and 2020-12, "applicator").
constexpr std::string_view kOne[] = {"additionalProperties",
                                     "additionalItems",
                                     "unevaluatedProperties",
                                     "unevaluatedItems",
                                     "items",
                                     "not",
                                     "contains",
                                     "propertyNames",
                                     "if",
                                     "then",
                                     "else"};
constexpr std::string_view kList[] = {"allOf", "anyOf", "oneOf", "items", "prefixItems"};
constexpr std::string_view kMap[] = {"properties", "patternProperties", "definitions", "$defs",
                                     "dependencies", "dependentSchemas"};

void visit_below(Json& schema, const std::function<void(Json&)>& visit) {
  for (const std::string_view key : kOne) {
    Json* const one = schema.find(key);
    if (one != nullptr && !one->is(Kind::kArray)) for_each_schema(*one, visit);
  }
  for (const std::string_view key : kList) {
    Json* const list = schema.find(key);
    if (list == nullptr || !list->is(Kind::kArray)) continue;
    for (Json& item : list->items) for_each_schema(item, visit);
  }
  for (const std::string_view key : kMap) {
    Json* const map = schema.find(key);
    if (map == nullptr || !map->is(Kind::kObject)) continue;
    for (JsonMember& member : map->members) {
      if (!member.value.is(Kind::kArray)) for_each_schema(member.value, visit);
    }
  }
}

bool is_place(std::string_view id) { return id.starts_with("/") || id.starts_with("#/"); }

void drop_noise_everywhere(Json& schema) {
  if (is_place(schema.text_of("id"))) schema.erase("id");
  if (is_place(schema.text_of("$id"))) schema.erase("$id");
  const Json* const required = schema.find("required");
  if (required != nullptr && required->is(Kind::kArray) && required->items.empty()) {
    schema.erase("required");
  }
  const Json* const properties = schema.find("properties");
  if (properties != nullptr && properties->is(Kind::kObject) && properties->members.empty()) {
    schema.erase("properties");
  }
  const Json* const description = schema.find("description");
  if (description != nullptr && description->is(Kind::kString) && description->text.empty()) {
    schema.erase("description");
  }
}

// Says no more than the Spec does of `context`, `traits` and `properties`.
bool is_filler(const Json& schema) {
  if (!schema.is(Kind::kObject)) return schema.is_true();
  if (schema.members.empty()) return true;
  return schema.members.size() == 1 && schema.text_of("type") == "object";
}

void drop_fillers(PlanRule& rule) {
  Json& root = rule.schema;
  Json* const properties = root.find("properties");
  // Where the root is closed, an empty schema still tells what may be there.
  if (properties == nullptr || root.find("additionalProperties") != nullptr ||
      root.find("patternProperties") != nullptr || root.find("unevaluatedProperties") != nullptr) {
    return;
  }
  const std::string_view own = own_object(rule.kind);
  std::erase_if(properties->members, [&](const JsonMember& member) {
    const bool place =
        member.key == "context" || member.key == "traits" || member.key == "properties";
    return place && member.key != own && is_filler(member.value);
  });
}

void drop_draft7(Json& root) {
  const std::string_view schema = root.text_of("$schema");
  if (schema.find(kDraft7) != std::string_view::npos) root.erase("$schema");
}

// "#/properties/a" below the own object is "#/properties/properties/properties/a" from the new
// root.
void turn_ref(std::string_view to, Json& schema) {
  Json* const ref = schema.find("$ref");
  if (ref == nullptr || !ref->is(Kind::kString) || !ref->text.starts_with('#')) return;
  const std::string_view pointer = std::string_view(ref->text).substr(1);
  const bool shared = pointer.starts_with("/definitions/") || pointer.starts_with("/$defs/");
  const bool named = !pointer.empty() && !pointer.starts_with('/');  // "#name": an $id
  const bool turned = pointer.starts_with(std::string(to) + '/');
  if (shared || named || turned) return;
  ref->text = '#' + std::string(to) + std::string(pointer);
}

// Lists whose order says nothing are put into one.
Json sorted(Json schema) {
  if (schema.is_true()) return Json::object();
  for_each_schema(schema, [](Json& each) {
    for (const std::string_view key : {"required", "type", "enum"}) {
      Json* const list = each.find(key);
      if (list == nullptr || !list->is(Kind::kArray)) continue;
      if (key == "type" && list->items.size() == 1) {
        Json one = std::move(list->items[0]);
        *list = std::move(one);
        continue;
      }
      std::stable_sort(list->items.begin(), list->items.end(), [](const Json& x, const Json& y) {
        return std::pair(x.kind, std::string_view(x.text)) <
               std::pair(y.kind, std::string_view(y.text));
      });
    }
    for (JsonMember& member : each.members) {
      if (member.key != "properties") continue;
      for (JsonMember& property : member.value.members) {
        if (property.value.is_true()) property.value = Json::object();
      }
    }
  });
  return schema;
}

// A member of `from`, taken along with its place.
void hoist(std::string_view key, Json& from, Json& to) {
  const auto at = std::find_if(from.members.begin(), from.members.end(),
                               [&](const JsonMember& member) { return member.key == key; });
  if (at == from.members.end()) return;
  to.members.push_back(std::move(*at));
  from.members.erase(at);
}

}  // namespace

void for_each_schema(Json& schema, const std::function<void(Json&)>& visit) {
  if (!schema.is(Kind::kObject)) return;
  visit(schema);
  visit_below(schema, visit);
}

void move_to(uint32_t line, uint32_t column, Json& json) {
  json.line = line;
  json.column = column;
  for (Json& item : json.items) move_to(line, column, item);
  for (JsonMember& member : json.members) {
    member.line = line;
    member.column = column;
    move_to(line, column, member.value);
  }
}

void read_labels(const Json& labels, PlanRule& rule) {
  if (!labels.is(Kind::kObject) || !rule.labels.empty()) return;
  for (const JsonMember& member : labels.members) {
    std::string value = member.value.text;
    if (!member.value.is(Kind::kString)) {
      value.clear();
      append_json(member.value, JsonLayout::kCompact, value);
    }
    rule.labels.emplace_back(member.key, std::move(value));
  }
}

void take_noise(PlanRule& rule) {
  Json& root = rule.schema;
  if (!root.is(Kind::kObject)) return;
  if (rule.description.empty()) rule.description = root.text_of("description");
  if (const Json* const labels = root.find("labels")) read_labels(*labels, rule);
  for (const std::string_view key : {"description", "labels", "eventMetadata", "key"}) {
    root.erase(key);
  }
  for_each_schema(root, drop_noise_everywhere);
  drop_draft7(root);
  drop_fillers(rule);
  drop_noise_everywhere(root);  // nothing but fillers may have been in `properties`
}

bool same_schema(const Json& a, const Json& b) { return sorted(a) == sorted(b); }

Json whole_call(PlanRuleKind kind, Json own) {
  Json root = Json::object();
  root.line = own.line;
  root.column = own.column;
  const std::string step(own_object(kind));
  if (step.empty()) return own;
  if (own.is(Kind::kObject)) {
    for_each_schema(own, [&](Json& schema) { turn_ref("/properties/" + step, schema); });
    for (const std::string_view key : {"$schema", "labels", "definitions", "$defs"}) {
      hoist(key, own, root);
    }
  }
  const Json* const required = own.find("required");
  const bool demands = required != nullptr && !required->items.empty();
  const uint32_t line = own.line, column = own.column;
  root.set("type", Json::string("object"));
  Json places = Json::object();
  places.set(step, std::move(own));
  root.set("properties", std::move(places));
  if (demands) root.set("required", Json::array()).items.push_back(Json::string(step));
  for (JsonMember& member :
       root.members) {  // what was never in the file stands where its rule does
    if (member.line == 0) {
      member.line = line;
      member.column = column;
      member.value.line = line;
      member.value.column = column;
    }
  }
  return root;
}

}  // namespace specgate
