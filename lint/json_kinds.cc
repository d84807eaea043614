#include "lint/json_kinds.h"

#include <algorithm>

namespace specgate {
namespace {

using Keys = std::initializer_list<std::string_view>;

struct JsonKind {
  Keys all, any;  // keys of the object, or of an array's first: all of these, and one of those
  std::string_view is, instead;
};

constexpr std::string_view kGiveCalls =
    "give the calls that were sent: JSON, one a line, in an array or a batch, or captured requests";
constexpr std::string_view kGiveRequests =
    "record the requests of Segment's library, with their bodies";
constexpr std::string_view kGivePlan = "give it with --plan, beside the events, or to \"specgate plan lint\"";

const JsonKind kKinds[] = {
    {{"log"}, {}, "a HAR", kGiveRequests},
    {{"requests", "meta"}, {}, "a journal of requests", kGiveRequests},
    {{"mappings"}, {}, "stub mappings of WireMock", "give its journal: GET /__admin/requests"},
    {{"name", "version"},
     {"dependencies", "devDependencies", "scripts", "main", "license", "peerDependencies", "private"},
     "a package.json",
     kGiveCalls},
    {{"lockfileVersion"}, {}, "a package-lock.json", kGiveCalls},
    {{"compilerOptions"}, {}, "a tsconfig.json", kGiveCalls},
    {{"openapi"}, {"paths", "info"}, "an OpenAPI description", kGiveCalls},
    {{"swagger"}, {"paths", "info"}, "an OpenAPI description", kGiveCalls},
    {{"rules"},
     {"id", "name", "slug", "pagination", "resourceSchemaId"},
     "a tracking plan",
     kGivePlan},
    {{"type", "key"}, {"jsonSchema", "json_schema"}, "a list of a tracking plan's rules", kGivePlan},
    {{"eventType", "rules"}, {}, "an event of a tracking plan", kGivePlan},
    {{"$schema"}, {}, "a JSON Schema", kGivePlan},
    {{"event_type"}, {"device_id", "user_id", "event_properties"}, "an event of Amplitude's", kGiveCalls},
    {{"level"}, {"msg", "message"}, "a log line", kGiveCalls},
    {{"errors"}, {"data", "message"}, "an error of an API", kGiveCalls},
    {{"features"}, {}, "GeoJSON", kGiveCalls},
};

// Columns that only Segment's warehouse writes, and those that its calls spell otherwise.
constexpr std::string_view kLoaded[] = {"received_at", "event_text", "uuid_ts", "loaded_at", "__row_id"};
constexpr std::string_view kColumns[] = {"anonymous_id", "user_id",   "original_timestamp", "sent_at",
                                         "context_ip",   "timestamp", "context_library_name"};

bool has(const Batch& batch, const Node& object, std::string_view key) {
  return member_of(batch, &object, key) != nullptr;
}

template <typename List>
size_t count(const Batch& batch, const Node& object, const List& keys) {
  return static_cast<size_t>(std::count_if(std::begin(keys), std::end(keys), [&](std::string_view key) {
    return has(batch, object, key);
  }));
}

bool is_row(const Batch& batch, const Node& object) {
  const size_t loaded = count(batch, object, kLoaded);
  return loaded != 0 && loaded + count(batch, object, kColumns) > 1 && !has(batch, object, "type");
}

bool is_kind(const Batch& batch, const Node& object, const JsonKind& kind) {
  return count(batch, object, kind.all) == kind.all.size() &&
         (kind.any.size() == 0 || count(batch, object, kind.any) != 0);
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

}  // namespace

bool name_kind(const Batch& batch, Wrapped& out) {
  if (batch.events.empty()) return false;
  const Event& first = batch.events.front();
  const Node& object = batch.nodes[first.root];
  if (!object.is(Kind::kObject) || is_empty(object, first.root)) return false;
  const auto all = [&](auto holds) {
    return std::all_of(batch.events.begin(), batch.events.end(), holds);
  };
  if (all([&](const Event& event) { return is_row(batch, batch.nodes[event.root]); })) {
    out.is = "rows of a warehouse";
    out.instead = "give the calls that they were made of, from Segment's debugger or its archive in S3";
    return true;
  }
  if (!all([](const Event& event) { return event.call == Call::kUnknown && !has_id(event); })) {
    return false;
  }
  const auto kind = std::find_if(std::begin(kKinds), std::end(kKinds), [&](const JsonKind& one) {
    return is_kind(batch, object, one);
  });
  if (kind != std::end(kKinds)) {
    out.is = kind->is;
    out.instead = kind->instead;
    return true;
  }
  if (has(batch, object, "type") || has(batch, object, "name") || !all([](const Event& event) {
        return !has_field(event);
      })) {
    return false;  // it may be a call
  }
  out.is = "JSON without any field of a call";
  out.instead = "its keys are " + keys_of(batch, object) + "; " + std::string(kGiveCalls);
  return true;
}

}  // namespace specgate
