// RudderStack's tracking plan, as its Data Catalog API gives it (rudder-iac api/client/catalog):
//
//   {id, name, description, version, creationType, createdAt, updatedAt,
//    events: [{name, description, eventType, identitySection, rules: SCHEMA}]}
//
// `rules` is over the whole call, in draft 2019-09 with $defs, or draft-07; identitySection says
// where the traits are (properties, traits, context.traits) and so does the schema. RudderTyper and
// the older API keep the same events below `rules`. Asked for identifiers the API has a list of
// properties in place of `rules`: {name, required, properties, additionalProperties}, to which
// exports add a type. What a source does with violations (allowUnplannedEvents,
// unplannedProperties) is no part of a plan.
#include <algorithm>

#include "spec/plan/shapes/known_keys.h"
#include "spec/plan/shapes/rudder_marks.h"
#include "spec/plan/shapes/schema_form.h"
#include "spec/plan/shapes/shapes.h"
#include "spec/schema/keywords.h"

namespace specgate {
namespace {

constexpr size_t kMostLevels = 16;  // of listed properties; the API itself has three

void set_from(const Json& event, std::string_view key, std::string_view to, Json& schema) {
  if (const Json* value = event.find(key)) schema.set(to, *value);
}

// What draft-07 can say as well.
void to_draft7(Json& schema) {
  if (Json* ref = schema.find("$ref"); ref != nullptr && ref->text.starts_with("#/$defs/")) {
    ref->text.replace(0, 8, "#/definitions/");
  }
  for (JsonMember& member : schema.members) {
    if (member.key == "$defs") member.key = "definitions";
  }
  const std::string_view others[] = {"allOf", "anyOf", "oneOf", "if", "not", "$ref", "dependencies",
                                     "dependentSchemas", "additionalProperties", "$recursiveRef"};
  const bool alone = std::none_of(std::begin(others), std::end(others), [&](std::string_view other) {
    return schema.find(other) != nullptr;
  });
  for (JsonMember& member : schema.members) {
    if (member.key == "unevaluatedProperties" && alone) member.key = "additionalProperties";
  }
}

// Does it mean something else as draft-07: by a later keyword, or one beside a $ref?
bool is_of_2019(Json& root) {
  bool out = false;
  for_each_schema(root, [&](Json& schema) {
    const bool refers = schema.find("$ref") != nullptr;
    for (const JsonMember& member : schema.members) {
      const WordRow* const row = word_of(member.key);
      if (row == nullptr) continue;
      const bool checks = row->use == Use::kChecks;
      const bool later = row->first > Draft::k7 && (checks || row->word == Word::kAnchor);
      out = out || later || (refers && checks && row->word != Word::kRef);
    }
  });
  return out;
}

constexpr std::string_view k2019 = "https://json-schema.org/draft/2019-09/schema";

class RudderStack {
 public:
  RudderStack(const PlanParts& parts, PlanReading& reading) : parts_(parts), reading_(reading) {}

  void read() {
    reading_.plan.shape = PlanShape::kRudderStack;
    for (const Json* list : parts_.listed) read_list(*list);
    if (parts_.events == nullptr && parts_.config == nullptr) return;
    const Json& root = parts_.events == nullptr ? *parts_.config : *parts_.events;
    if (root.find("eventType") != nullptr) return read_event(root);  // one event, as it is upserted
    note_unknown_keys(root, KeysOf::kPlan, reading_);
    read_about(root, reading_);
    const Json* const below = parts_.events == nullptr ? root.find("rules") : &root;
    const Json* const events = reading_.array(*below, "events");
    if (events != nullptr) read_list(*events);
  }

 private:
  void read_list(const Json& events) {
    for (const Json& event : events.items) read_event(event);
  }

  void read_event(const Json& event) {
    if (!event.is(Kind::kObject)) {
      return reading_.problem(event,
                              "an event is " + std::string(noun_of(event)) + ", wanted an object");
    }
    note_unknown_keys(event, KeysOf::kRudderEvent, reading_);
    PlanRule rule;
    rule.line = rule.key_line = event.line;
    rule.column = rule.key_column = event.column;
    const bool typed = event.find("eventType") != nullptr;
    const auto kind = typed ? reading_.kind(event, "eventType") : PlanRuleKind::kTrack;
    rule.key = reading_.text(event, "name");
    if (const Json* name = event.find("name")) {
      rule.key_line = name->line;
      rule.key_column = name->column;
    }
    rule.description = reading_.text(event, "description");
    rule.version = reading_.version(event);
    rule.created_at = reading_.time(event, "createdAt");
    rule.updated_at = reading_.time(event, "updatedAt");
    if (!kind) return;
    rule.kind = *kind;
    read_schema(event, rule);
    reading_.add(std::move(rule));
  }

