// Which violations of a verdict are told one by one. Of a call, and of the body as a whole, so many
// are and no more; one finding, too-many-findings, stands for the rest. Judging knows no such bound:
// what is not told counts, blocks, omits and is fixed like any other.
//
// Errors are told before warnings and these before infos; among equals the first in the body. So a
// call with an error tells one, as long as the body is not full, and what stands for the rest is as
// severe as the worst of it.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "rules/engine/gate.h"

namespace specgate {

inline constexpr uint32_t kMostFindings = 1000;  // of a call, or of the body as a whole
// Bytes of the body that the findings of a call repeat: keys on the way, names, values. The first
// finding is told whatever it repeats.
inline constexpr uint64_t kMostToldBytes = uint64_t{1} << 20;
// Of all calls of a body together. Where that is full, what a further call has is not told at all.
inline constexpr uint32_t kMostFindingsOfBody = 20'000;
inline constexpr uint64_t kMostToldBytesOfBody = uint64_t{16} << 20;

// Made of one verdict; nothing is allocated where all are told. Views into the verdict, which must
// outlive it.
class Reported {
 public:
  // `repairs`: those that this would fix are bounded apart from those that stay.
  explicit Reported(const Verdict& verdict, FixMode repairs = FixMode::kNone);

  // What is told for violation `index`: itself, or what stands for the rest of its call, or null.
  const Violation* at(size_t index) const {
    if (turns_.empty()) return &verdict_.violations[index];
    return turns_[index] == Turn::kTold ? &verdict_.violations[index] : rest_at(index);
  }
  bool is_told(size_t index) const { return turns_.empty() || turns_[index] == Turn::kTold; }

 private:
  enum class Turn : uint8_t { kNever, kRest, kTold };
  struct Share {  // of a call's
    uint32_t told = 0;
    uint64_t bytes = 0;
    std::array<uint32_t, kSeverityCount> left{};  // not told, by severity
  };
  struct Rest {
    Violation violation;
    std::string number, words;  // views of `violation`
    bool of_body = false;       // else of its call
  };
  size_t share_of(const Violation& violation) const;
  size_t rest_of(const Violation& violation, const std::vector<Share>& shares) const;
  void take(Severity severity, std::vector<Share>& shares);
  void sum_up(const std::vector<Share>& shares);
  uint64_t bytes_of(const Violation& violation) const;
  const Violation* rest_at(size_t index) const;

  const Verdict& verdict_;
  const FixMode repairs_;
  uint32_t told_ = 0;        // of all calls together,
  uint64_t bytes_ = 0;       // and the bytes that they repeat
  std::vector<Turn> turns_;  // by violation; empty: all are told
  std::vector<std::pair<size_t, Rest>> rests_;  // by the violation they stand at, ascending
};

// Does fixing in this mode do all that the violation's fix has to do?
bool is_repaired(const Verdict& verdict, const Violation& violation, FixMode mode);

}  // namespace specgate
