// Our own short form; docs/tracking-plans.md has it whole.
//
//   name: Shop
//   events:
//     Order Completed:
//       description: ...
//       version: 2                     # or a list of such, one a version
//       labels: {team: checkout}
//       properties:
//         order_id: string!
//         revenue: {type: number, minimum: 0, required: true, description: ...}
//         products: {type: array, items: {properties: {sku: string!}}}
//       additional: false
//   identify: {traits: {email: email!}}
//   pages: {Home: {...}}               # also screens; page and screen are those without a name
//   common: {context: {locale: string!}}
//
// Below a property every keyword of draft-07 may stand, and short types wherever a schema may. What
// the short form has no word for is said whole: `schema: JSON SCHEMA OF THE CALL`.
#include <algorithm>

#include "spec/plan/shapes/schema_form.h"
#include "spec/plan/shapes/shapes.h"
#include "spec/plan/shapes/short_type.h"
#include "spec/schema/keywords.h"
#include "spec/text/yaml.h"

namespace specgate {
namespace {

const std::vector<std::string_view> kPlanKeys = {
    "name",   "description", "id",         "resource_schema_id",
    "slug",   "type",        "created_at", "updated_at",
    "events", "pages",       "screens",    "identify",
    "group",  "page",        "screen",     "common"};
const std::vector<std::string_view> kRuleKeys = {
    "description", "version", "labels",  "deprecated_at", "created_at", "updated_at",
    "properties",  "traits",  "context", "additional",    "schema"};
constexpr std::string_view kPlaces[] = {"context", "properties", "traits"};

std::vector<std::string_view> keys_of_a_property() {
  std::vector<std::string_view> out = words_in(kNewestDraft);
  out.push_back("additionalItems");
  out.push_back("additional");
  return out;
}

// Keys that nobody knows are a problem; x-... are a user's own.
void check_keys(const Json& object, const std::vector<std::string_view>& known,
                PlanReading& reading) {
  for (const JsonMember& member : object.members) {
    const bool good = member.key.starts_with("x-") ||
                      std::find(known.begin(), known.end(), member.key) != known.end();
    if (good) continue;
    Json at;
    at.line = member.line;
    at.column = member.column;
    reading.problem(at, "unknown key \"" + member.key + "\"" + did_you_mean(member.key, known));
  }
}

// Short schemas -> JSON Schema.
class ShortSchema {
 public:
  explicit ShortSchema(PlanReading& reading) : reading_(reading) {}

  // `required` tells the object around it.
  Json property(const Json& value, bool& required) {
    if (value.is(Kind::kNull)) return at(value, Json::object());
    if (value.is(Kind::kBoolean)) return value;
    if (value.is(Kind::kString)) return word(value, required);
    if (value.is(Kind::kObject)) return mapping(value, required);
    reading_.problem(value, "a property is " + std::string(noun_of(value)) +
                                ", wanted a type like string! or its schema");
    return Json::object();
  }

  // {name: PROPERTY} -> `properties` and `required` of an object's schema.
  void members(const Json& map, Json& schema) {
    Json properties = Json::object(), required = Json::array();
    properties.line = map.line;
    properties.column = map.column;
    for (const JsonMember& member : map.members) {
      bool needed = false;
      properties.members.push_back(
          {member.key, member.line, member.column, property(member.value, needed)});
      if (!needed) continue;
      required.items.push_back(Json::string(member.key));
      required.items.back().line = member.line;
      required.items.back().column = member.column;
    }
    schema.set("properties", std::move(properties));
    if (required.items.empty()) return;
    Json* const given = schema.find("required");
    if (given == nullptr) {
      schema.set("required", std::move(required));
    } else {
      for (Json& name : required.items) given->items.push_back(std::move(name));
    }
  }

 private:
  static Json at(const Json& place, Json json) {
    json.line = place.line;
    json.column = place.column;
    return json;
  }

