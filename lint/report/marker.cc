#include "lint/report/marker.h"

#include <algorithm>

namespace specgate {

void Marker::mark(std::string_view file, std::span<Finding> findings) {
  for (Finding& finding : findings) {
    finding.marks.rule = index_of(finding.rule);
    finding.marks.before = before_[static_cast<size_t>(finding.severity)]++;
    finding.marks.fingerprint = fingerprints_.of(file, finding);
  }
}

// Two configurations may each have a rule CUSTOM1, so that an id does not tell one.
uint32_t Marker::index_of(const Rule* rule) {
  const auto found = std::find(rules_.begin(), rules_.end(), rule);
  const auto index = static_cast<uint32_t>(found - rules_.begin());
  if (found == rules_.end()) rules_.push_back(rule);
  return index;
}

}  // namespace specgate
