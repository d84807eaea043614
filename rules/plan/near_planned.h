// What a plan has for names that it does not have: the planned event or member that is nearest. Part of
// a scratch. Within a body what was found is remembered, and all its searches together are bounded; a
// body with so many other names that the bound is reached is told which of them were not looked for.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "spec/plan/compiled_plan.h"
#include "spec/text/nearest_name.h"

namespace specgate {

// The names that a plan has at one place of a rule.
struct PlanNames {
  const PlannedRule* rule = nullptr;
  std::string place;  // "10:properties10:products[]"
  NearestName names;
};

class NearPlanned {
 public:
  static constexpr uint64_t kMostMeasured = 100'000;  // words held against others, for one body

  // Forgets all: the plan may be another one now.
  void next_body();

  // The planned event, or null.
  const PlannedRule* event(const CompiledPlan& plan, const Spec& spec, std::string_view name);

  // `make` lists the names of the rule at that place, where they are not known yet.
  using Make = std::function<std::vector<std::string_view>()>;
  const PlanNames& names(const PlannedRule& rule, std::string_view place, const Make& make);
  std::string_view member(const PlanNames& names, std::string_view key);

  bool is_spent() const { return budget_.is_spent(); }

 private:
  static constexpr size_t kSlots = 512;
  static constexpr size_t kLongest = 64;  // bytes of a name that is remembered
  static constexpr size_t kMostLists = 64;
  struct Entry {
    const void* among = nullptr;  // the plan or the list; null: free
    uint8_t size = 0;
    std::array<char, kLongest> name;
    const PlannedRule* event = nullptr;
    std::string_view member;
  };
  // The slot of the name, which is its own if it says so.
  Entry& slot(const void* among, std::string_view name);
  static bool holds(const Entry& entry, const void* among, std::string_view name);
  static void fill(Entry& entry, const void* among, std::string_view name);

  SearchBudget budget_{kMostMeasured};
  std::vector<Entry> entries_;
  bool used_ = false;
  std::vector<std::unique_ptr<PlanNames>> lists_;
  size_t next_ = 0;  // of lists_ to make room, once it is full
};

}  // namespace specgate
