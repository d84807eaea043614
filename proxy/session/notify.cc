#include "proxy/session/notify.h"

#include <optional>

#include "proxy/net/time_text.h"
#include "proxy/store/stored_call.h"
#include "rules/key/base64.h"
#include "rules/report/json_members.h"
#include "spec/plan/compiled_plan.h"

namespace specgate::proxy {
namespace {

// The properties are Segment's, all that a proxy can know of.
void append_properties(const SourceEntry& from, const EventRecord& event,
                       const ToldViolation& violation, std::string& out) {
  JsonMembers properties(out);
  properties.text("eventName", event.name);
  properties.text("eventType", event.type);
  properties.text("eventMessageID", event.message_id);
  properties.text_if("eventTimestamp", event.timestamp);
  properties.text_if("eventSentAt", event.sent_at);
  properties.text_if("appVersion", event.app_version);
  properties.text("sourceName", from.name);
  properties.text("sourceSlug", from.name);
  if (const CompiledPlan* const plan = from.gate->rules().tracking_plan(); plan != nullptr) {
    const std::string& old_id = plan->plan().resource_schema_id;
    properties.text_if("trackingPlanID", old_id.empty() ? plan->plan().id : old_id);
    properties.text_if("trackingPlanName", plan->plan().name);
  }
  properties.text("violationType", violation.type);
  properties.text("violationField", violation.field);
  properties.text("violationDescription", violation.words);
}

void append_violation_call(const SourceEntry& from, const Origination& origination,
                           const EventRecord& event, size_t number, std::string& out) {
  const ToldViolation& violation = event.violations[number];
  std::string timestamp;
  append_time(origination.at_ms, timestamp);
  JsonMembers call(out);
  call.text("type", "track");
  call.text("event", "Violation Generated");
  call.text("userId", "schema-violations");
  // The same for a retry, so that it counts once.
  const std::string of = event.message_id.empty()
                             ? origination.request_id + "-" + std::to_string(event.index)
                             : event.message_id;
  call.text("messageId", "sch-" + of.substr(0, 80) + "-" + std::to_string(number));
  call.text("timestamp", timestamp);
  call.key("integrations").append("{}");
  call.key("context").append(R"({"app":null,"library":{"name":"specgate","version":")"
                             SPECGATE_VERSION R"("}})");
  append_properties(from, event, violation, call.key("properties"));
}

void append_item(std::string_view item, std::string& batch) {
  batch.append(batch.empty() ? R"({"batch":[)" : ",").append(item);
}

}  // namespace

std::vector<Notice> notices_of(const Snapshot& snapshot, const SourceEntry& from,
                               const Origination& origination,
                               const std::vector<EventRecord>& told) {
  if (told.empty()) return {};  // as nearly always
  std::string blocked, violations;
  const SourceEntry* const blocked_to =
      from.settings == nullptr ? nullptr
                               : snapshot.source_called(from.settings->forward_blocked_to);
  const SourceEntry* const violations_to =
      snapshot.source_called(snapshot.settings().violations_to);
  if (blocked_to == nullptr && violations_to == nullptr) return {};
  std::optional<StoredCalls> calls;  // its buffers cost more than all the rest of a small request
  for (const EventRecord& event : told) {
    if (blocked_to != nullptr && event.outcome == Outcome::kReject && !event.type.empty()) {
      if (!calls) calls.emplace(snapshot.spec());
      append_item(calls->for_file({0, origination, event}), blocked);
    }
    // A report of a report would never end.
    if (violations_to == nullptr || violations_to == &from) continue;
    for (size_t i = 0; i < event.violations.size(); ++i) {
      std::string call;
      append_violation_call(from, origination, event, i, call);
      append_item(call, violations);
    }
  }
  std::vector<Notice> out;
  if (!blocked.empty()) out.push_back({blocked_to, blocked + "]}"});
  if (!violations.empty()) out.push_back({violations_to, violations + "]}"});
  return out;
}

std::string notice_head(const Notice& notice) {
  const Origin& upstream = notice.to->policy.upstream;
  const std::string key(notice.to->settings->write_key.reveal());
  return "POST " + upstream.prefix + "/v1/batch HTTP/1.1\r\nHost: " + upstream.authority() +
         "\r\nContent-Type: application/json\r\nAuthorization: Basic " + encode_base64(key + ':', Base64::kPlain) +
         "\r\nContent-Length: " + std::to_string(notice.body.size()) + "\r\n\r\n";
}

}  // namespace specgate::proxy
