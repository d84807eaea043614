// Why events are rejected that the body which came does not show: what is wrong only once they are fixed.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <span>
#include <string>
#include <tuple>
#include <vector>

#include "rules/engine/gate.h"
#include "rules/report/finding.h"

namespace specgate::proxy {

struct LateFinding {
  uint32_t event = 0;
  Severity severity = Severity::kError;
  Finding finding;
};

// Of one request. Owns all that it is given; verdicts may die.
class LateReasons {
 public:
  // So many are kept of all events together; where these are used up, so many of each event all the same.
  static constexpr size_t kMost = 1000, kMostOfEvent = 10;

  // A reason that the body shows as it came: it is told with that, and none here.
  void know(const Verdict& verdict, const Violation& violation);
  // A reason once it was fixed. What is one too many for its event is counted.
  void note(const Verdict& verdict, const Violation& violation);
  // All are noted: of each event that had too many, one finding says how many (too-many-findings).
  void close(const Verdict& verdict);

  std::span<const LateFinding> all() const { return reasons_; }

 private:
  struct Share {  // of an event's
    size_t kept = 0;
    uint32_t left = 0;
    Violation first_left;
  };
  void add(const Verdict& verdict, const Violation& violation, uint32_t event);

  std::set<std::tuple<uint32_t, const Rule*, std::string>> known_;  // event, rule, pointer
  std::map<uint32_t, Share> shares_;
  std::vector<LateFinding> reasons_;
};

}  // namespace specgate::proxy