  Json word(const Json& value, bool& required) {
    ShortType type = read_short_type(value.text);
    if (!type.problem.empty()) reading_.problem(value, type.problem);
    required = type.required;
    move_to(value.line, value.column, type.schema);
    return std::move(type.schema);
  }

  Json mapping(const Json& value, bool& required) {
    static const std::vector<std::string_view> kKeys = keys_of_a_property();
    check_keys(value, kKeys, reading_);
    Json out = at(value, Json::object());
    for (const JsonMember& member : value.members) keyword(member, out, required);
    if (const Json* map = value.find("properties"); map != nullptr && map->is(Kind::kObject)) {
      if (out.find("type") == nullptr) {
        Json type = at(value, Json::string("object"));
        out.members.insert(out.members.begin(),
                           {"type", value.line, value.column, std::move(type)});
      }
      members(*map, out);
    }
    return out;
  }

  Json nested(const Json& value) {
    bool ignored = false;
    return property(value, ignored);
  }

  void keyword(const JsonMember& member, Json& out, bool& required) {
    const Json& value = member.value;
    if (member.key == "type") return type_of(member, out, required);
    if (member.key == "properties" && value.is(Kind::kObject)) return;
    if (member.key == "required" && value.is(Kind::kBoolean)) {
      required = required || value.is_true();
      return;
    }
    const bool additional = member.key == "additional";
    JsonMember made = {additional ? "additionalProperties" : member.key, member.line, member.column,
                       value};
    if (const WordRow* row = word_of(made.key)) {
      for_schemas_in(row->shape, made.value, [this](Json& schema) { schema = nested(schema); });
    }
    out.members.push_back(std::move(made));
  }

  void type_of(const JsonMember& member, Json& out, bool& required) {
    if (!member.value.is(Kind::kString)) {
      out.members.push_back(member);
      return;
    }
    bool needed = false;
    Json made = word(member.value, needed);
    required = required || needed;
    for (JsonMember& each : made.members) out.members.push_back(std::move(each));
  }

  PlanReading& reading_;
};

// The object at one of the call's places.
Json place_schema(std::string_view place, const Json& rule, PlanReading& reading) {
  const Json* const map = rule.find(place);
  reading.note_null(rule, place);
  Json out = Json::object();
  const Json& at = map == nullptr ? rule : *map;
  out.line = at.line;
  out.column = at.column;
  out.set("type", Json::string("object"));
  out.members[0].value.line = at.line;
  out.members[0].value.column = at.column;
  if (map != nullptr && map->is(Kind::kObject)) {
    ShortSchema(reading).members(*map, out);
  } else if (map != nullptr && !map->is(Kind::kNull)) {
    reading.problem(*map, "\"" + std::string(place) + "\" is " + std::string(noun_of(*map)) +
                              ", wanted names and types");
  }
  return out;
}

// `additional` speaks of the object that the rule's kind is about.
void close_own(const Json& rule, Json& own, PlanReading& reading) {
  const Json* const additional = rule.find("additional");
  reading.note_null(rule, "additional");
  if (additional == nullptr || additional->is(Kind::kNull)) return;
  bool ignored = false;
  own.set("additionalProperties", ShortSchema(reading).property(*additional, ignored));
}

class ShortPlan {
 public:
  ShortPlan(const Json& root, PlanReading& reading) : root_(root), reading_(reading) {}

  void read() {
    reading_.plan.shape = PlanShape::kYaml;
    check_keys(root_, kPlanKeys, reading_);
    read_about(root_, reading_);
    reading_.plan.resource_schema_id = reading_.text(root_, "resource_schema_id");
    read_named("events", PlanRuleKind::kTrack);
    read_unnamed("identify", PlanRuleKind::kIdentify);
    read_unnamed("group", PlanRuleKind::kGroup);
    read_unnamed("page", PlanRuleKind::kPage);
    read_named("pages", PlanRuleKind::kPage);
    read_unnamed("screen", PlanRuleKind::kScreen);
    read_named("screens", PlanRuleKind::kScreen);
    read_unnamed("common", PlanRuleKind::kCommon);
  }

