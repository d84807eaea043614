// How the events of a body stand, as far as fixing may not make it worse.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "rules/engine/gate.h"

namespace specgate {

struct Standing {
  Severity worst = Severity::kOff;
  uint32_t plan_failures = 0;
  Call call = Call::kUnknown;
  size_t name = 0;  // a hash of the event's; 0: none
  uint32_t errors = 0;
  uint32_t failing_lists = 0;
};

std::vector<Standing> standings(const Verdict& verdict);  // by event

bool is_another(const Standing& after, const Standing& before);  // by its call or its name
bool is_worse(const Standing& after, const Standing& before);
// It passed its tracking plan, and is still the event that it was.
bool fails_plan_anew(const Standing& after, const Standing& before);

bool is_of_plan(const Violation& violation);
// A list that fails the plan as such, and not for what it holds.
bool is_failing_list(const Batch& batch, const Violation& violation);

// How often each event breaks each rule.
class Broken {
 public:
  Broken() = default;
  explicit Broken(const Verdict& verdict);
  size_t times(const Violation& like) const;

 private:
  struct One {
    uint32_t event;
    const Rule* rule;
    auto operator<=>(const One&) const = default;
  };
  std::vector<One> all_;  // in order
};

}  // namespace specgate
