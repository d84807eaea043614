// The shapes that are JSON; read_rules.cc, read_config_api.cc and read_rudderstack.cc have their
// form.
#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "spec/plan/shapes/schema_form.h"
#include "spec/plan/shapes/writing.h"
#include "spec/schema/keywords.h"
#include "spec/text/ascii.h"

namespace specgate {
namespace {

constexpr std::string_view kNever = "0001-01-01T00:00:00.000Z";

Json plan_head(const TrackingPlan& plan) {
  Json out = Json::object();
  set_text("id", plan.id, out);
  set_text("resourceSchemaId", plan.resource_schema_id, out);
  set_text("name", plan.name, out);
  set_text("slug", plan.slug, out);
  set_text("description", plan.description, out);
  set_text("type", plan.type, out);
  set_text("createdAt", plan.created_at, out);
  set_text("updatedAt", plan.updated_at, out);
  return out;
}

Json api_rule(const PlanRule& rule, Json schema) {
  Json out = Json::object();
  out.set("type", Json::string(name_of(rule.kind)));
  set_text("key", rule.key, out);
  if (!schema.is(Kind::kObject)) {  // true and false have no room for words
    set_text("description", rule.description, out);
    set_labels(rule, out);
  }
  out.set("version", Json::integer(rule.version));
  out.set("jsonSchema", std::move(schema));
  set_text("createdAt", rule.created_at, out);
  set_text("updatedAt", rule.updated_at, out);
  out.set("deprecatedAt", Json::string(rule.deprecated() ? rule.deprecated_at : kNever));
  return out;
}

// The reverse of whole_call(): "#/properties/properties/..." is "#/..." from the new root. False: what
// the reference leads to is not there, or would be taken for a place of the call.
bool turn_ref_back(std::string_view place, Json& schema) {
  Json* const ref = schema.find("$ref");
  if (ref == nullptr || !ref->is(Kind::kString) || !ref->text.starts_with('#')) return true;
  const std::string_view pointer = std::string_view(ref->text).substr(1);
  const std::string below = std::string(place) + '/';
  const bool named = !pointer.empty() && !pointer.starts_with('/');  // "#name": an $id
  if (named || pointer.starts_with("/definitions/")) return true;
  if (pointer != place && !pointer.starts_with(below)) return false;
  if (pointer.substr(place.size()).starts_with(below)) return false;
  ref->text.erase(1, place.size());
  return true;
}

void turn_refs_back(const PlanRule& rule, Json& schema, Losses& losses) {
  for_each_schema(schema, [&](Json& each) {
    if (turn_ref_back("/properties/properties", each)) return;
    losses.of(rule, "\"$ref\" to \"" + each.find("$ref")->text + '"');
    each.erase("$ref");
  });
}

// Up to draft-07 nothing counts beside a $ref; RudderStack's validator would count it.
void drop_what_does_not_count(const PlanRule& rule, Json& root, Losses& losses) {
  if (named_draft(root).value_or(Draft::k7) > Draft::k7) return;
  for_each_schema(root, [&](Json& schema) {
    const Json* const ref = schema.find("$ref");
    if (ref == nullptr || !ref->is(Kind::kString)) return;
    std::erase_if(schema.members, [&](const JsonMember& member) {
      const WordRow* const row = word_of(member.key);
      const bool drop = row != nullptr && row->use == Use::kChecks && row->word != Word::kRef;
      if (drop) losses.of(rule, '"' + member.key + "\" beside a \"$ref\", where it does not count,");
      return drop;
    });
  });
}

// Reading takes these off the root of a flat schema: they are the rule's there.
bool is_of_the_rule(std::string_view key) {
  return key == "$id" || key == "id" || key == "key" || key == "labels" || key == "description";
}

// What the call requires stands among what its properties do, where these require nothing.
void set_demand(const PlanRule& rule, bool demanded, Json& out, Losses& losses) {
  const Json* const required = out.find("required");
  const Json* const properties = out.find("properties");
  const bool own_name = properties != nullptr && properties->find("properties") != nullptr;
  const bool some = required != nullptr && !required->items.empty();
  if (some && !demanded) losses.of(rule, "that the call may come without properties");
  const bool alone = some && required->items.size() == 1 && required->items[0].text == "properties";
  if (alone && !own_name) losses.of(rule, "that \"properties\" is required of its properties");
  if (some || !demanded) return;
  if (required != nullptr) losses.of(rule, "\"required\" of its properties");
  if (own_name) return losses.of(rule, "that the call must have properties");
  out.set("required", Json::array()).items.push_back(Json::string("properties"));
}

// Validators in strict mode throw at a keyword that they do not know.
void drop_extensions(const PlanRule& rule, Json& schema, Losses& losses) {
  std::set<std::string> dropped;
  for_each_schema(schema, [&](Json& each) {
    std::erase_if(each.members, [&](const JsonMember& member) {
      const bool extension = member.key.starts_with("x-");
      if (extension) dropped.insert(member.key);
      return extension;
    });
  });
  for (const std::string& key : dropped) losses.of(rule, "\"" + key + "\" of its schema");
}

Json flat_schema(const PlanRule& rule, Losses& losses) {
  OwnView view = own_view(rule);
  for (const std::string& what : view.more) losses.of(rule, what);
  Json out = Json::object();
  out.set("$schema", Json::string("http://json-schema.org/draft-07/schema#"));
  set_text("description", rule.description, out);
  Json& metadata = out.set("eventMetadata", Json::object());
  metadata.set("name", Json::string(rule.key));
  metadata.set("type", Json::string(name_of(rule.kind)));
  set_labels(rule, out);
  if (!view.definitions.is(Kind::kNull)) out.set("definitions", std::move(view.definitions));
  for (JsonMember& member : view.schema.members) {
    if (out.find(member.key) != nullptr || is_of_the_rule(member.key)) {
      losses.of(rule, "\"" + member.key + "\" of its properties");
    } else {
      out.set(member.key, std::move(member.value));
    }
  }
  if (out.find("properties") == nullptr) out.set("properties", Json::object());
  set_demand(rule, view.demanded, out, losses);
  turn_refs_back(rule, out, losses);
  drop_extensions(rule, out, losses);
  return out;
}

class ConfigWriter {
 public:
  ConfigWriter(const TrackingPlan& plan, Losses& losses) : plan_(plan), losses_(losses) {}

