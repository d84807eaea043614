// A finding: a violation with its place in a file, owned, so that it outlives the scratch and can
// wait for its turn: what reporters print, and what the proxy answers and stores.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "rules/engine/gate.h"

namespace specgate {

// Where the tracking plan says otherwise, and what Segment and RudderStack call such a violation.
struct FindingPlan {
  std::string file;
  uint32_t line = 0, column = 0;  // from 1; 0: no one place
  std::string segment, rudderstack;
};

// What a finding gets from its place among the others of a run, for reporters that ask for it
// (lint/report/reporter.h). All zero where none does.
struct Marks {
  uint32_t character = 0;    // the column in code points, from 1; 0: unknown
  uint32_t rule = 0;         // of the rules found in the run, by their first finding, from 0
  uint64_t before = 0;       // findings of the same severity before it
  uint64_t fingerprint = 0;  // lint/report/fingerprint.h
};

struct Finding {
  const Rule* rule = nullptr;
  Severity severity = Severity::kWarning;
  SegmentCode segment_code = SegmentCode::kNone;
  uint64_t byte = 0;    // offset in the file's (inflated) text, from 0
  uint32_t line = 1;    // from 1
  uint32_t column = 1;  // from 1, in bytes
  std::string pointer;  // RFC 6901, within the call
  std::string message;
  std::optional<uint64_t>
      event;               // index of the call in the file, from 0; none: the body as a whole
  std::string type;        // "track"
  std::string event_name;  // of a track call; the name of a page or screen
  std::string message_id;
  std::vector<std::string> suggestions;
  bool has_fix = false;
  bool fix_safe = false;
  std::optional<std::string> replacement;  // where one value or key is replaced
  std::string patch;                       // RFC 6902, JSON text
  bool patch_too_long = false;             // longer than kMostPatch: neither of these two is told
  std::optional<FindingPlan> plan;         // of a violation of the tracking plan
  Marks marks{};
};

// Bytes of a patch that a finding holds; it is whole or not there. Fixing has no such bound.
inline constexpr size_t kMostPatch = size_t{64} << 10;

// The facts of a violation as a finding. Texts and pointers of the event are cut as rules/engine/cut.h says; byte, line and column are for the caller, who knows where
// the body stands, and `event` counts within the body. `out` is written over, its memory kept.
void describe(const Verdict& verdict, const Violation& violation, Finding& out);

}  // namespace specgate
