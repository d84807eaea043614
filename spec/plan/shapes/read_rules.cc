// Lists of rules. Public API, RuleV1:
//
//   {type, key, jsonSchema, version, createdAt, updatedAt, deprecatedAt}
//
// Typewriter 8 (src/api/trackingplans.ts) keeps the same, but its jsonSchema is that of the
// properties alone, with eventMetadata {name, type}. Terraform's segment_tracking_plan has
// json_schema (JSON text) and created_at; its own keys are those of
// docs/resources/tracking_plan.md.
#include <algorithm>

#include "spec/plan/shapes/known_keys.h"
#include "spec/plan/shapes/schema_form.h"
#include "spec/plan/shapes/shapes.h"

namespace specgate {
namespace {

// Fields of a call, calls.tsv: a schema that speaks of one of these is over the whole call.
constexpr std::string_view kCallFields[] = {
    "properties",  "traits",    "context",   "userId",
    "anonymousId", "messageId", "timestamp", "sentAt",
    "type",        "event",     "name",      "integrations",
    "groupId",     "category",  "channel",   "originalTimestamp",
    "receivedAt",  "version"};

struct RuleKeys {
  std::string_view schema, created_at, updated_at, deprecated_at;
};
constexpr RuleKeys kApiKeys = {"jsonSchema", "createdAt", "updatedAt", "deprecatedAt"};
constexpr RuleKeys kTerraformKeys = {"json_schema", "created_at", "updated_at", "deprecated_at"};

// Typewriter keeps that the call requires `properties` where these themselves require nothing.
bool drop_outer_required(Json& schema) {
  const Json* const required = schema.find("required");
  const Json* const properties = schema.find("properties");
  if (required == nullptr || required->items.size() != 1) return false;
  if (required->items[0].text != "properties") return false;
  if (properties != nullptr && properties->find("properties") != nullptr) return false;
  schema.erase("required");
  return true;
}

// Its $id is the name once more.
Json unflattened(PlanRuleKind kind, Json schema) {
  for (const std::string_view key : {"eventMetadata", "$id", "id"}) schema.erase(key);
  const bool demanded = drop_outer_required(schema);
  Json out = whole_call(kind, std::move(schema));
  if (demanded) out.set("required", Json::array()).items.push_back(Json::string("properties"));
  return out;
}

// Does it speak of properties, and of no field of a call?
bool looks_flat(const Json& schema) {
  const Json* const properties = schema.find("properties");
  if (properties == nullptr || !properties->is(Kind::kObject)) return false;
  return std::none_of(
      properties->members.begin(), properties->members.end(), [](const JsonMember& member) {
        return std::find(std::begin(kCallFields), std::end(kCallFields), member.key) !=
               std::end(kCallFields);
      });
}

bool speaks(const Json& schema) {
  const Json* const properties = schema.find("properties");
  return properties != nullptr && !properties->members.empty();
}

class RuleLists {
 public:
  RuleLists(const PlanParts& parts, PlanReading& reading) : parts_(parts), reading_(reading) {}

  void read() {
    reading_.plan.shape = shape();
    if (parts_.about != nullptr) read_about(*parts_.about, reading_);
    for (const Json* holder : parts_.holders) note_unknown_keys(*holder, KeysOf::kPlan, reading_);
    flat_ = reading_.plan.shape == PlanShape::kTypewriter;
    for (const Json* list : parts_.rules) {
      for (const Json& rule : list->items) read_rule(rule);
    }
  }

 private:
  template <typename F>
  bool any_rule(F holds) const {
    return std::any_of(parts_.rules.begin(), parts_.rules.end(), [&](const Json* list) {
      return std::any_of(list->items.begin(), list->items.end(), holds);
    });
  }

