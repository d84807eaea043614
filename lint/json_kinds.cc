#include "lint/json_kinds.h"

#include <algorithm>

namespace specgate {
namespace {

using Keys = std::initializer_list<std::string_view>;

struct JsonKind {
  Keys all, any;  // keys of the object, or of an array's first: all of these, and one of those
  std::string_view is, instead;
  std::string_view holds = {};  // in the text of the first key
};

constexpr std::string_view kGiveCalls =
    "give the calls that were sent: JSON, one a line, in an array or a batch, or captured requests";
constexpr std::string_view kGiveRequests =
    "record the requests of Segment's library, with their bodies";
constexpr std::string_view kGiveEvents =
    "give the calls of Segment's libraries: what another tool exports has its own fields";
constexpr std::string_view kGivePlan = "give it with --plan, beside the events, or to \"specgate plan lint\"";
constexpr std::string_view kGivePlanOfIt =
    "put it into a tracking plan, as the jsonSchema of a rule, and give that with --plan, beside the events";

const JsonKind kKinds[] = {
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
    {{"type", "properties"}, {}, "a JSON Schema", kGivePlanOfIt, "object"},
    {{"lockfileVersion"}, {}, "a package-lock.json", kGiveCalls},
    {{"compilerOptions"}, {}, "a tsconfig.json", kGiveCalls},
    {{"openapi"}, {"paths", "info"}, "an OpenAPI description", kGiveCalls},
    {{"swagger"}, {"paths", "info"}, "an OpenAPI description", kGiveCalls},
    {{"rules"},
     {"id", "name", "slug", "pagination", "resourceSchemaId"},
     "a tracking plan",
     kGivePlan},
    {{"type", "key"}, {"jsonSchema", "json_schema"}, "a list of a tracking plan's rules", kGivePlan},
    {{"trackingPlan"}, {}, "a tracking plan", kGivePlan},
    {{"trackingPlanId"}, {}, "a tracking plan", kGivePlan},
    {{"eventType", "rules"}, {}, "an event of a tracking plan", kGivePlan},
    {{"runs", "version"}, {"$schema"}, "SARIF", kGiveCalls},
    {{"$schema"}, {}, "a JSON Schema", kGivePlanOfIt, "json-schema.org"},
    {{"$schema"}, {"properties", "definitions", "$defs"}, "a JSON Schema", kGivePlanOfIt},
    {{"$schema"}, {}, "a document of a schema that is none of calls", kGiveCalls},
    {{"integrations"}, {"plan", "metrics", "enabledMiddleware"}, "the settings of a source", kGiveRequests},
    {{"name"}, {"short_name", "manifest_version", "start_url"}, "a manifest", kGiveCalls},
    {{"specversion", "source", "id"}, {"type"}, "CloudEvents without a call", kGiveCalls},
    {{"event_type"}, {"device_id", "user_id", "event_properties", "amplitude_id", "$insert_id"},
     "an event of Amplitude's", kGiveEvents},
    {{"level"}, {"msg", "message"}, "a log line", kGiveCalls},
    {{"errors"}, {"data", "message"}, "an error of an API", kGiveCalls},
    {{"features"}, {}, "GeoJSON", kGiveCalls},
    {{"type", "geometry"}, {}, "GeoJSON", kGiveCalls},
    {{"type", "coordinates"}, {}, "GeoJSON", kGiveCalls},
};

// Columns that only Segment's warehouse writes, and those that its calls spell otherwise.
constexpr std::string_view kLoaded[] = {"received_at", "event_text", "uuid_ts", "loaded_at", "__row_id"};
constexpr std::string_view kColumns[] = {"anonymous_id", "user_id",   "original_timestamp", "sent_at",
                                         "context_ip",   "timestamp", "context_library_name"};

// Where lists and pages keep what they hold.
constexpr std::string_view kHolders[] = {"data",  "rows",  "results", "records",       "items",
                                         "value", "plans", "events",  "trackingPlans", "tracking_plans"};

bool has(const Batch& batch, const Node& object, std::string_view key) {
  return member_of(batch, &object, key) != nullptr;
}

template <typename List>
size_t count(const Batch& batch, const Node& object, const List& keys) {
  return static_cast<size_t>(std::count_if(std::begin(keys), std::end(keys), [&](std::string_view key) {
    return has(batch, object, key);
  }));
}

// Snowflake writes columns in capitals.
bool is_column(std::string_view key, std::string_view column) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; };
  return std::equal(key.begin(), key.end(), column.begin(), column.end(),
                    [&](char a, char b) { return lower(a) == b; });
}

