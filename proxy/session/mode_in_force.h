// What decides over one request: the mode its source is in, for the percentage of requests it acts on.
#pragma once

#include <optional>
#include <string_view>

#include "proxy/settings/settings.h"
#include "rules/run/stable_hash.h"

namespace specgate::proxy {

// `same`: what a request shares with its retries, whose bytes may differ.
inline Mode mode_in_force(const Policy& policy, std::string_view same) {
  const bool all = !acts(policy.mode) || policy.percent >= 100;
  if (all || stable_hash(same) % 100 < policy.percent) return policy.mode;
  return Mode::kObserve;
}

// What becomes of a request that cannot be read, or that we fail to judge or keep. What the operator
// has not said the mode decides: enforce answers for all that goes on, dry-run sends nothing on.
inline OnTrouble on_trouble(std::optional<OnTrouble> said, Mode mode) {
  switch (mode) {
    case Mode::kObserve:
    case Mode::kRewrite:
      return said.value_or(OnTrouble::kForward);
    case Mode::kEnforce:
      return said.value_or(OnTrouble::kRefuse);
    case Mode::kDryRun:
      break;
  }
  return OnTrouble::kRefuse;
}

}  // namespace specgate::proxy
