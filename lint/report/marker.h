// What a finding gets from its place among the others of the run: Marks.
#pragma once

#include <array>
#include <span>
#include <string_view>
#include <vector>

#include "lint/report/fingerprint.h"

namespace specgate {

// Findings come in file order; one thread at a time.
class Marker {
 public:
  // Sets all but Marks::character. `file` as Fingerprints wants it.
  void mark(std::string_view file, std::span<Finding> findings);
  // By Marks::rule.
  const std::vector<const Rule*>& rules() const { return rules_; }

 private:
  uint32_t index_of(const Rule* rule);

  std::vector<const Rule*> rules_;
  std::array<uint64_t, kSeverityCount> before_{};  // by severity
  Fingerprints fingerprints_;
};

}  // namespace specgate
