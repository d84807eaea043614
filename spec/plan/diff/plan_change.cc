#include "spec/plan/diff/plan_change.h"

#include <algorithm>
#include <cstddef>

namespace specgate {

std::string_view code_of(PlanChangeKind kind) {
  constexpr std::string_view kCodes[] = {
#define X(id, code, name) code,
      SPECGATE_PLAN_CHANGES(X)
#undef X
  };
  return kCodes[static_cast<size_t>(kind)];
}

std::string_view name_of(PlanChangeKind kind) {
  constexpr std::string_view kNames[] = {
#define X(id, code, name) name,
      SPECGATE_PLAN_CHANGES(X)
#undef X
  };
  return kNames[static_cast<size_t>(kind)];
}

std::string_view name_of(PlanVerdict verdict) {
  constexpr std::string_view kNames[] = {
#define X(id, name) name,
      SPECGATE_VERDICTS(X)
#undef X
  };
  return kNames[static_cast<size_t>(verdict)];
}

PlanVerdicts verdicts_of(const std::vector<PlanChange>& changes) {
  PlanVerdicts out;
  for (const PlanChange& change : changes) {
    out.senders = std::max(out.senders, change.senders.verdict);
    out.readers = std::max(out.readers, change.readers.verdict);
  }
  return out;
}

}  // namespace specgate