  void read_schema(const Json& event, PlanRule& rule) {
    const Json* listed = event.find("properties");
    const Json none = Json::array();
    if (event.find("rules") == nullptr && listed != nullptr && listed->is(Kind::kNull)) {
      reading_.note_null(event, "properties");
      listed = &none;
    }
    if (event.find("rules") == nullptr && listed != nullptr && listed->is(Kind::kArray)) {
      const bool in_context = event.text_of("identitySection") == "context.traits";
      Json own = object_of(event, *listed, kMostLevels);
      rule.schema =
          in_context ? in_context_traits(std::move(own)) : whole_call(rule.kind, std::move(own));
      return;
    }
    rule.schema = as_held(reading_.schema(event, "rules"));
  }

  // RudderStack's validator (rudder-transformer, src/util/eventValidation.js) is Ajv's of 2019-09,
  // whatever $schema says but draft-04.
  Json as_held(Json given) {
    const std::optional<Draft> named = named_draft(given);
    const bool unknown = given.find("$schema") != nullptr && !named;
    if (unknown || named == Draft::k4 || named == Draft::k2020) return given;
    Json plain = given;
    for_each_schema(plain, to_draft7);
    if (named == Draft::k2019) plain.erase("$schema");
    if (!is_of_2019(plain)) return plain;
    if (named && named != Draft::k2019) {
      reading_.note(*given.find("$schema"),
                    "\"$schema\" says " + std::string(name_of(*named)) +
                        ", but RudderStack's validator holds the schema as one of 2019-09, and so "
                        "does specgate");
    }
    given.set("$schema", Json::string(k2019));
    return given;
  }

  static Json in_context_traits(Json own) {
    Json context = Json::object(), root = Json::object();
    context.set("properties", Json::object()).set("traits", std::move(own));
    root.set("properties", Json::object()).set("context", std::move(context));
    return root;
  }

  // [{name, type, required, description, properties, additionalProperties}]
  Json object_of(const Json& at, const Json& list, size_t levels) {
    Json out = Json::object(), properties = Json::object(), required = Json::array();
    out.line = at.line;
    out.column = at.column;
    if (levels == 0) reading_.problem(list, "more than 16 levels of properties");
    for (const Json& item : list.items) {
      if (levels == 0) break;
      note_unknown_keys(item, KeysOf::kRudderProperty, reading_);
      for (const std::string_view key : {"required", "properties", "additionalProperties", "propConfig"})
        reading_.note_null(item, key);
      const std::string name = item.is(Kind::kObject) ? reading_.text(item, "name") : "";
      if (name.empty()) {
        reading_.note(item, "a property has no \"name\" and is left out");
        continue;
      }
      const Json* const needed = item.find("required");
      if (needed != nullptr && needed->is_true()) required.items.push_back(Json::string(name));
      properties.members.push_back({name, item.line, item.column, property_of(item, levels)});
    }
    out.set("type", Json::string("object"));
    out.set("properties", std::move(properties));
    if (!required.items.empty()) out.set("required", std::move(required));
    set_from(at, "additionalProperties", "additionalProperties", out);
    return out;
  }

  Json property_of(const Json& item, size_t levels) {
    const Json* const below = item.find("properties");
    const bool nested = below != nullptr && below->is(Kind::kArray) && !below->items.empty();
    Json out = nested ? object_of(item, *below, levels - 1) : Json::object();
    out.line = item.line;
    out.column = item.column;
    set_from(item, "type", "type", out);
    set_from(item, "description", "description", out);
    if (const Json* config = item.find("propConfig");
        config != nullptr) {  // enum, pattern, minimum ...
      for (const JsonMember& member : config->members) out.set(member.key, member.value);
    }
    return out;
  }

  const PlanParts& parts_;
  PlanReading& reading_;
};

bool has_event_types(const Json* events) {
  if (events == nullptr || !events->is(Kind::kArray)) return false;
  for (const Json& event : events->items) {
    if (event.find("eventType") != nullptr) return true;
  }
  return false;
}

}  // namespace

bool is_rudderstack(const PlanParts& parts) {
  if (!parts.listed.empty()) return true;
  if (parts.events != nullptr) {
    return parts.events->find("eventType") != nullptr || is_rudder_plan(*parts.events);
  }
  const Json* const rules = parts.config == nullptr ? nullptr : parts.config->find("rules");
  return rules != nullptr && has_event_types(rules->find("events"));
}

void read_rudderstack(const PlanParts& parts, PlanReading& reading) {
  RudderStack(parts, reading).read();
}

}  // namespace specgate
