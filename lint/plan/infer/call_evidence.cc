#include "lint/plan/infer/call_evidence.h"

#include <algorithm>
#include <optional>

#include "lint/plan/infer/private_key.h"
#include "spec/catalogue/segment_format.h"
#include "spec/text/timestamp.h"

namespace specgate {
namespace {

bool has_pages(PlanRuleKind kind) {
  return kind == PlanRuleKind::kPage || kind == PlanRuleKind::kScreen;
}

bool is_blank(std::string_view name) {
  return name.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

int64_t time_of(const Batch& batch, const Event& event) {
  for (const Slot slot :
       {Slot::kTimestamp, Slot::kOriginalTimestamp, Slot::kSentAt, Slot::kReceivedAt}) {
    const std::optional<Instant> instant = parse_instant(text_in(batch, event.slots, slot));
    if (instant) return instant->ms;
  }
  return 0;
}

}  // namespace

void RuleEvidence::add(const RuleEvidence& other, MemoryBudget& room) {
  calls += other.calls;
  newest_ms = std::max(newest_ms, other.newest_ms);
  own.objects += other.own.objects;
  own.place.add(other.own.place, room);
}

void CallEvidence::take(const Batch& batch) {
  if (batch.syntax_error != Batch::kNoError) ++left_out_.broken_bodies;
  for (const Event& event : batch.events) {
    if (batch.nodes[event.root].is(Kind::kObject)) take_call(batch, event);
  }
}

void CallEvidence::take_call(const Batch& batch, const Event& event) {
  ++calls_;
  const std::optional<PlanRuleKind> kind = kind_of(event.call);
  if (!kind) {
    left_out_.calls_of_no_type += event.call == Call::kUnknown ? 1 : 0;
    return;
  }
  std::string_view name;
  if (*kind == PlanRuleKind::kTrack) {
    name = text_in(batch, event.slots, Slot::kEvent);
    if (!is_event_name(name)) return;
  } else if (has_pages(*kind)) {
    name = text_in(batch, event.slots, Slot::kName);
  }
  RuleEvidence& to = rule(*kind, name);
  ++to.calls;
  to.newest_ms = std::max(to.newest_ms, time_of(batch, event));
  const std::string_view own = own_object(*kind);
  const std::span<const Node> nodes = batch.nodes;
  for (uint32_t i = event.root + 1; i < nodes[event.root].next; i = nodes[i].next) {
    if (nodes[i].key != own) continue;  // all of that key: a schema judges each
    to.own.objects += (nodes[i].flags & kDuplicateKey) == 0 ? 1 : 0;
    to.own.place.take({batch, room_}, i);
  }
  keep_bounds(*kind);
}

bool CallEvidence::is_event_name(std::string_view name) {
  const Names& known = names_[static_cast<size_t>(PlanRuleKind::kTrack)];
  if (known.find(name) != known.end()) return true;
  uint64_t* const why = is_blank(name)               ? &left_out_.calls_without_name
                        : name.size() > kLongestName ? &left_out_.calls_with_long_name
                        : is_personal_name(name)     ? &left_out_.calls_with_personal_name
                                                     : nullptr;
  if (why != nullptr) ++*why;
  return why == nullptr;
}

RuleEvidence& CallEvidence::rule(PlanRuleKind kind, std::string_view name) {
  Names& names = names_[static_cast<size_t>(kind)];
  if (has_pages(kind) && titles_[static_cast<size_t>(kind)]) name = {};
  if (const auto known = names.find(name); known != names.end()) return known->second;
  if (has_pages(kind) && (name.size() > kLongestName || is_personal_name(name))) name = {};
  return names.try_emplace(std::string(name)).first->second;
}

// Of too many events the first by name stay, so that each that stays was counted from its first
// call on; of too many pages all become one.
void CallEvidence::keep_bounds(PlanRuleKind kind) {
  Names& names = names_[static_cast<size_t>(kind)];
  if (kind == PlanRuleKind::kTrack) {
    while (names.size() > kMostEvents) {
      const auto last = std::prev(names.end());
      room_.give(last->second.own.place.things());
      names.erase(last);
      left_out_.names = true;
    }
    return;
  }
  bool& titles = titles_[static_cast<size_t>(kind)];
  titles = titles || names.size() > kMostPages;
  if (!titles) return;
  RuleEvidence& all = names.try_emplace(std::string()).first->second;
  for (auto it = std::next(names.begin()); it != names.end(); it = names.erase(it)) {
    all.add(it->second, room_);
    room_.give(it->second.own.place.things());
  }
}

void CallEvidence::add(const CallEvidence& other) {
  calls_ += other.calls_;
  left_out_.calls_of_no_type += other.left_out_.calls_of_no_type;
  left_out_.calls_without_name += other.left_out_.calls_without_name;
  left_out_.calls_with_personal_name += other.left_out_.calls_with_personal_name;
  left_out_.calls_with_long_name += other.left_out_.calls_with_long_name;
  left_out_.broken_bodies += other.left_out_.broken_bodies;
  left_out_.names = left_out_.names || other.left_out_.names;
  for (size_t i = 0; i < kKinds; ++i) {
    const auto kind = static_cast<PlanRuleKind>(i);
    titles_[i] = titles_[i] || other.titles_[i];
    for (const auto& [name, from] : other.names_[i]) rule(kind, name).add(from, room_);
    keep_bounds(kind);
  }
}

}  // namespace specgate