  PlanShape shape() const {
    if (any_rule([](const Json& rule) { return rule.find("json_schema") != nullptr; })) {
      return PlanShape::kTerraform;
    }
    const auto schema_of = [](const Json& rule) { return rule.find("jsonSchema"); };
    if (any_rule([&](const Json& rule) {
          return schema_of(rule) != nullptr && schema_of(rule)->find("eventMetadata") != nullptr;
        })) {
      return PlanShape::kTypewriter;
    }
    // Without eventMetadata only the whole plan tells: every rule of it speaks of properties alone.
    const bool whole = any_rule([&](const Json& rule) {
      return schema_of(rule) != nullptr && speaks(*schema_of(rule)) && !looks_flat(*schema_of(rule));
    });
    const bool speaking = any_rule(
        [&](const Json& rule) { return schema_of(rule) != nullptr && speaks(*schema_of(rule)); });
    return !whole && speaking ? PlanShape::kTypewriter : PlanShape::kPublicApi;
  }

  void read_rule(const Json& item) {
    if (!item.is(Kind::kObject)) {
      return reading_.problem(item,
                              "a rule is " + std::string(noun_of(item)) + ", wanted an object");
    }
    const bool terraform = reading_.plan.shape == PlanShape::kTerraform;
    note_unknown_keys(item, terraform ? KeysOf::kTerraformRule : KeysOf::kRule, reading_);
    const RuleKeys& keys = terraform ? kTerraformKeys : kApiKeys;
    const auto kind = reading_.kind(item, "type");
    PlanRule rule;
    rule.schema = reading_.schema(item, keys.schema);
    rule.line = rule.key_line = item.line;
    rule.column = rule.key_column = item.column;
    rule.version = reading_.version(item);
    rule.description = reading_.text(item, "description");
    rule.created_at = reading_.time(item, keys.created_at);
    rule.updated_at = reading_.time(item, keys.updated_at);
    rule.deprecated_at = reading_.time(item, keys.deprecated_at);
    reading_.labels(item, rule);
    read_key(item, rule);
    if (!kind) return;
    rule.kind = *kind;
    if (flat_ && rule.kind != PlanRuleKind::kCommon && rule.schema.is(Kind::kObject)) {
      read_noise_first(rule);
      rule.schema = unflattened(rule.kind, std::move(rule.schema));
    }
    reading_.add(std::move(rule));
  }

  // The root is taken apart: what is said of the event would land in its properties.
  static void read_noise_first(PlanRule& rule) {
    if (rule.description.empty()) rule.description = rule.schema.text_of("description");
    if (const Json* labels = rule.schema.find("labels")) read_labels(*labels, rule);
    for (const std::string_view key : {"description", "labels", "key"}) rule.schema.erase(key);
  }

  // Typewriter takes a # out of the key; eventMetadata has the name as it is.
  void read_key(const Json& item, PlanRule& rule) {
    rule.key = reading_.text(item, "key");
    const Json* const key = item.find("key");
    if (key != nullptr) {
      rule.key_line = key->line;
      rule.key_column = key->column;
    }
    const Json* const metadata = rule.schema.find("eventMetadata");
    if (metadata == nullptr || !metadata->is(Kind::kObject)) return;
    if (const std::string_view name = metadata->text_of("name"); !name.empty()) rule.key = name;
  }

  const PlanParts& parts_;
  PlanReading& reading_;
  bool flat_ = false;
};

}  // namespace

void read_about(const Json& about, PlanReading& reading) {
  TrackingPlan& plan = reading.plan;
  plan.id = reading.text(about, "id");
  plan.resource_schema_id = reading.text(about, "resourceSchemaId");
  plan.name = reading.text(about, "name");
  plan.slug = reading.text(about, "slug");
  plan.description = reading.text(about, "description");
  plan.type = reading.text(about, "type");
  const bool snake = about.find("created_at") != nullptr || about.find("updated_at") != nullptr;
  plan.created_at = reading.time(about, snake ? "created_at" : "createdAt");
  plan.updated_at = reading.time(about, snake ? "updated_at" : "updatedAt");
}

void read_rule_lists(const PlanParts& parts, PlanReading& reading) {
  RuleLists(parts, reading).read();
}

}  // namespace specgate
