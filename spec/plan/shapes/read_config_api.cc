// The Config API's plan, which Typewriter 7 keeps as plan.json:
//
//   {name: "workspaces/W/tracking-plans/rs_...", display_name, create_time, update_time,
//    rules: {events: [{name, description, version, rules: SCHEMA}],
//            global: SCHEMA, identify: SCHEMA, group: SCHEMA, identify_traits: [], group_traits:
//            []}}
#include <algorithm>

#include "spec/plan/shapes/known_keys.h"
#include "spec/plan/shapes/schema_form.h"
#include "spec/plan/shapes/shapes.h"

namespace specgate {
namespace {

class ConfigApi {
 public:
  ConfigApi(const Json& root, PlanReading& reading)
      : root_(root), rules_(*root.find("rules")), reading_(reading) {}

  void read() {
    reading_.plan.shape = PlanShape::kConfigApi;
    note_unknown_keys(root_, KeysOf::kPlan, reading_);
    note_unknown_keys(rules_, KeysOf::kConfigRules, reading_);
    read_head();
    if (const Json* events = reading_.array(rules_, "events")) {
      for (const Json& event : events->items) read_event(event);
    }
    read_single("global", {}, PlanRuleKind::kCommon);
    read_single("identify", "identify_traits", PlanRuleKind::kIdentify);
    read_single("group", "group_traits", PlanRuleKind::kGroup);
  }

 private:
  void read_head() {
    TrackingPlan& plan = reading_.plan;
    const std::string name = reading_.text(root_, "name");
    const std::string last = name.substr(name.rfind('/') + 1);
    const bool resource = name.find('/') != std::string::npos;
    if (resource) (last.starts_with("tp_") ? plan.id : plan.resource_schema_id) = last;
    plan.name = reading_.text(root_, "display_name");
    if (plan.name.empty() && !resource) plan.name = name;
    plan.description = reading_.text(root_, "description");
    plan.created_at = reading_.time(root_, "create_time");
    plan.updated_at = reading_.time(root_, "update_time");
  }

  void read_event(const Json& event) {
    if (!event.is(Kind::kObject)) {
      return reading_.problem(event,
                              "an event is " + std::string(noun_of(event)) + ", wanted an object");
    }
    note_unknown_keys(event, KeysOf::kConfigEvent, reading_);
    PlanRule rule = rule_at(event, PlanRuleKind::kTrack);
    rule.schema = reading_.schema(event, "rules");
    rule.key = reading_.text(event, "name");
    if (const Json* name = event.find("name")) {
      rule.key_line = name->line;
      rule.key_column = name->column;
    }
    rule.version = reading_.version(event);
    rule.description = reading_.text(event, "description");
    rule.deprecated_at = reading_.time(event, "deprecated_at");
    reading_.labels(event, rule);
    reading_.add(std::move(rule));
  }

  static PlanRule rule_at(const Json& at, PlanRuleKind kind) {
    PlanRule rule;
    rule.kind = kind;
    rule.line = rule.key_line = at.line;
    rule.column = rule.key_column = at.column;
    return rule;
  }

  // A schema of the whole call, and the list of traits that stands beside it.
  void read_single(std::string_view key, std::string_view traits_key, PlanRuleKind kind) {
    const Json* const value = rules_.find(key);
    const Json* const traits = traits_key.empty() ? nullptr : reading_.array(rules_, traits_key);
    const bool said = value != nullptr && !value->is(Kind::kNull) &&
                      !(value->is(Kind::kObject) && value->members.empty());
    const bool listed = traits != nullptr && !traits->items.empty();
    if (!said && !listed) return;
    PlanRule rule = rule_at(said ? *value : *traits, kind);
    if (said) rule.schema = reading_.schema(rules_, key);
    if (listed) add_traits(*traits, said, rule);
    reading_.add(std::move(rule));
  }

  // [{name, required, ...SCHEMA}]; where there is a schema too, that one holds.
  void add_traits(const Json& traits, bool said, PlanRule& rule) {
    Json own = Json::object(), properties = Json::object(), required = Json::array();
    own.line = traits.line;
    own.column = traits.column;
    for (const Json& trait : traits.items) {
      const std::string name = trait.is(Kind::kObject) ? reading_.text(trait, "name") : "";
      if (name.empty()) {
        reading_.note(trait, "a trait has no \"name\" and is left out");
        continue;
      }
      Json schema = trait;
      schema.erase("name");
      if (const Json* inner = trait.find("rules")) schema = *inner;
      const Json* const needed = trait.find("required");
      if (needed != nullptr && needed->is_true()) required.items.push_back(Json::string(name));
      if (needed != nullptr && needed->is(Kind::kBoolean)) schema.erase("required");
      properties.members.push_back({name, trait.line, trait.column, std::move(schema)});
    }
    if (said) return tell_unlisted(properties, rule);
    own.set("type", Json::string("object"));
    own.set("properties", std::move(properties));
    if (!required.items.empty()) own.set("required", std::move(required));
    rule.schema = whole_call(rule.kind, std::move(own));
  }

  // Of the list: what the schema beside it does not speak of is not planned.
  void tell_unlisted(const Json& traits, const PlanRule& rule) {
    for (const JsonMember& trait : traits.members) {
      if (own_property(rule, trait.key) != nullptr) continue;
      reading_.note(trait.value, "the trait \"" + trait.key + "\" is listed, but not in the schema of " +
                                     title_of(rule) + ", which holds");
    }
  }

  const Json& root_;
  const Json& rules_;
  PlanReading& reading_;
};

}  // namespace

void read_config_api(const PlanParts& parts, PlanReading& reading) {
  ConfigApi(*parts.config, reading).read();
}

}  // namespace specgate