 private:
  void read_named(std::string_view key, PlanRuleKind kind) {
    const Json* const map = reading_.object(root_, key);
    if (map == nullptr) return;
    for (const JsonMember& member : map->members) {
      PlanRule rule;
      rule.kind = kind;
      rule.key = member.key;
      rule.line = rule.key_line = member.line;
      rule.column = rule.key_column = member.column;
      read_versions(member.value, rule);
    }
  }

  void read_unnamed(std::string_view key, PlanRuleKind kind) {
    const JsonMember* const member = root_.member(key);
    if (member == nullptr) return;
    PlanRule rule;
    rule.kind = kind;
    rule.line = rule.key_line = member->line;
    rule.column = rule.key_column = member->column;
    read_versions(member->value, rule);
  }

  void read_versions(const Json& value, const PlanRule& rule) {
    if (!value.is(Kind::kArray)) return read_rule(value, rule);
    for (const Json& each : value.items) read_rule(each, rule);
  }

  void read_rule(const Json& value, PlanRule rule) {
    const Json empty = Json::object();
    if (!value.is(Kind::kObject) && !value.is(Kind::kNull)) {
      return reading_.problem(value, "a rule is " + std::string(noun_of(value)) +
                                         ", wanted its properties, description ...");
    }
    const Json& body = value.is(Kind::kNull) ? empty : value;
    check_keys(body, kRuleKeys, reading_);
    rule.version = reading_.version(body);
    rule.description = reading_.text(body, "description");
    rule.created_at = reading_.time(body, "created_at");
    rule.updated_at = reading_.time(body, "updated_at");
    rule.deprecated_at = reading_.time(body, "deprecated_at");
    if (const Json* labels = reading_.object(body, "labels")) read_labels(*labels, rule);
    auto schema = short_schema(rule.kind, body, reading_);
    if (!schema) return;
    rule.schema = *std::move(schema);
    if (rule.schema.line == 0) {
      rule.schema.line = rule.line;
      rule.schema.column = rule.column;
    }
    reading_.add(std::move(rule));
  }

  const Json& root_;
  PlanReading& reading_;
};

}  // namespace

std::optional<Json> short_schema(PlanRuleKind kind, const Json& rule, PlanReading& reading) {
  if (const Json* whole = rule.find("schema")) {
    for (const std::string_view place : {"context", "properties", "traits", "additional"}) {
      if (const Json* other = rule.find(place)) {
        reading.problem(*other,
                        "\"" + std::string(place) + "\" beside \"schema\": wanted one of them");
      }
    }
    (void)whole;
    return reading.schema(rule, "schema");
  }
  const std::string_view own = own_object(kind);
  Json root = Json::object(), places = Json::object(), required = Json::array();
  root.line = rule.line;
  root.column = rule.column;
  for (const std::string_view place : kPlaces) {
    const Json* const given = rule.find(place);
    if (given == nullptr && place != own) continue;
    Json schema = place_schema(place, rule, reading);
    if (place == own) close_own(rule, schema, reading);
    if (schema.find("required") != nullptr) required.items.push_back(Json::string(place));
    places.set(place, std::move(schema));
  }
  if (own.empty() && rule.find("additional") != nullptr) {
    reading.problem(*rule.find("additional"),
                    "\"additional\" has no object to speak of in a common rule");
  }
  root.set("type", Json::string("object"));
  if (!places.members.empty()) root.set("properties", std::move(places));
  if (!required.items.empty()) root.set("required", std::move(required));
  for (const JsonMember& member : rule.members) {  // x-specgate-ignore and the like
    if (member.key.starts_with("x-")) root.members.push_back(member);
  }
  return root;
}

void read_short(const PlanParts& parts, PlanReading& reading) {
  ShortPlan(*parts.events, reading).read();
}

}  // namespace specgate
