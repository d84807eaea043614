// What a worker found in a chunk, and the memory of that.
#include <algorithm>
#include <utility>

#include "lint/run/worker.h"
#include "rules/rules.h"
#include "spec/text/give_back.h"

namespace specgate {
namespace {

constexpr size_t kHeld = 1024;  // findings whose memory is kept

// What stands for other findings is none of its own.
bool is_problem(const Rule& rule) { return &rule != &rules::too_many_findings; }

}  // namespace

Finding& FindingPool::next() {
  if (size_ == items_.size()) items_.emplace_back();
  return items_[size_++];
}

void FindingPool::merge_from(size_t mark) {
  if (mark == size_) return;
  std::vector<Finding> merged;
  merged.reserve(items_.size());
  size_t late = mark;
  for (size_t i = 0; i < mark; ++i) {
    while (late < size_ && items_[late].byte < items_[i].byte) {
      merged.push_back(std::move(items_[late++]));
    }
    merged.push_back(std::move(items_[i]));
  }
  for (; late < size_; ++late) merged.push_back(std::move(items_[late]));
  items_.swap(merged);
}

void FindingPool::sort_from(size_t mark) {
  const auto before = [](const Finding& a, const Finding& b) { return a.byte < b.byte; };
  if (mark < size_) std::stable_sort(begin() + mark, end(), before);
}

void ChunkReport::clear() {
  forget_findings();
  telemetry = false;
  fixed.clear();
  changed = false;
  changes.clear();
  left_alone.clear();
  regions_.clear();
  repaired = 0;
  uncounted_ = 0;
}

void ChunkReport::forget_given() {
  findings.clear();
  bytes_ = 0;
}

void ChunkReport::shed(size_t kept) {
  forget_ids();
  if (fixed.capacity() > kept) give_back(fixed);
  if (changes.capacity() * sizeof(LineChange) > kept) give_back(changes);
  if (regions_.capacity() * sizeof(Region) > kept) give_back(regions_);
  if (ids.capacity() * sizeof(MessageIdAt) > kept) give_back(ids);
  if (bodies.capacity() * sizeof(Body) > kept) give_back(bodies);
  if (long_ || findings.held() > kHeld) findings.shed();
  long_ = false;
}

void ChunkReport::forget_ids() {
  ids.clear();
  bodies.clear();
  kept_ids_.clear();
}

void ChunkReport::forget_findings() {
  findings.clear();
  bytes_ = 0;
  overflown_ = false;
  forget_ids();
  names.clear();
  coverage.clear();
  events = payloads = 0;
  lines = 0;
  untold = {};
  untold_repairs_ = {};
}

uint64_t ChunkReport::problems_at_hand() const {
  return static_cast<uint64_t>(
      std::count_if(findings.begin(), findings.end(),
                    [](const Finding& finding) { return is_problem(*finding.rule); }));
}

uint64_t ChunkReport::fixable(FixMode by) const {
  const bool all = by == FixMode::kAll;
  const auto counts = [&](const Finding& finding) {
    return is_problem(*finding.rule) && finding.has_fix && (all || finding.fix_safe);
  };
  uint64_t out = static_cast<uint64_t>(std::count_if(findings.begin(), findings.end(), counts));
  for (const Summary* const one : {&untold, &untold_repairs_})
    out += one->fixable + (all ? one->unsafe_fixable : 0);
  return out;
}

bool ChunkReport::is_left_alone(std::optional<uint64_t> event) const {
  return event && std::binary_search(left_alone.begin(), left_alone.end(), *event);
}

uint64_t ChunkReport::problems() const {
  return uncounted_ + problems_at_hand() + untold.problems() + untold_repairs_.problems();
}

}  // namespace specgate