  std::string write() {
    const std::string id = resource();
    const std::string_view held = id.empty() ? "" : id.starts_with("tp_") ? "id" : "resource_schema_id";
    losses_.fields_but({held, "name", "created_at", "updated_at"});
    Json rules = Json::object();
    rules.set("events", Json::array());
    for (const std::string_view key : {"global", "identify", "group"}) {
      rules.set(key, Json::null());
    }
    for (const PlanRule& rule : plan_.rules) write_rule(rule, rules);
    std::erase_if(rules.members, [](const JsonMember& one) { return one.value.is(Kind::kNull); });
    for (const std::string_view key : {"identify_traits", "group_traits"})
      rules.set(key, Json::array());
    Json out = Json::object();
    if (!id.empty()) out.set("name", Json::string("workspaces/-/tracking-plans/" + id));
    set_text("display_name", plan_.name, out);
    set_text("create_time", plan_.created_at, out);
    set_text("update_time", plan_.updated_at, out);
    out.set("rules", std::move(rules));
    return lines_of(out);
  }

 private:
  // Its name ends in one id, whose first letters say which.
  std::string resource() const {
    const auto fits = [](std::string_view id) {
      return !id.empty() && id.find('/') == std::string_view::npos;
    };
    const bool other = plan_.resource_schema_id.starts_with("tp_");
    if (fits(plan_.resource_schema_id) && !other) return plan_.resource_schema_id;
    return fits(plan_.id) && plan_.id.starts_with("tp_") ? plan_.id : std::string();
  }

  void write_rule(const PlanRule& rule, Json& rules) {
    switch (rule.kind) {
      case PlanRuleKind::kTrack:
        return write_event(rule, *rules.find("events"));
      case PlanRuleKind::kCommon:
        return write_single("global", rule, rules);
      case PlanRuleKind::kIdentify:
        return write_single("identify", rule, rules);
      case PlanRuleKind::kGroup:
        return write_single("group", rule, rules);
      case PlanRuleKind::kPage:
      case PlanRuleKind::kScreen:
        return losses_.whole(rule);
    }
  }

  void write_event(const PlanRule& rule, Json& events) {
    losses_.fields_but(rule, {"version", "description", "labels"});
    Json event = Json::object();
    event.set("name", Json::string(rule.key));
    set_text("description", rule.description, event);
    event.set("version", Json::integer(rule.version));
    Json schema = segment_schema(rule);
    schema.erase("description");
    if (!schema.is(Kind::kObject)) set_labels(rule, event);
    event.set("rules", std::move(schema));
    events.items.push_back(std::move(event));
  }

  void write_single(std::string_view key, const PlanRule& rule, Json& rules) {
    const bool taken = !rules.find(key)->is(Kind::kNull);
    if (taken || rule.schema.is(Kind::kNull)) return losses_.whole(rule);
    if (rule.schema.is(Kind::kObject)) {
      losses_.fields_but(rule, {"description", "labels"});
    } else {
      losses_.fields_but(rule, {});
    }
    rules.set(key, segment_schema(rule));
  }

  const TrackingPlan& plan_;
  Losses& losses_;
};

// In a .tf.json file every text is a template.
std::string escaped_template(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool opens = (text[i] == '$' || text[i] == '%') && text.substr(i + 1).starts_with('{');
    if (opens) out += text[i];
    out += text[i];
  }
  return out;
}

// "My Shop" -> "my_shop"
std::string resource_name(std::string_view name) {
  std::string out;
  for (const char c : name) {
    const bool upper = c >= 'A' && c <= 'Z';
    const bool word = upper || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (word) out += upper ? static_cast<char>(c - 'A' + 'a') : c;
    if (!word && !out.empty() && out.back() != '_') out += '_';
  }
  const bool named = !out.empty() && out[0] >= 'a' && out[0] <= 'z';
  return named ? out : "tracking_plan" + (out.empty() ? out : '_' + out);
}

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), [](char c) {
    return to_lower(c);
  });
  return out;
}

