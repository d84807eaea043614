#include "lint/plan/coverage.h"

#include <algorithm>
#include <bit>

#include "rules/plan/plan_check.h"
#include "rules/run/stable_hash.h"
#include "spec/plan/compiled_plan.h"

namespace specgate {
namespace {

std::string_view name_in(const Batch& batch, const Event& event) {
  return text_in(batch, event.slots, event.call == Call::kTrack ? Slot::kEvent : Slot::kName);
}

// "products[].sku", seen from `top`.
std::string path_of(const Batch& batch, uint32_t top, uint32_t node) {
  std::string out;
  for (uint32_t i = node; i != top; i = batch.nodes[i].parent) {
    const Node& it = batch.nodes[i];
    const std::string step = it.has_key() ? std::string(it.key) : "[]";
    out = out.empty() || out.starts_with('[') ? step + out : step + '.' + out;
  }
  return out;
}

size_t bit_of(Kind kind) { return static_cast<size_t>(std::countr_zero(mask(kind))); }

}  // namespace

void Coverage::take(const Verdict& verdict, const CompiledPlan* plan) {
  const Batch& batch = verdict.batch;
  for (const Event& event : batch.events) {
    if (!batch.nodes[event.root].is(Kind::kObject)) continue;
    ++events_;
    const std::string_view name = name_in(batch, event);
    if (!name.empty() && names_.size() < kMostNames) names_.insert(stable_hash(name));
    if (plan == nullptr) continue;
    const PlanAnswer answer = plan_answer(*plan, batch, event);
    for (const PlannedRule* planned : {answer.own, answer.viewed}) {
      if (planned != nullptr) take_rule(verdict, event, *planned);
    }
  }
}

void Coverage::take_rule(const Verdict& verdict, const Event& event, const PlannedRule& planned) {
  RuleCoverage& rule = rules_[&planned];
  ++rule.calls;
  const bool traits = own_object(planned.rule.kind) == "traits";
  const uint32_t top = event.slots[traits ? Slot::kTraits : Slot::kProperties];
  if (top == 0) return;
  const Batch& batch = verdict.batch;
  seen_.clear();
  for (uint32_t i = top + 1; i < batch.nodes[top].next; ++i) {
    const Node& node = batch.nodes[i];
    if (!node.has_key() || !planned.schema.listing(batch, event.root, i, schema_).listed) continue;
    std::string path = path_of(batch, top, i);
    MemberCoverage& member = rule.members[path];
    ++member.kinds[bit_of(node.kind)];
    if (std::find(seen_.begin(), seen_.end(), path) != seen_.end()) continue;  // in another item
    ++member.seen;
    seen_.push_back(std::move(path));
  }
}

void Coverage::add(const Coverage& other) {
  events_ += other.events_;
  for (const uint64_t name : other.names_) {
    if (names_.size() < kMostNames) names_.insert(name);
  }
  for (const auto& [planned, from] : other.rules_) {
    RuleCoverage& to = rules_[planned];
    to.calls += from.calls;
    for (const auto& [path, member] : from.members) {
      MemberCoverage& sum = to.members[path];
      sum.seen += member.seen;
      for (size_t i = 0; i < std::size(sum.kinds); ++i) sum.kinds[i] += member.kinds[i];
    }
  }
}

bool Coverage::saw(std::string_view event) const { return names_.contains(stable_hash(event)); }

void Coverage::clear() {
  events_ = 0;
  names_.clear();
  rules_.clear();
}

const RuleCoverage* Coverage::of(const PlannedRule& rule) const {
  const auto found = rules_.find(&rule);
  return found == rules_.end() ? nullptr : &found->second;
}

}  // namespace specgate
