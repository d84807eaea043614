#include "rules/rule_triggers.h"

#include <algorithm>

#include "rules/engine/fields.h"
#include "rules/engine/site.h"
#include "rules/time/moment.h"

namespace specgate {
namespace {

constexpr Facts when(bool holds, Facts fact) { return holds ? fact : Facts{0}; }

bool is_request(const Arrival& arrival) {
  return arrival.transport.known || arrival.route.kind != Route::Kind::kFile;
}

bool is_batch(const Batch& batch) {
  return batch.form == Form::kBatch || batch.arrival.route.kind == Route::Kind::kBatch;
}

bool lacks_call(const Batch& batch) {
  return batch.events.empty() ||
         std::any_of(batch.events.begin(), batch.events.end(), [&](const Event& event) {
           return !batch.nodes[event.root].is(Kind::kObject);
         });
}

bool is_eventful(const EventName& name) {
  const Match match = name.match.match;
  return match == Match::kVariant || match == Match::kSuggestion || name.off_style ||
         name.dynamic || name.reserved_table || name.unfilled != Unfilled::kNo;
}

bool is_unnamed(const Site& site, Slot slot) {
  const Node* node = own(site, slot);
  return node != nullptr && !node->is(Kind::kNull) && !is_text(node);
}

bool lacks_name(const Site& site) {
  const Call call = site.event.call;
  if (call == Call::kTrack) return !is_text(own(site, Slot::kEvent));
  if (call != Call::kPage && call != Call::kScreen) return false;
  return is_unnamed(site, Slot::kName) || is_unnamed(site, Slot::kCategory);
}

bool has_unlisted_field(const Site& site) {
  const Node& call = site.node;
  for (uint32_t i = first(site, call); i != call.next; i = at(site, i).next) {
    if (!is_field(site, site.event.call, at(site, i))) return true;
  }
  return false;
}

}  // namespace

Facts facts_of_body(const Batch& batch) {
  constexpr std::string_view kMark = "\xEF\xBB\xBF";
  return when(is_request(batch.arrival), kFactRequest) | when(is_batch(batch), kFactBatch) |
         when(lacks_call(batch), kFactNoCall) | when(batch.source.starts_with(kMark), kFactMark) |
         when(batch.odd != 0, kFactOdd);
}

Facts facts_of_call(const Site& site) {
  const Event& event = site.event;
  const Node& call = site.node;
  const bool stated = event.type_from == TypeFrom::kStated && event.call != Call::kUnknown;
  const bool identified = is_id(own(site, Slot::kUserId)) || is_id(own(site, Slot::kAnonymousId));
  return when(is_request(site.batch.arrival), kFactRequest) | when(!stated, kFactType) |
         when(!identified, kFactNoIdentity) |
         when(!is_id(own(site, Slot::kMessageId)), kFactNoMessageId) |
         when(lacks_name(site), kFactNoName) | when(site.name.tells_consent, kFactConsent) |
         when(is_eventful(site.name), kFactName) | when(has_unlisted_field(site), kFactUnlisted) |
         when(call.end - call.begin > site.spec.limits().event_bytes, kFactLong) |
         when(call.next - first(site, call) > kFewValues, kFactManyValues);
}

Facts facts_of_time(const Site& site) {
  if (site.node.is(Kind::kNull)) return 0;
  const auto time = moment(&site.node);
  if (!time) return kFactNoTime;
  const int64_t now = site.batch.arrival.at_ms;
  return when(!time->has_zone, kFactNoZone) | when(is_unset(*time), kFactUnset) |
         when(now != 0 && time->ms > now, kFactAhead);
}

}  // namespace specgate
