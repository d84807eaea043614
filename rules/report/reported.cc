#include "rules/report/reported.h"

#include <algorithm>

#include "rules/rules.h"

namespace specgate {
namespace {

constexpr Severity kFromWorst[] = {Severity::kError, Severity::kWarning, Severity::kInfo};

void append_count(uint32_t count, Severity severity, std::string& out) {
  if (count == 0) return;
  if (!out.empty()) out += ", ";
  out.append(std::to_string(count)).append(" ").append(name_of(severity));
  if (count != 1) out += 's';
}

}  // namespace

bool is_repaired(const Verdict& verdict, const Violation& violation, FixMode mode) {
  if (mode == FixMode::kNone || violation.edits.count == 0) return false;
  const auto edits = verdict.edits.subspan(violation.edits.first, violation.edits.count);
  return mode == FixMode::kAll ||
         std::all_of(edits.begin(), edits.end(), [](const Edit& edit) { return edit.safe; });
}

Reported::Reported(const Verdict& verdict, FixMode repairs) : verdict_(verdict), repairs_(repairs) {
  constexpr uint64_t kMostRepeats = 8;  // of a body's bytes in one finding
  const uint64_t count = verdict.violations.size();
  const bool few = count <= kMostFindings;
  if (few && count * verdict.batch.source.size() * kMostRepeats <= kMostToldBytes) return;
  turns_.assign(count, Turn::kTold);
  std::vector<Share> shares(2 * (verdict.batch.events.size() + 1));
  for (const Severity severity : kFromWorst) take(severity, shares);
  sum_up(shares);
  if (rests_.empty()) turns_.clear();
}

size_t Reported::share_of(const Violation& violation) const {
  const size_t call = violation.event == kNoEvent ? 0 : size_t{violation.event} + 1;
  return 2 * call + (is_repaired(verdict_, violation, repairs_) ? 1 : 0);
}

void Reported::take(Severity severity, std::vector<Share>& shares) {
  for (size_t i = 0; i < turns_.size(); ++i) {
    const Violation& violation = verdict_.violations[i];
    if (violation.severity != severity) continue;
    Share& share = shares[share_of(violation)];
    const uint64_t bytes = share.told < kMostFindings ? bytes_of(violation) : 0;
    const bool full = told_ >= kMostFindingsOfBody || bytes_ >= kMostToldBytesOfBody;
    const bool room = share.told < kMostFindings && share.bytes + bytes <= kMostToldBytes &&
                      bytes_ + bytes <= kMostToldBytesOfBody;
    if (!full && (share.told == 0 || room)) {
      ++share.told;
      share.bytes += bytes;
      ++told_;
      bytes_ += bytes;
      continue;
    }
    Share& rest = shares[rest_of(violation, shares)];
    const bool first = std::all_of(rest.left.begin(), rest.left.end(),
                                   [](uint32_t count) { return count == 0; });
    turns_[i] = first ? Turn::kRest : Turn::kNever;
    ++rest.left[static_cast<size_t>(severity)];
  }
}

// Calls of which nothing is told, as the body is full, have one rest together: that of the body.
size_t Reported::rest_of(const Violation& violation, const std::vector<Share>& shares) const {
  const size_t own = share_of(violation);
  return shares[own].told == 0 ? own % 2 : own;
}

// What stands for the rest stands where the first of the worst of it does.
void Reported::sum_up(const std::vector<Share>& shares) {
  rests_.reserve(static_cast<size_t>(std::count(turns_.begin(), turns_.end(), Turn::kRest)));
  for (size_t i = 0; i < turns_.size(); ++i) {
    if (turns_[i] != Turn::kRest) continue;
    Rest& rest = rests_.emplace_back(i, Rest()).second;
    const Violation& at = verdict_.violations[i];
    const size_t share = rest_of(at, shares);
    rest.of_body = share < 2;
    uint32_t all = 0;
    for (const Severity severity : kFromWorst) {
      const uint32_t left = shares[share].left[static_cast<size_t>(severity)];
      all += left;
      append_count(left, severity, rest.words);
    }
    rest.number = std::to_string(all);
    rest.violation = at;
    rest.violation.rule = &rules::too_many_findings;
    rest.violation.suggestions = {};
    rest.violation.plan_place = kNoPlanPlace;
    if (!is_repaired(verdict_, at, repairs_)) rest.violation.edits = {};
  }
  for (auto& [index, rest] : rests_) {
    rest.violation.args = {rest.number, rest.of_body ? "the body" : "this call", rest.words};
  }
}

// Pointers, the call's names, and what message and fix say; each within a few times the truth.
uint64_t Reported::bytes_of(const Violation& violation) const {
  const Batch& batch = verdict_.batch;
  const bool whole = violation.event == kNoEvent;
  const uint32_t root = whole ? 0 : batch.events[violation.event].root;
  uint64_t way = 0;
  for (uint32_t i = violation.node; i != root && batch.nodes[i].parent != i;
       i = batch.nodes[i].parent) {
    way += batch.nodes[i].key.size() + 1;
  }
  uint64_t bytes = way;
  for (const std::string_view arg : violation.args) bytes += arg.size();
  for (const Edit& edit : verdict_.edits.subspan(violation.edits.first, violation.edits.count)) {
    bytes += way + edit.key.size() + 2 * edit.json.size();
  }
  if (whole) return bytes;
  const Event& event = batch.events[violation.event];
  for (const Slot slot : {Slot::kType, Slot::kEvent, Slot::kName, Slot::kMessageId}) {
    bytes += text_in(batch, event.slots, slot).size();
  }
  return bytes;
}

const Violation* Reported::rest_at(size_t index) const {
  if (turns_[index] == Turn::kNever) return nullptr;
  const auto found = std::lower_bound(rests_.begin(), rests_.end(), index,
                                      [](const auto& rest, size_t at) { return rest.first < at; });
  return &found->second.violation;
}

}  // namespace specgate
