// read_short.cc has the form. A rule is written short where reading that gives the same schema
// again, and with its whole schema where not: nothing is lost.
#include <algorithm>
#include <map>

#include "spec/plan/shapes/schema_form.h"
#include "spec/plan/shapes/shapes.h"
#include "spec/plan/shapes/short_type.h"
#include "spec/plan/shapes/writing.h"
#include "spec/plan/yaml_text.h"

namespace specgate {
namespace {

constexpr std::string_view kOne[] = {"additionalItems",
                                     "contains",
                                     "additionalProperties",
                                     "propertyNames",
                                     "if",
                                     "then",
                                     "else",
                                     "not",
                                     "items"};
constexpr std::string_view kLists[] = {"allOf", "anyOf", "oneOf", "items"};
constexpr std::string_view kMaps[] = {"patternProperties", "definitions"};

template <size_t n>
bool is_among(std::string_view key, const std::string_view (&keys)[n]) {
  return std::find(std::begin(keys), std::end(keys), key) != std::end(keys);
}

Json short_of(const Json& schema, bool required);

Json members_of(const Json& schema) {
  Json out = Json::object();
  const Json* const properties = schema.find("properties");
  const std::unordered_set<std::string_view> required = required_names(schema);
  if (properties == nullptr) return out;
  for (const JsonMember& member : properties->members) {
    out.members.push_back(
        {member.key, 0, 0, short_of(member.value, required.contains(member.key))});
  }
  return out;
}

// `type`, `format` and `items` in one word; what the word says is taken out of `rest`.
std::optional<std::string> word_of(Json& rest) {
  Json typed = Json::object();
  for (const std::string_view key : {"type", "format", "items"}) {
    if (const Json* value = rest.find(key)) typed.set(key, *value);
  }
  std::optional<std::string> word = short_type_of(typed);
  if (!word || *word == "any") return std::nullopt;
  for (const std::string_view key : {"type", "format", "items"}) rest.erase(key);
  return word;
}

Json short_keyword(const JsonMember& member) {
  Json out = member.value;
  if (is_among(member.key, kOne) && !out.is(Kind::kArray)) return short_of(out, false);
  if (is_among(member.key, kLists)) {
    for (Json& item : out.items) item = short_of(item, false);
  } else if (is_among(member.key, kMaps)) {
    for (JsonMember& inner : out.members) inner.value = short_of(inner.value, false);
  }
  return out;
}

// Names that no property has stay a list; beside `required: true` there is no room for them.
void keep_other_names(const Json& schema, Json& out) {
  const Json* const required = schema.find("required");
  const Json* const properties = schema.find("properties");
  if (required == nullptr || out.find("required") != nullptr) return;
  std::unordered_set<std::string_view> known;
  if (properties != nullptr) {
    for (const JsonMember& member : properties->members) known.insert(member.key);
  }
  Json names = Json::array();
  for (const Json& name : required->items) {
    if (!known.contains(name.text)) names.items.push_back(name);
  }
  if (!names.items.empty()) out.set("required", std::move(names));
}

Json short_of(const Json& schema, bool required) {
  if (!schema.is(Kind::kObject)) return schema;
  if (const auto word = short_type_of(schema)) return Json::string(required ? *word + '!' : *word);
  Json rest = schema, out = Json::object();
  if (const auto word = word_of(rest)) {
    const bool implied = *word == "object" && schema.find("properties") != nullptr;
    if (!implied) out.set("type", Json::string(*word));
  }
  if (required) out.set("required", Json::boolean(true));
  for (const JsonMember& member : rest.members) {
    if (member.key == "properties") {
      out.set("properties", members_of(schema));
    } else if (member.key == "additionalProperties") {
      out.set("additional", short_keyword(member));
    } else if (member.key != "required") {
      out.set(member.key, short_keyword(member));
    }
  }
  keep_other_names(schema, out);
  return out;
}

// The body of a rule in short words, be it right or not.
Json short_body(const PlanRule& rule) {
  Json out = Json::object();
  const Json* const places = rule.schema.find("properties");
  const std::string_view own = own_object(rule.kind);
  for (const std::string_view place : {"context", "properties", "traits"}) {
    const Json* const schema = places == nullptr ? nullptr : places->find(place);
    if (schema == nullptr || !schema->is(Kind::kObject)) continue;
    Json members = members_of(*schema);
    if (!members.members.empty() || place != own) out.set(place, std::move(members));
    const Json* const additional = schema->find("additionalProperties");
    if (place == own && additional != nullptr) out.set("additional", short_of(*additional, false));
  }
  for (const JsonMember& member : rule.schema.members) {
    if (member.key.starts_with("x-")) out.members.push_back(member);
  }
  return out;
}

bool says_the_same(const PlanRule& rule, const Json& body) {
  PlanReading reading({}, nullptr);
  std::optional<Json> schema = short_schema(rule.kind, body, reading);
  if (!schema || reading.failed()) return false;
  PlanRule read;
  read.kind = rule.kind;
  read.schema = *std::move(schema);
  take_noise(read);
  return same_schema(read.schema, rule.schema);
}

Json rule_of(const PlanRule& rule) {
  Json out = Json::object();
  if (rule.version != 1) out.set("version", Json::integer(rule.version));
  set_text("description", rule.description, out);
  set_labels(rule, out);
  set_text("deprecated_at", rule.deprecated_at, out);
  set_text("created_at", rule.created_at, out);
  set_text("updated_at", rule.updated_at, out);
  Json body = short_body(rule);
  if (!says_the_same(rule, body)) {
    body = Json::object();
    body.set("schema", rule.schema);
  }
  for (JsonMember& member : body.members) out.members.push_back(std::move(member));
  return out;
}

std::string_view section_of(const PlanRule& rule) {
  switch (rule.kind) {
    case PlanRuleKind::kTrack:
      return "events";
    case PlanRuleKind::kIdentify:
      return "identify";
    case PlanRuleKind::kGroup:
      return "group";
    case PlanRuleKind::kPage:
      return rule.key.empty() ? "page" : "pages";
    case PlanRuleKind::kScreen:
      return rule.key.empty() ? "screen" : "screens";
    case PlanRuleKind::kCommon:
      return "common";
  }
  return {};
}

constexpr std::string_view kSections[] = {"events", "identify", "group",   "page",
                                          "pages",  "screen",   "screens", "common"};

// The sections, and where in them the rules of a name stand; a second version makes a list.
class Sections {
 public:
  void add(const PlanRule& rule) {
    const std::string_view section = section_of(rule);
    const bool named = !rule.key.empty();
    const size_t at = places_.emplace(std::pair(section, rule.key), rules_.size()).first->second;
    if (at == rules_.size())
      rules_.push_back({section, named ? rule.key : std::string(), Json::null()});
    put(rule_of(rule), rules_[at].value);
  }