template <typename Visit>
void each(const Batch& batch, const Node& container, const Visit& visit) {
  const auto first = static_cast<uint32_t>(&container - batch.nodes.data()) + 1;
  for (uint32_t i = first; i < container.next; i = batch.nodes[i].next) visit(batch.nodes[i]);
}

bool is_row(const Batch& batch, const Node& object) {
  if (!object.is(Kind::kObject)) return false;
  size_t loaded = 0, columns = 0;
  bool typed = false;
  each(batch, object, [&](const Node& member) {
    const auto is = [&](std::string_view column) { return is_column(member.key, column); };
    loaded += std::any_of(std::begin(kLoaded), std::end(kLoaded), is) ? 1U : 0U;
    columns += std::any_of(std::begin(kColumns), std::end(kColumns), is) ? 1U : 0U;
    typed |= is("type");
  });
  return loaded != 0 && loaded + columns > 1 && !typed;
}

// {"event": "...", "properties": {"distinct_id": ..., "time": ...}}
bool is_mixpanels(const Batch& batch, const Node& object) {
  if (!object.is(Kind::kObject)) return false;
  const Node* const properties = member_of(batch, &object, "properties");
  if (properties == nullptr || !has(batch, object, "event")) return false;
  constexpr std::string_view kOurs[] = {"type", "userId", "anonymousId", "messageId", "context"};
  constexpr std::string_view kIts[] = {"distinct_id", "time", "token", "$insert_id"};
  return count(batch, object, kOurs) == 0 && properties->is(Kind::kObject) && count(batch, *properties, kIts) > 1;
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

constexpr std::string_view kRows = "an export of a warehouse", kMixpanels = "an export of Mixpanel";
constexpr std::string_view kGiveRowsOf =
    "give the calls that they were made of, from Segment's debugger or its archive in S3";

// What it is, or what it lists is.
bool name_by_keys(const Batch& batch, const Node* object, Wrapped& out) {
  constexpr int kMostLevels = 4;
  for (int level = 0; object != nullptr && level < kMostLevels; ++level) {
    const auto kind = std::find_if(std::begin(kKinds), std::end(kKinds), [&](const JsonKind& one) {
      return is_kind(batch, *object, one);
    });
    const bool row = is_row(batch, *object), mixpanels = is_mixpanels(batch, *object);
    if (row || mixpanels || kind != std::end(kKinds)) {
      out.is = row ? kRows : mixpanels ? kMixpanels : kind->is;
      out.instead = row ? kGiveRowsOf : mixpanels ? kGiveEvents : kind->instead;
      return true;
    }
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
    const Node& root = batch.nodes[event.root];
    return is_row(batch, root) || is_mixpanels(batch, root);
  });
  return (foreign || are_no_calls(batch)) && name_by_keys(batch, object, out);
}

bool name_kind(const Batch& batch, Wrapped& out) {
  if (name_by_marks(batch, out)) return true;
  if (first_object(batch) == nullptr || !are_no_calls(batch)) return false;
  const Node& object = *first_object(batch);
  const bool bare = all_events(batch, [](const Event& event) { return !has_field(event); });
  if (has(batch, object, "type") || has(batch, object, "name") || !bare) return false;  // it may be a call
  out.is = "JSON without any field of a call";
  out.instead = "its keys are " + keys_of(batch, object) + "; " + std::string(kGiveCalls);
  return true;
}

}  // namespace specgate
