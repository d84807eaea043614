// Segment's codes that no finding has, as no payload alone tells them apart, and the rule that explains
// each. What findings have is in Rule::segment_codes.
#pragma once

#include <algorithm>
#include <iterator>

#include "rules/rules.h"

namespace specgate {

inline constexpr struct {
  SegmentCode code;
  const Rule* rule;
} kExplainedCodes[] = {
    {SegmentCode::kIdRequired, &rules::missing_identity},       // the same check under another code
    {SegmentCode::kEmptyBatchResult, &rules::batch_not_array},  // the checks of the calls left none
    {SegmentCode::kMultiUserError, &rules::batch_not_array},    // they left some
};

// Is it a code of findings of the rule, or one that the rule explains?
inline bool has_code(const Rule& rule, SegmentCode code) {
  return rule.segment_codes.contains(code) ||
         std::any_of(std::begin(kExplainedCodes), std::end(kExplainedCodes),
                     [&](const auto& one) { return one.rule == &rule && one.code == code; });
}

template <typename Use>  // of both kinds, in the order of SPECGATE_SEGMENT_CODES
void each_code(const Rule& rule, const Use& use) {
  constexpr SegmentCode kAll[] = {
#define X(id, name) SegmentCode::id,
      SPECGATE_SEGMENT_CODES(X)
#undef X
  };
  for (const SegmentCode code : kAll) {
    if (has_code(rule, code)) use(code);
  }
}

}  // namespace specgate
