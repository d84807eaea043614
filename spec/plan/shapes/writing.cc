#include "spec/plan/shapes/writing.h"

#include <algorithm>

#include "spec/plan/shapes/schema_form.h"

namespace specgate {
namespace {

constexpr std::string_view kDraft7 = "http://json-schema.org/draft-07/schema#";

struct Field {
  std::string_view name;
  bool said;
};

std::string lost_in(PlanShape shape) {
  return std::string(name_of(shape)) + " has no place for it";
}

void view_root(const PlanRule& rule, std::string_view own, OwnView& out) {
  for (const JsonMember& member : rule.schema.members) {
    const bool known = member.key == "type" || member.key == "properties" ||
                       member.key == "required" || member.key == "definitions";
    if (!known) out.more.push_back("\"" + member.key + "\" of its schema's root");
  }
  for (const std::string_view key : {"properties", "required"}) {
    const Json* const value = rule.schema.find(key);
    const Kind wanted = key == "required" ? Kind::kArray : Kind::kObject;
    if (value != nullptr && !value->is(wanted))
      out.more.push_back("\"" + std::string(key) + "\" of its schema's root");
  }
  if (!is_object_type(rule.schema)) out.more.emplace_back("\"type\" of its schema's root");
  if (const Json* properties = rule.schema.find("properties")) {
    for (const JsonMember& member : properties->members) {
      if (member.key != own) out.more.push_back("what its schema says of \"" + member.key + "\"");
    }
  }
  const Json* const required = rule.schema.find("required");
  if (required == nullptr) return;
  for (const Json& name : required->items) {
    if (name.text == own) {
      out.demanded = true;
    } else {
      out.more.push_back("that the call must have \"" + name.text + "\"");
    }
  }
}

}  // namespace

void Losses::add(const Json& at, std::string message) {
  lost_.push_back({plan_.file, at.line, at.column, std::move(message)});
}

void Losses::whole(const PlanRule& rule) {
  Json at;
  at.line = rule.line;
  at.column = rule.column;
  add(at, title_of(rule) + " is lost: " + lost_in(shape_));
}

void Losses::lose(const PlanRule& rule, const std::string& what) {
  Json at;
  at.line = rule.line;
  at.column = rule.column;
  add(at, title_of(rule) + ": " + what + " lost: " + lost_in(shape_));
}

void Losses::of(const PlanRule& rule, std::string_view what) { lose(rule, std::string(what) + " is"); }

void Losses::of_many(const PlanRule& rule, std::string_view things) { lose(rule, std::string(things) + " are"); }

void Losses::fields_but(std::initializer_list<std::string_view> held) {
  const Field fields[] = {{"id", !plan_.id.empty()},
                          {"resource_schema_id", !plan_.resource_schema_id.empty()},
                          {"name", !plan_.name.empty()},
                          {"slug", !plan_.slug.empty()},
                          {"description", !plan_.description.empty()},
                          {"type", !plan_.type.empty()},
                          {"created_at", !plan_.created_at.empty()},
                          {"updated_at", !plan_.updated_at.empty()}};
  for (const Field& field : fields) {
    if (!field.said || std::find(held.begin(), held.end(), field.name) != held.end()) continue;
    add({}, "the plan's " + std::string(field.name) + " is lost: " + lost_in(shape_));
  }
}

void Losses::fields_but(const PlanRule& rule, std::initializer_list<std::string_view> held) {
  const Field fields[] = {
      {"version", rule.version != 1},           {"description", !rule.description.empty()},
      {"created_at", !rule.created_at.empty()},
      {"updated_at", !rule.updated_at.empty()}, {"deprecated_at", rule.deprecated()}};
  for (const Field& field : fields) {
    if (!field.said || std::find(held.begin(), held.end(), field.name) != held.end()) continue;
    of(rule, "its " + std::string(field.name));
  }
  const bool labels = std::find(held.begin(), held.end(), "labels") == held.end();
  if (labels && !rule.labels.empty()) of_many(rule, "its labels");
}

bool is_object_type(const Json& schema) {
  const Json* type = schema.find("type");
  if (type != nullptr && type->is(Kind::kArray) && type->items.size() == 1) type = &type->items[0];
  return type == nullptr || (type->is(Kind::kString) && type->text == "object");
}

OwnView own_view(const PlanRule& rule) {
  OwnView out;
  const std::string_view own = own_object(rule.kind);
  if (!rule.schema.is(Kind::kObject)) {
    if (rule.schema.is_false()) out.more.push_back("that no call passes");
    if (rule.schema.is(Kind::kNull)) out.more.push_back("its schema, which is null,");
    out.schema.set("type", Json::string("object"));
    return out;
  }
  if (own.empty()) {
    out.schema = rule.schema;
    return out;
  }
  view_root(rule, own, out);
  if (const Json* definitions = rule.schema.find("definitions")) out.definitions = *definitions;
  const Json* const schema = own_schema(rule);
  if (schema != nullptr && schema->is(Kind::kObject)) {
    out.schema = *schema;
  } else {
    if (schema != nullptr && schema->is_false()) {
      out.more.push_back("that the call has no " + std::string(own));
    } else if (schema != nullptr && !schema->is_true()) {
      out.more.push_back("the schema of its " + std::string(own));
    }
    out.schema.set("type", Json::string("object"));
  }
  return out;
}

void set_text(std::string_view key, std::string_view text, Json& object) {
  if (!text.empty()) object.set(key, Json::string(text));
}

void set_labels(const PlanRule& rule, Json& object) {
  if (rule.labels.empty()) return;
  Json labels = Json::object();
  for (const auto& [name, value] : rule.labels) labels.set(name, Json::string(value));
  object.set("labels", std::move(labels));
}

Json segment_schema(const PlanRule& rule) {
  if (!rule.schema.is(Kind::kObject)) return rule.schema;
  Json out = Json::object();
  out.set("$schema", Json::string(kDraft7));
  set_labels(rule, out);
  set_text("description", rule.description, out);
  for (const JsonMember& member : rule.schema.members) out.set(member.key, member.value);
  Json* const properties = out.find("properties");
  const bool open = out.find("additionalProperties") == nullptr &&
                    out.find("patternProperties") == nullptr &&
                    out.find("unevaluatedProperties") == nullptr;
  if (properties == nullptr || !properties->is(Kind::kObject) || !open) return out;
  for (const std::string_view place : {"context", "traits", "properties"}) {
    if (properties->find(place) != nullptr || place == own_object(rule.kind)) continue;
    Json& filler = properties->set(place, Json::object());
    if (place == "traits") filler.set("type", Json::string("object"));
  }
  return out;
}

std::string lines_of(const Json& json) {
  std::string out;
  append_json(json, JsonLayout::kLines, out);
  return out;
}

std::string compact(const Json& json) {
  std::string out;
  append_json(json, JsonLayout::kCompact, out);
  return out;
}

}  // namespace specgate
