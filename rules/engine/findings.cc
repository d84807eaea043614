#include <charconv>
#include <cstdint>
#include <cstring>

#include "rules/engine/findings.h"
#include "rules/engine/rule_set.h"
#include "rules/engine/site.h"
#include "rules/rules.h"

namespace specgate {
namespace {

// A long list that has a bound gets room for all of it at once: memory that is not used costs nothing,
// and growing would hold the list twice.
template <typename Items>
void append(Items& items, const typename Items::value_type& item, size_t most) {
  constexpr size_t kLong = 4096;
  if (items.size() == kLong && most < SIZE_MAX) items.reserve(most);
  items.push_back(item);
}

}  // namespace

Findings::Findings(Scratch& scratch, const RuleSet& rules) : scratch_(scratch), rules_(rules) {}

void Findings::begin(const Batch& batch, uint32_t event) {
  batch_ = &batch;
  event_ = event;
}

Findings& Findings::add(const Rule& rule, const Node& at, std::string_view a0, std::string_view a1,
                        std::string_view a2) {
  Violation violation;
  violation.rule = &rule;
  violation.event = event_;
  violation.node = static_cast<uint32_t>(&at - batch_->nodes.data());
  violation.severity = rules_.severity(rule, *batch_, event_, violation.node);
  live_ = violation.severity != Severity::kOff;
  if (!live_) return *this;
  const size_t most = rules_.most_findings();
  full_ |= scratch_.violations.size() + scratch_.edits.size() >= most;
  live_ = !full_;
  if (full_) return *this;
  violation.segment_code = rule.segment_codes.only();
  violation.offset = at.begin;
  violation.args = {a0, a1, a2};
  violation.suggestions.first = static_cast<uint32_t>(scratch_.suggestions.size());
  violation.edits.first = static_cast<uint32_t>(scratch_.edits.size());
  append(scratch_.violations, violation, most);
  return *this;
}

Findings& Findings::at_key() {
  if (!live_) return *this;
  Violation& violation = scratch_.violations.back();
  violation.at_key = true;
  violation.offset = key_span(*batch_, batch_->nodes[violation.node]).begin;
  return *this;
}

Findings& Findings::at_byte(uint32_t offset) {
  if (live_) scratch_.violations.back().offset = offset;
  return *this;
}

Findings& Findings::called(SegmentCode code) {
  if (live_) scratch_.violations.back().segment_code = code;
  return *this;
}

Findings& Findings::suggest(std::string_view text) {
  if (!live_) return *this;
  scratch_.suggestions.push_back(text);
  ++scratch_.violations.back().suggestions.count;
  return *this;
}

Findings& Findings::planned_at(const PlanPlace& place) {
  if (!live_) return *this;
  scratch_.violations.back().plan_place = static_cast<uint32_t>(scratch_.plan_places.size());
  scratch_.plan_places.push_back(place);
  return *this;
}

Findings& Findings::raise() {
  if (!live_) return *this;
  Severity& severity = scratch_.violations.back().severity;
  if (severity == Severity::kWarning) severity = Severity::kError;
  return *this;
}

Findings& Findings::weigh(Severity severity) {
  if (live_) scratch_.violations.back().severity = severity;
  return *this;
}

Findings& Findings::edit(const Edit& edit) {
  if (!live_) return *this;
  const bool by_plan = scratch_.violations.back().plan_place != kNoPlanPlace;
  if (!by_plan && edit.safe && rules_.plan_forbids(edit, *batch_, event_)) return *this;
  append(scratch_.edits, edit, rules_.most_findings());
  ++scratch_.violations.back().edits.count;
  return *this;
}

Findings& Findings::replace(const Node& node, std::string_view json, Safety safety) {
  return edit({.op = Edit::Op::kReplace,
               .safe = safety == kSafe,
               .node = static_cast<uint32_t>(&node - batch_->nodes.data()),
               .json = json});
}

namespace {

// Does its key stand in its object with another value too? Which of them counts only the sender can tell.
bool is_contested(const Batch& batch, const Node& node) {
  const auto index = static_cast<uint32_t>(&node - batch.nodes.data());
  return (batch.odd & kDuplicateKey) != 0 && node.has_key() && !has_one_value(batch, index);
}

}  // namespace

// Of members with one key readers take the last, some the first: another name for one of them would bring
// another back to life. Not looked for among very many: then nothing is renamed.
bool Findings::is_overridden(const Node& node) const {
  constexpr int kMostMembers = 256;
  if ((batch_->odd & kDuplicateKey) == 0) return false;
  if (is_contested(*batch_, node)) return true;
  const Node& object = batch_->nodes[node.parent];
  int seen = 0;
  for (uint32_t i = node.next; i != object.next; i = batch_->nodes[i].next) {
    if (++seen > kMostMembers || batch_->nodes[i].key == node.key) return true;
  }
  return false;
}

Findings& Findings::rename(const Node& node, std::string_view key, Safety safety) {
  if (!live_ || is_overridden(node)) return *this;
  return edit({.op = Edit::Op::kRename,
               .safe = safety == kSafe,
               .node = static_cast<uint32_t>(&node - batch_->nodes.data()),
               .key = key});
}

Findings& Findings::remove(const Node& node, Safety safety) {
  if (!live_) return *this;
  const bool each = has(*scratch_.violations.back().rule, kRemovesEach);
  if (!each && is_contested(*batch_, node)) return *this;
  return edit({.op = Edit::Op::kRemove,
               .safe = safety == kSafe,
               .node = static_cast<uint32_t>(&node - batch_->nodes.data())});
}

Findings& Findings::insert(const Node& object, std::string_view key, std::string_view json,
                           Safety safety) {
  return edit({.op = Edit::Op::kAdd,
               .safe = safety == kSafe,
               .node = static_cast<uint32_t>(&object - batch_->nodes.data()),
               .key = key,
               .json = json});
}

Findings& Findings::move(const Node& node, const Node& object, std::string_view key,
                         Safety safety) {
  if (!live_ || is_overridden(node)) return *this;
  return edit({.op = Edit::Op::kMove,
               .safe = safety == kSafe,
               .node = static_cast<uint32_t>(&node - batch_->nodes.data()),
               .target = static_cast<uint32_t>(&object - batch_->nodes.data()),
               .key = key});
}

Findings& Findings::trim(uint32_t begin, uint32_t end, std::string_view bytes, Safety safety) {
  return edit({.op = Edit::Op::kTrim,
               .safe = safety == kSafe,
               .json = bytes,
               .begin = begin,
               .end = end});
}

std::string_view Findings::text(std::initializer_list<std::string_view> pieces) {
  size_t size = 0;
  for (const std::string_view piece : pieces) size += piece.size();
  char* const out = scratch_.text.take(size);
  char* at = out;
  for (const std::string_view piece : pieces) {
    if (!piece.empty()) std::memcpy(at, piece.data(), piece.size());
    at += piece.size();
  }
  return {out, size};
}

std::string_view Findings::quoted(std::string_view plain) {
  char* const out = scratch_.text.take(json_string_bound(plain.size()));
  return {out, static_cast<size_t>(write_json_string(plain, out) - out)};
}

std::string_view Findings::number(uint64_t value) {
  constexpr size_t kDigits = 20;
  char* const out = scratch_.text.take(kDigits);
  return {out, static_cast<size_t>(std::to_chars(out, out + kDigits, value).ptr - out)};
}

}  // namespace specgate
