#include "rules/plan/near_planned.h"

#include <algorithm>
#include <cstring>

#include "spec/names/normalized_name.h"
#include "spec/text/text_hash.h"

namespace specgate {

void NearPlanned::next_body() {
  if (!used_) return;
  budget_ = SearchBudget(kMostMeasured);
  for (Entry& entry : entries_) entry.among = nullptr;
  lists_.clear();
  next_ = 0;
  used_ = false;
}

NearPlanned::Entry& NearPlanned::slot(const void* among, std::string_view name) {
  used_ = true;
  if (entries_.empty()) entries_.resize(kSlots);
  return entries_[(hash_of(name) ^ std::hash<const void*>()(among) / 16) % kSlots];
}

bool NearPlanned::holds(const Entry& entry, const void* among, std::string_view name) {
  return entry.among == among && std::string_view(entry.name.data(), entry.size) == name;
}

void NearPlanned::fill(Entry& entry, const void* among, std::string_view name) {
  entry.among = name.size() > kLongest ? nullptr : among;
  if (entry.among == nullptr) return;
  entry.size = static_cast<uint8_t>(name.size());
  std::memcpy(entry.name.data(), name.data(), name.size());
}

const PlannedRule* NearPlanned::event(const CompiledPlan& plan, const Spec& spec,
                                      std::string_view name) {
  Entry& entry = slot(&plan, name);
  if (holds(entry, &plan, name)) return entry.event;
  if (is_spent()) return nullptr;
  fill(entry, &plan, name);
  entry.event = plan.nearest(name, spec, budget_);
  return entry.event;
}

const PlanNames& NearPlanned::names(const PlannedRule& rule, std::string_view place,
                                    const Make& make) {
  used_ = true;
  for (const auto& list : lists_) {
    if (list->rule == &rule && list->place == place) return *list;
  }
  auto made = std::make_unique<PlanNames>(PlanNames{
      &rule, std::string(place), NearestName(is_spent() ? std::vector<std::string_view>() : make())});
  budget_.measured(made->names.size());  // each is copied and sorted
  if (lists_.size() < kMostLists) return *lists_.emplace_back(std::move(made));
  for (Entry& entry : entries_) {
    if (entry.among == lists_[next_].get()) entry.among = nullptr;
  }
  auto& replaced = lists_[next_];
  next_ = (next_ + 1) % kMostLists;
  return *(replaced = std::move(made));
}

std::string_view NearPlanned::member(const PlanNames& names, std::string_view key) {
  if (key.size() > kLongest) return {};  // nothing is near it: spec/text/edit_distance.h
  Entry& entry = slot(&names, key);
  if (holds(entry, &names, key)) return entry.member;
  if (is_spent()) return {};
  fill(entry, &names, key);
  entry.member = names.names.to(key, budget_);
  return entry.member;
}

}  // namespace specgate
