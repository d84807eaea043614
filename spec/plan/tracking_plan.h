// A tracking plan: the contract of a team about the events they send, a JSON Schema for each. This
// is the model; what the files look like is read_plan.h's and write_plan.h's affair.
//
// Whatever shape a plan came in, here every rule holds a JSON Schema over the whole call (draft-07,
// unless `$schema` names another one), as Segment's Public API has it: the properties of a track
// call are described at properties.properties.properties, the traits of an identify call at
// properties.traits.properties.
// Places (line, column) are those of the file that was read. Plain data; safe to read from any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include "spec/event/call.h"
#include "spec/json/json.h"
#include "spec/schema/format_reading.h"
#include "spec/text/result.h"

namespace specgate {

// Public API, RuleV1.type: the six kinds. Alias calls have none: only COMMON sees them. The second
// name is the call a rule speaks of; a COMMON rule speaks of all.
#define SPECGATE_PLAN_RULE_KINDS(X)                                                            \
  X(kTrack, "TRACK", Call::kTrack)                                                             \
  X(kIdentify, "IDENTIFY", Call::kIdentify)                                                    \
  X(kGroup, "GROUP", Call::kGroup)                                                             \
  X(kPage, "PAGE", Call::kPage)                                                                \
  X(kScreen, "SCREEN", Call::kScreen)                                                          \
  X(kCommon, "COMMON", Call::kUnknown)

enum class PlanRuleKind : uint8_t {
#define X(id, name, call) id,
  SPECGATE_PLAN_RULE_KINDS(X)
#undef X
};
std::string_view name_of(PlanRuleKind kind);
Call call_of(PlanRuleKind kind);
std::optional<PlanRuleKind> kind_of(Call call);  // none: only COMMON sees it

// The file shapes, told apart by content. The name is that of `plan convert --to`.
#define SPECGATE_PLAN_SHAPES(X)                                                                \
  X(kPublicApi, "public-api")   /* rules[] of type, key, jsonSchema, version; also enveloped */ \
  X(kConfigApi, "config-api")   /* rules.events[], rules.global, rules.identify, rules.group */ \
  X(kTypewriter, "typewriter")  /* plan.json of Typewriter 8: flattened schemas */             \
  X(kCsv, "csv")                /* what Segment's app downloads */                             \
  X(kTerraform, "terraform")    /* `rules` of segment_tracking_plan, as JSON */                \
  X(kRudderStack, "rudderstack") /* events[] of RudderStack's tracking plan API */             \
  X(kYaml, "yaml")              /* ours, short */

enum class PlanShape : uint8_t {
#define X(id, name) id,
  SPECGATE_PLAN_SHAPES(X)
#undef X
};
std::string_view name_of(PlanShape shape);

struct PlanRule {
  PlanRuleKind kind = PlanRuleKind::kTrack;
  std::string key;            // of TRACK: the event's name; of PAGE and SCREEN: its name, or empty
  int64_t version = 1;        // chosen by context.protocols.event_version
  std::string description;
  std::vector<std::pair<std::string, std::string>> labels;
  std::string created_at, updated_at;
  std::string deprecated_at;  // empty: live (0001-01-01T00:00:00.000Z is read as empty)
  Json schema;                // an object, or true or false; over the whole call
  uint32_t line = 0, column = 0;          // of the rule
  uint32_t key_line = 0, key_column = 0;  // of its name

  bool deprecated() const { return !deprecated_at.empty(); }
};

struct TrackingPlan {
  PlanShape shape = PlanShape::kPublicApi;
  std::string file;  // as it was named
  std::string id, resource_schema_id, name, slug, description, type, created_at, updated_at;
  std::vector<PlanRule> rules;  // in the order of the file, no two of one kind, key and version
  FormatReading formats = FormatReading::kSegment;  // as the configuration says, not the file
  uint64_t bytes = 0;           // of the file; protocols/tracking-plan/create.md limits a CSV's
  uint64_t csv_rows = 0;        // of a CSV, without its header
  Problems notes;               // what reading noticed though the plan reads
  Problems unknown_keys;        // of the shape: what they ask, nobody holds
  bool partial = false;         // other rules of it are elsewhere: an unlisted event may be planned
};

// The step of the call that a rule's own schema describes: "properties", or "traits" for IDENTIFY
// and GROUP; empty for COMMON.
std::string_view own_object(PlanRuleKind kind);
// The schema of that object, and of one of its members; null where the rule says nothing of it.
const Json* own_schema(const PlanRule& rule);
const Json* own_property(const PlanRule& rule, std::string_view name);

// What an object's schema requires: views into it.
std::unordered_set<std::string_view> required_names(const Json& schema);

// "TRACK \"Order Completed\"", "TRACK \"Order Completed\" version 2", "IDENTIFY": for messages.
std::string title_of(const PlanRule& rule);

}  // namespace specgate
