#include "lint/input/foreign_marks.h"

#include <algorithm>
#include <initializer_list>

#include "spec/text/ascii.h"

namespace specgate {
namespace {

using Keys = std::initializer_list<std::string_view>;

// Columns that only Segment's warehouse writes, and those that its calls spell otherwise.
constexpr std::string_view kLoaded[] = {"received_at", "event_text", "uuid_ts", "loaded_at", "__row_id"};
constexpr std::string_view kColumns[] = {"anonymous_id", "user_id",   "original_timestamp", "sent_at",
                                         "context_ip",   "timestamp", "context_library_name"};

constexpr std::string_view kGiveRowsOf =
    "give the calls that they were made of, from Segment's debugger or its archive in S3";

class KeyMarks {
 public:
  KeyMarks(const Batch& batch, const Node& object) : batch_(batch), object_(object) {}

  const Node* member(std::string_view key) const {
    return object_.is(Kind::kObject) ? member_of(batch_, &object_, key) : nullptr;
  }
  bool has(std::string_view key) const { return member(key) != nullptr; }
  size_t count(Keys keys) const {
    return static_cast<size_t>(std::count_if(keys.begin(), keys.end(), [&](auto key) { return has(key); }));
  }
  bool any(Keys keys) const { return count(keys) != 0; }
  template <typename Visit>
  void each(const Visit& visit) const {
    const auto first = static_cast<uint32_t>(&object_ - batch_.nodes.data()) + 1;
    for (uint32_t i = first; i < object_.next; i = batch_.nodes[i].next) visit(batch_.nodes[i]);
  }
  // Of a member that is an object or an array, its first; of any other, nothing.
  const Node* first_of(std::string_view key, Kind kind) const {
    const Node* const node = member(key);
    if (node == nullptr || !node->is(kind) || node + 1 == batch_.nodes.data() + node->next) return nullptr;
    return node + 1;
  }
  bool has_list(std::string_view key) const { return has(key) && member(key)->is(Kind::kArray); }
  KeyMarks of(const Node& node) const { return {batch_, node}; }
  bool is_object() const { return object_.is(Kind::kObject); }