  // The sections in one order; names in the order in which they were met.
  void take_into(Json& out) {
    for (const std::string_view section : kSections) out.set(section, Json::null());
    for (Place& place : rules_) {
      if (place.key.empty()) {
        out.set(place.section, std::move(place.value));
        continue;
      }
      Json* const section = out.find(place.section);
      if (section->is(Kind::kNull)) *section = Json::object();
      section->members.push_back({std::move(place.key), 0, 0, std::move(place.value)});
    }
    std::erase_if(out.members, [](const JsonMember& one) { return one.value.is(Kind::kNull); });
  }

 private:
  struct Place {
    std::string_view section;
    std::string key;
    Json value;
  };

  static void put(Json value, Json& place) {
    if (place.is(Kind::kNull)) {
      place = std::move(value);
      return;
    }
    if (!place.is(Kind::kArray)) {
      Json list = Json::array();
      list.items.push_back(std::move(place));
      place = std::move(list);
    }
    place.items.push_back(std::move(value));
  }

  std::vector<Place> rules_;
  std::map<std::pair<std::string_view, std::string>, size_t> places_;
};

}  // namespace

std::string write_short(const TrackingPlan& plan, Losses&) {
  Json out = Json::object();
  set_text("name", plan.name, out);
  set_text("description", plan.description, out);
  set_text("id", plan.id, out);
  set_text("resource_schema_id", plan.resource_schema_id, out);
  set_text("slug", plan.slug, out);
  set_text("type", plan.type, out);
  set_text("created_at", plan.created_at, out);
  set_text("updated_at", plan.updated_at, out);
  Sections sections;
  for (const PlanRule& rule : plan.rules) sections.add(rule);
  sections.take_into(out);
  if (out.find("events") == nullptr) out.set("events", Json::object());
  return yaml_text(out);
}

}  // namespace specgate
