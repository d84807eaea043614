// Changes of a tracking plan that someone has taken note of: they are told, but break nothing.
//
//   plan:
//     allow:
//       - rule: type-widened            # or PLB301, or all
//         place: /TRACK/Order Completed/properties/total
//         reason: the app team reads strings since May
//         expires: 2027-01-31
//
// and --allow RULE:PLACE, whose reason is the command line. A place stands for all below it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "rules/rule.h"
#include "spec/plan/diff/plan_change.h"
#include "spec/text/yaml.h"

namespace specgate {

struct PlanAllow {
  const Rule* rule = nullptr;  // null: every rule
  std::string place;           // as PlanChange::place has it, or above it; "" is everywhere
  std::string reason;
  std::string expires;  // "2027-01-31": from that day on it is over; empty: never
  std::string file;     // where it stands; empty: on the command line
  uint32_t line = 0;
};

// The list at plan.allow. Whatever is wrong is added to `problems`.
std::vector<PlanAllow> read_plan_allow(std::string_view file, const YamlNode& list,
                                       Problems& problems);

// "RULE:PLACE" of a flag; the problem has a message only.
Result<PlanAllow> parse_plan_allow(std::string_view text);

// `today`: "2026-11-21"; empty: nothing is over.
bool allows(const PlanAllow& allow, const PlanChange& change, std::string_view today);
bool expired(const PlanAllow& allow, std::string_view today);

}  // namespace specgate