std::string_view identity_section(const PlanRule& rule) {
  const Json* const places = rule.schema.find("properties");
  const Json* const context = places == nullptr ? nullptr : places->find("context");
  const Json* const inner = context == nullptr ? nullptr : context->find("properties");
  const bool in_context = inner != nullptr && inner->find("traits") != nullptr;
  if (own_schema(rule) == nullptr && in_context) return "context.traits";
  return own_object(rule.kind);
}

}  // namespace

std::string write_public_api(const TrackingPlan& plan, Losses&) {
  Json out = plan_head(plan);
  Json& rules = out.set("rules", Json::array());
  for (const PlanRule& rule : plan.rules)
    rules.items.push_back(api_rule(rule, segment_schema(rule)));
  return lines_of(out);
}

std::string write_typewriter(const TrackingPlan& plan, Losses& losses) {
  Json out = plan_head(plan);
  Json& rules = out.set("rules", Json::array());
  for (const PlanRule& rule : plan.rules) {
    if (rule.kind == PlanRuleKind::kTrack) {
      rules.items.push_back(api_rule(rule, flat_schema(rule, losses)));
    } else {
      losses.whole(rule);  // Typewriter 8 keeps TRACK rules only
    }
  }
  return lines_of(out);
}

std::string write_config_api(const TrackingPlan& plan, Losses& losses) {
  return ConfigWriter(plan, losses).write();
}

std::string write_terraform(const TrackingPlan& plan, Losses& losses) {
  losses.fields_but({"name", "description", "type"});
  Json body = Json::object();
  body.set("name", Json::string(escaped_template(plan.name)));
  body.set("type", Json::string(plan.type.empty() ? "LIVE" : plan.type));
  set_text("description", escaped_template(plan.description), body);
  Json& rules = body.set("rules", Json::array());
  for (const PlanRule& rule : plan.rules) {
    const bool words = rule.schema.is(Kind::kObject);
    losses.fields_but(rule, {"version", words ? "description" : "", words ? "labels" : ""});
    Json& item = rules.items.emplace_back(Json::object());
    if (!rule.key.empty()) item.set("key", Json::string(escaped_template(rule.key)));
    item.set("type", Json::string(name_of(rule.kind)));
    item.set("version", Json::integer(rule.version));
    item.set("json_schema", Json::string(escaped_template(compact(segment_schema(rule)))));
  }
  Json named = Json::object(), types = Json::object(), out = Json::object();
  named.set(resource_name(plan.name), std::move(body));
  types.set("segment_tracking_plan", std::move(named));
  out.set("resource", std::move(types));
  return lines_of(out);
}

std::string write_rudderstack(const TrackingPlan& plan, Losses& losses) {
  losses.fields_but({"id", "name", "description", "created_at", "updated_at"});
  Json out = Json::object();
  set_text("id", plan.id, out);
  set_text("name", plan.name, out);
  set_text("description", plan.description, out);
  set_text("createdAt", plan.created_at, out);
  set_text("updatedAt", plan.updated_at, out);
  Json& events = out.set("events", Json::array());
  std::map<std::pair<PlanRuleKind, std::string_view>, int64_t> newest;  // it knows no versions
  for (const PlanRule& rule : plan.rules) {
    int64_t& version =
        newest.emplace(std::pair(rule.kind, std::string_view(rule.key)), rule.version)
            .first->second;
    version = std::max(version, rule.version);
  }
  for (const PlanRule& rule : plan.rules) {
    if (rule.kind == PlanRuleKind::kCommon ||
        rule.version != newest.at({rule.kind, std::string_view(rule.key)})) {
      losses.whole(rule);
      continue;
    }
    losses.fields_but(rule, {"description", "created_at", "updated_at"});
    Json event = Json::object();
    event.set("name", Json::string(rule.key));
    event.set("description", Json::string(rule.description));
    event.set("eventType", Json::string(lower(name_of(rule.kind))));
    event.set("identitySection", Json::string(identity_section(rule)));
    set_text("createdAt", rule.created_at, event);
    set_text("updatedAt", rule.updated_at, event);
    Json& schema = event.set("rules", rule.schema);
    drop_extensions(rule, schema, losses);
    drop_what_does_not_count(rule, schema, losses);
    events.items.push_back(std::move(event));
  }
  // An empty list called `events` is nobody's plan without a mark of theirs.
  const bool marked = !events.items.empty() || plan.id.starts_with("tp_");
  if (!marked) out.set("creationType", Json::string("Data catalog API"));
  return lines_of(out);
}

}  // namespace specgate
