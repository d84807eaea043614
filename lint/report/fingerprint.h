// What a finding is known by from one run to the next: SARIF's partial fingerprint, a baseline's
// key. It stays when lines move, when events are put before it and when the words of the message
// change; it changes with the rule, the file, the place in the call, the call's type and name.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "rules/report/finding.h"

namespace specgate {

// Tells findings that are alike apart by their order: the first, the second... of its kind in the
// file has each a fingerprint of its own. Findings come in file order; one thread at a time.
// Bounded: 256 KiB of counters, whatever the findings; kinds that share a counter only count on
// together, so that no two findings of a run have the same facts and number.
class Fingerprints {
 public:
  // `file` as it is to be known on any machine: relative, with "/".
  uint64_t of(std::string_view file, const Finding& finding);

 private:
  static constexpr size_t kCounters = size_t{1} << 16;
  std::vector<uint32_t> seen_;  // by hash of the kind; empty before the first finding
  std::string facts_;           // used again
};

// Sixteen hexadecimal digits.
std::string fingerprint_text(uint64_t fingerprint);

}  // namespace specgate
