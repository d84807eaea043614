#include "spec/plan/shapes/known_keys.h"

#include <algorithm>

#include "spec/plan/shapes/pages.h"

namespace specgate {
namespace {

using Keys = std::vector<std::string_view>;

// Public API TrackingPlanV1, Typewriter's plan.json, Config API, RudderStack's TrackingPlan; of an
// event that is upserted alone also what events have.
const Keys kPlan = {
    "id",           "name",        "displayName",  "display_name", "slug",        "description",
    "type",         "version",     "rules",        "events",       "resourceSchemaId",
    "resource_schema_id",          "createdAt",    "updatedAt",    "createdBy",   "updatedBy",
    "created_at",   "updated_at",  "create_time",  "update_time",  "workspaceId", "creationType",
    "deletedAt",    "sourceIds",   "sources",      "data",         "trackingPlan",
    "tracking_plan", "trackingPlans", "tracking_plans", "plan",    "errors",      "requestId"};
const Keys kRule = {"type",      "key",       "jsonSchema",   "version", "createdAt",
                    "updatedAt", "deprecatedAt", "description", "labels", "archivedAt"};
const Keys kTerraformPlan = {"name",       "type",       "description", "rules",      "created_at", "id",
                             "slug",       "updated_at", "count",       "for_each",   "depends_on", "lifecycle",
                             "provider",   "provisioner", "connection", "//"};
const Keys kTerraformRule = {"type",       "key",           "json_schema", "version", "created_at",
                             "updated_at", "deprecated_at", "description", "labels"};
const Keys kConfigRules = {"events", "global", "identify", "group", "identify_traits",
                           "group_traits"};
const Keys kConfigEvent = {"name",       "description", "version",    "rules",
                           "labels",     "createdAt",   "created_at", "updatedAt",
                           "updated_at", "deprecated_at"};
const Keys kRudderEvent = {"id",         "name",      "description", "eventType",   "identitySection",
                           "rules",      "version",   "createdAt",   "updatedAt",   "createdBy",
                           "updatedBy",  "categoryId", "category",   "workspaceId", "properties",
                           "trackingPlanId", "additionalProperties"};
const Keys kRudderProperty = {"id",         "name",       "description", "type",
                              "required",   "properties", "additionalProperties", "propConfig",
                              "createdAt",  "updatedAt",  "createdBy",   "updatedBy", "workspaceId"};

const Keys& keys_of(KeysOf which) {
  switch (which) {
    case KeysOf::kPlan: return kPlan;
    case KeysOf::kRule: return kRule;
    case KeysOf::kTerraformPlan: return kTerraformPlan;
    case KeysOf::kTerraformRule: return kTerraformRule;
    case KeysOf::kConfigRules: return kConfigRules;
    case KeysOf::kConfigEvent: return kConfigEvent;
    case KeysOf::kRudderEvent: return kRudderEvent;
    case KeysOf::kRudderProperty: return kRudderProperty;
  }
  return kPlan;
}

}  // namespace

void note_unknown_keys(const Json& object, KeysOf which, PlanReading& reading) {
  const Keys& known = keys_of(which);
  for (const JsonMember& member : object.members) {
    const bool paged = which == KeysOf::kPlan && Pages::speaks_of_pages(member);
    if (paged || member.key.starts_with("x-")) continue;
    if (std::find(known.begin(), known.end(), member.key) != known.end()) continue;
    reading.unknown_key(member, known);
  }
}

}  // namespace specgate
