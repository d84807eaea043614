#include "lint/input/json_kinds.h"

#include <algorithm>
#include <string>
#include <vector>

#include "lint/input/foreign_marks.h"
#include "spec/text/ascii.h"
#include "spec/text/yaml.h"

namespace specgate {
namespace {

using Keys = std::initializer_list<std::string_view>;

struct JsonKind {
  Keys all, any;  // keys of the object, or of an array's first: all of these, and one of those
  std::string_view is, instead;
  std::string_view holds = {};  // in the text of the first key
};

constexpr std::string_view kGiveRequests =
    "record the requests of Segment's library, with their bodies";
constexpr std::string_view kGiveSchema =
    "put it into a tracking plan, as the schema of a rule ({\"rules\": [{\"type\": \"TRACK\", \"key\": \"Order "
    "Completed\", \"version\": 1, \"jsonSchema\": {...}}]}), and give that with --plan";

const JsonKind kKinds[] = {
    {{"log", "stream"}, {"time"}, "a log line", kGiveCalls},
    {{"log"}, {}, "a HAR", kGiveRequests},
    {{"requests", "meta"}, {}, "a journal of requests", kGiveRequests},
    {{"mappings"}, {}, "a list of WireMock's stub mappings", "give its journal: GET /__admin/requests"},
    {{"name", "version"},
     {"dependencies", "devDependencies", "scripts", "main", "license", "peerDependencies", "private"},
     "a package.json",
     kGiveCalls},
    {{"name", "version", "description"}, {}, "a package.json", kGiveCalls},
    {{"name", "private"}, {"workspaces", "scripts", "version", "dependencies", "devDependencies", "type"},
     "a package.json", kGiveCalls},
    {{"name", "workspaces"}, {}, "a package.json", kGiveCalls},
    {{"require"}, {"name", "autoload", "require-dev"}, "a composer.json", kGiveCalls},
    {{"@context"}, {"@type", "@graph", "@id"}, "JSON-LD", kGiveCalls},
    {{"domain", "name", "value"}, {"path", "expires", "expirationDate", "httpOnly"}, "a list of cookies", kGiveCalls},
    {{"type", "properties"}, {}, "a JSON Schema", kGiveSchema, "object"},
    {{"lockfileVersion"}, {}, "a package-lock.json", kGiveCalls},
    {{"compilerOptions"}, {}, "a tsconfig.json", kGiveCalls},
    {{"openapi"}, {"paths", "info"}, "an OpenAPI description", kGiveCalls},
    {{"swagger"}, {"paths", "info"}, "an OpenAPI description", kGiveCalls},
    {{"rules"},
     {"id", "name", "slug", "pagination", "resourceSchemaId"},
     "a tracking plan",
     kGivePlan},
    {{"rules"}, {"display_name", "displayName"}, "a tracking plan", kGivePlan},
    {{"type", "key"}, {"jsonSchema", "json_schema"}, "a list of a tracking plan's rules", kGivePlan},
    {{"trackingPlan"}, {}, "a tracking plan", kGivePlan},
    {{"trackingPlanId"}, {}, "a tracking plan", kGivePlan},
    {{"eventType", "rules"}, {}, "an event of a tracking plan", kGivePlan},
    {{"runs", "version"}, {"$schema"}, "SARIF", kGiveCalls},
    {{"$schema"}, {}, "a JSON Schema", kGiveSchema, "json-schema.org"},
    {{"$schema"}, {"properties", "definitions", "$defs"}, "a JSON Schema", kGiveSchema},
    {{"$schema"}, {}, "a document of a schema that is none of calls", kGiveCalls},
    {{"integrations"}, {"plan", "metrics", "enabledMiddleware"}, "the settings of a source", kGiveRequests},
    {{"name"}, {"short_name", "manifest_version", "start_url"}, "a manifest", kGiveCalls},
    {{"specversion", "source", "id"}, {"type"}, "CloudEvents without a call", kGiveCalls},
    {{"event_type"}, {"device_id", "user_id", "event_properties", "amplitude_id", "$insert_id"},
     "an event of Amplitude's", kGiveEvents},
    {{"client_id", "events"}, {}, "a hit of Google Analytics", kGiveEvents},
    {{"$distinct_id"}, {}, "a profile of Mixpanel's", kGiveEvents},
    {{"level"}, {"msg", "message"}, "a log line", kGiveCalls},
    {{"errors"}, {"data", "message"}, "an error of an API", kGiveCalls},
    {{"features"}, {}, "GeoJSON", kGiveCalls},
    {{"type", "geometry"}, {}, "GeoJSON", kGiveCalls},
    {{"type", "coordinates"}, {}, "GeoJSON", kGiveCalls},
};

// Where lists and pages keep what they hold.
constexpr std::string_view kHolders[] = {"data",  "rows",  "results", "records",       "items",
                                         "value", "plans", "events",  "trackingPlans", "tracking_plans"};

bool has(const Batch& batch, const Node& object, std::string_view key) {
  return member_of(batch, &object, key) != nullptr;
}

template <typename Visit>
void each(const Batch& batch, const Node& container, const Visit& visit) {
  const auto first = static_cast<uint32_t>(&container - batch.nodes.data()) + 1;
  for (uint32_t i = first; i < container.next; i = batch.nodes[i].next) visit(batch.nodes[i]);
}

template <typename List>
size_t count(const Batch& batch, const Node& object, const List& keys) {
  return static_cast<size_t>(std::count_if(std::begin(keys), std::end(keys), [&](std::string_view key) {
    return has(batch, object, key);
  }));
}

bool is_kind(const Batch& batch, const Node& object, const JsonKind& kind) {
  if (count(batch, object, kind.all) != kind.all.size()) return false;
  if (kind.any.size() != 0 && count(batch, object, kind.any) == 0) return false;
  const std::string_view text = text_of(member_of(batch, &object, *kind.all.begin()));
  return text.find(kind.holds) != std::string_view::npos;
}

// The first object that a list or a page holds; null: it is none.
const Node* held(const Batch& batch, const Node& object) {
  for (const std::string_view key : kHolders) {
    const Node* node = member_of(batch, &object, key);
    if (node == nullptr) continue;
    if (node->is(Kind::kArray) && node + 1 < batch.nodes.data() + node->next) ++node;
    if (node->is(Kind::kObject)) return node;
  }
  return nullptr;
}

Foreign kind_of(const Batch& batch, const Node& object) {
  if (is_plan(batch, object)) return {"a tracking plan", kGivePlan};
  if (const Foreign foreign = foreign_record(batch, object)) return foreign;
  const auto kind = std::find_if(std::begin(kKinds), std::end(kKinds),
                                 [&](const JsonKind& one) { return is_kind(batch, object, one); });
  return kind == std::end(kKinds) ? Foreign() : Foreign{kind->is, kind->instead};
}

// What it is, or what it lists is.
bool name_by_keys(const Batch& batch, const Node* object, Wrapped& out) {
  constexpr int kMostLevels = 4;
  for (int level = 0; object != nullptr && level < kMostLevels; ++level) {
    const Foreign kind = kind_of(batch, *object);
    out.is = kind.is;
    out.instead = kind.instead;
    if (kind) return true;
    object = held(batch, *object);
  }
  return false;
}

// Fields that only calls have, and those that a call with a mistake may be left with.
bool has_field(const Event& event) {
  for (size_t i = 0; i < kSlotCount; ++i) {
    const auto slot = static_cast<Slot>(i);
    const bool anybodys = slot == Slot::kName || slot == Slot::kVersion || slot == Slot::kType ||
                          slot == Slot::kCategory || slot == Slot::kTimestamp;
    if (!anybodys && event.slots[slot] != 0) return true;
  }
  return false;
}

// What only calls have.
bool has_id(const Event& event) {
  constexpr Slot kIds[] = {Slot::kEvent,   Slot::kUserId,     Slot::kAnonymousId,
                           Slot::kGroupId, Slot::kPreviousId, Slot::kTraits};
  return std::any_of(std::begin(kIds), std::end(kIds),
                     [&](Slot slot) { return event.slots[slot] != 0; });
}

std::string keys_of(const Batch& batch, const Node& object) {
  constexpr size_t kMostKeys = 4, kLongestKey = 40;
  std::string out;
  size_t keys = 0;
  const auto first = static_cast<uint32_t>(&object - batch.nodes.data()) + 1;
  for (uint32_t i = first; i < object.next; i = batch.nodes[i].next) {
    if (++keys > kMostKeys) return out + " ...";
    out += keys == 1 ? "\"" : ", \"";
    out.append(batch.nodes[i].key.substr(0, kLongestKey)).append("\"");
  }
  return out;
}

// The field of calls that the key is in other letters, or with a slip; empty: none.
std::string_view like_a_field(std::string_view key) {
  static const std::vector<std::string_view> kFields = {
      "type",     "event",      "userid", "anonymousid",  "messageid", "properties",        "traits",    "context",
      "groupid", "previousid", "sentat", "integrations", "action",    "originaltimestamp", "attributes"};
  std::string folded;
  for (const char c : key) {
    if (c != '_' && c != '-' && c != ' ') folded += to_lower(c);
  }
  return nearest(folded, kFields);
}

// Is there, without a type or a name, what only calls have? A user's or a group's id alone has many a record.
bool is_like_a_call(const Batch& batch, const Node& object) {
  size_t fields = 0;
  bool sure = false;
  each(batch, object, [&](const Node& member) {
    const std::string_view field = like_a_field(member.key);
    constexpr std::string_view kAnybodys[] = {"", "context", "action", "attributes", "integrations"};
    if (std::find(std::begin(kAnybodys), std::end(kAnybodys), field) != std::end(kAnybodys)) return;
    ++fields;
    sure |= field == "anonymousid" || field == "messageid" || field == "properties";
  });
  return sure || fields > 1;
}

// A page without its type may be left with a name; what has other members beside it, none like a field of a call,
// is somebody's record.
bool may_be_call(const Batch& batch, const Node& object) {
  if (!object.is(Kind::kObject) || has(batch, object, "type")) return true;
  if (!has(batch, object, "name")) return is_like_a_call(batch, object);
  bool others = false, fields = false;
  each(batch, object, [&](const Node& member) {
    constexpr std::string_view kAnybodys[] = {"name", "category", "version", "timestamp"};
    if (std::find(std::begin(kAnybodys), std::end(kAnybodys), member.key) != std::end(kAnybodys)) return;
    others = true;
    fields |= !like_a_field(member.key).empty();
  });
  return !others || fields;
}

bool is_empty(const Node& object, uint32_t index) { return object.next == index + 1; }

template <typename Holds>
bool all_events(const Batch& batch, const Holds& holds) {
  return std::all_of(batch.events.begin(), batch.events.end(), holds);
}

bool are_no_calls(const Batch& batch) {
  return all_events(batch, [](const Event& event) { return event.call == Call::kUnknown && !has_id(event); });
}

// Of the first event, where that is an object and has members; or null.
const Node* first_object(const Batch& batch) {
  if (batch.events.empty()) return nullptr;
  const uint32_t root = batch.events.front().root;
  const Node& object = batch.nodes[root];
  return object.is(Kind::kObject) && !is_empty(object, root) ? &object : nullptr;
}

}  // namespace

bool name_by_marks(const Batch& batch, Wrapped& out) {
  const Node* const object = first_object(batch);
  if (object == nullptr) return false;
  const bool foreign = all_events(batch, [&](const Event& event) {
    return static_cast<bool>(foreign_record(batch, batch.nodes[event.root]));
  });
  if (batch.form == Form::kBatch && !foreign) return false;  // of a batch, whatever it lacks, calls are expected
  return (foreign || are_no_calls(batch)) && name_by_keys(batch, object, out);
}

bool name_plan(const Batch& batch, Wrapped& out) {
  if (batch.form != Form::kCall || first_object(batch) == nullptr || !are_no_calls(batch)) return false;
  if (!is_plan(batch, *first_object(batch))) return false;
  return name_by_keys(batch, first_object(batch), out);
}

bool name_kind(const Batch& batch, Wrapped& out) {
  if (name_by_marks(batch, out)) return true;
  if (batch.form == Form::kBatch || first_object(batch) == nullptr || !are_no_calls(batch)) return false;
  const Node& object = *first_object(batch);
  const bool bare = all_events(batch, [&](const Event& event) {
    return !has_field(event) && !may_be_call(batch, batch.nodes[event.root]);
  });
  if (!bare) return false;
  const bool named = has(batch, object, "name");
  out.is = named ? "JSON that has nothing of a call but a name" : "JSON without any field of a call";
  out.instead = "its keys are " + keys_of(batch, object) + "; " + std::string(kGiveCalls);
  return true;
}

}  // namespace specgate