 private:
  const Batch& batch_;
  const Node& object_;
};

// Snake case, as slips have it, included.
bool has_id_of_call(const KeyMarks& object) {
  return object.any({"userId", "anonymousId", "messageId", "user_id", "anonymous_id", "message_id"});
}

bool is_row(const KeyMarks& object) {
  for (const std::string_view nested : {"properties", "traits", "context"}) {  // a table has columns
    if (object.has(nested) && object.member(nested)->is(Kind::kObject)) return false;
  }
  size_t loaded = 0, columns = 0;
  bool typed = false;
  object.each([&](const Node& member) {
    const auto is = [&](std::string_view column) { return equal_but_for_case(member.key, column); };  // as Snowflake has it
    loaded += std::any_of(std::begin(kLoaded), std::end(kLoaded), is) ? 1U : 0U;
    columns += std::any_of(std::begin(kColumns), std::end(kColumns), is) ? 1U : 0U;
    typed |= is("type");
  });
  return loaded != 0 && loaded + columns > 1 && !typed;
}

// {"event": "...", "properties": {"distinct_id": ..., "time": ...}}
bool is_mixpanels(const KeyMarks& object) {
  const Node* const properties = object.member("properties");
  if (properties == nullptr || !properties->is(Kind::kObject) || !object.has("event")) return false;
  const KeyMarks within = object.of(*properties);
  return !has_id_of_call(object) && !object.any({"type", "context", "distinct_id", "api_key"}) &&
         within.any({"distinct_id", "$insert_id"}) && within.count({"distinct_id", "time", "token", "$insert_id"}) > 1;
}

// {"api_key": ..., "event": ..., "distinct_id": ...}: of the two one may stand around it, or among its properties.
bool is_posthogs(const KeyMarks& object, bool keyed) {
  if (!object.has("event") || object.any({"userId", "anonymousId", "messageId", "context"})) return false;
  const Node* const type = object.member("type");
  if (type != nullptr && text_of(type) != "capture") return false;
  if (object.has("distinct_id")) return true;
  const Node* const properties = object.member("properties");
  return properties != nullptr && object.of(*properties).has("distinct_id") &&
         (keyed || object.has("api_key") || object.of(*properties).any({"$lib", "$current_url", "$session_id"}));
}

// "info", 30: and no level of a game, no severity of a ticket.
bool is_level(const Node* level) {
  constexpr std::string_view kWords[] = {"trace", "debug", "info", "information", "notice",   "warn",  "warning",
                                         "error", "err",   "fatal", "critical",   "crit",     "alert", "emergency",
                                         "panic", "dpanic"};
  constexpr std::string_view kNumbers[] = {"10", "20", "30", "40", "50", "60"};  // pino and bunyan
  if (level == nullptr) return false;
  if (level->is(Kind::kInteger)) return std::find(std::begin(kNumbers), std::end(kNumbers), level->text) != std::end(kNumbers);
  return std::any_of(std::begin(kWords), std::end(kWords),
                     [&](std::string_view word) { return equal_but_for_case(text_of(level), word); });
}

// {"level": "info", "ts": 1, "msg": "hi"}, with whatever else: but not with what may hold a call, or be one.
bool is_log_line(const KeyMarks& object) {
  constexpr std::string_view kLevels[] = {"level", "severity", "lvl", "levelname"};
  const bool leveled = std::any_of(std::begin(kLevels), std::end(kLevels),
                                   [&](std::string_view key) { return is_level(object.member(key)); });
  if (!leveled || !object.any({"msg", "message"})) return false;
  if (object.has("event") && object.any({"userId", "anonymousId"})) return false;
  if (!object.any({"ts", "time", "timestamp", "@timestamp", "asctime", "logger", "caller", "pid"})) return false;
  bool flat = !object.any({"type", "messageId", "anonymousId"});
  object.each([&](const Node& member) {
    flat &= !member.is(Kind::kObject) && !member.is(Kind::kArray) && !text_of(&member).starts_with('{');
  });
  return flat;
}

bool is_rule(const KeyMarks& object) {
  return object.any({"key", "type"}) && object.any({"jsonSchema", "json_schema"});
}

// {"Order Completed": {"properties": ...}}
bool is_short_rule(const KeyMarks& object) {
  return object.is_object() && !has_id_of_call(object) && !object.has("event") &&
         object.any({"properties", "traits", "description", "required", "labels"});
}

// {"eventType": "track", "rules": {...}}
bool is_rudders_event(const KeyMarks& object) {
  return object.has("rules") && object.any({"eventType", "identitySection"});
}

}  // namespace

Foreign foreign_record(const Batch& batch, const Node& object) {
  const KeyMarks marks(batch, object);
  if (!object.is(Kind::kObject)) return {};
  const KeyMarks around(batch, batch.nodes[batch.envelope]);
  if (batch.form == Form::kBatch && around.has("writeKey")) return {};
  if (is_row(marks)) return {"an export of a warehouse", kGiveRowsOf};
  if (is_mixpanels(marks)) return {"an export of Mixpanel", kGiveEvents};
  const bool keyed = batch.form == Form::kBatch && around.has("api_key");
  if (is_posthogs(marks, keyed)) return {"an event of PostHog's", kGiveEvents};
  const bool ruled = is_rule(marks) && !marks.any({"event", "userId", "anonymousId", "messageId"});
  if (ruled) return {"a list of a tracking plan's rules", kGivePlan};
  if (is_log_line(marks)) return {"a log line", kGiveCalls};
  return {};
}

bool is_plan(const Batch& batch, const Node& object) {
  const KeyMarks marks(batch, object);
  const auto first = [&](std::string_view key, Kind kind, bool (*is)(const KeyMarks&)) {
    const Node* const node = marks.first_of(key, kind);
    return node != nullptr && is(marks.of(*node));
  };
  const Node* const rules = marks.member("rules");
  const auto has_list = [&](std::string_view key) { return rules != nullptr && marks.of(*rules).has_list(key); };
  const Node* const resource = marks.member("resource");
  return first("rules", Kind::kArray, is_rule) || first("events", Kind::kArray, is_rudders_event) ||
         first("events", Kind::kObject, is_short_rule) || has_list("events") ||
         (resource != nullptr && marks.of(*resource).has("segment_tracking_plan"));
}

}  // namespace specgate
