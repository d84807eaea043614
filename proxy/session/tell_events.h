// What is told of the events of one request, once it is decided what becomes of them: records for
// the store, for reports to other sources and for answers.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "proxy/session/decision.h"
#include "proxy/session/late_reasons.h"
#include "proxy/session/patches.h"
#include "proxy/store/blot.h"
#include "rules/engine/gate.h"
#include "rules/report/finding.h"

namespace specgate::proxy {

// What two JSON readers may read differently. Unless a fix has settled it, no event that holds it goes on
// where we enforce, and where we rewrite none of which they may read what decides about it (an error).
// Of the numbers these are the ones beyond 64 bits or a double; what a double rounds all doubles round alike.
bool is_ambiguous(const Verdict& verdict, const Violation& violation);

// The event that a violation concerns, or kNoEvent. Findings on the body as a whole may point into
// a call: a key that stands twice.
uint32_t event_of(const Verdict& verdict, const Violation& violation);

// Of a body that is rejected with more calls than this the whole is one record, with what is found in the
// first of them. As many as Segment takes in a batch (limits_and_formats.tsv).
inline constexpr uint32_t kMostRowsOfBody = 2500;
inline constexpr uint32_t kToldOfOne = 100;  // calls

struct Tellable {
  std::string_view body;   // what came
  const Verdict& verdict;  // of it; lives in the caller's scratch
  const Patches& patches;
  const Secrets& secrets;  // stand in nothing that is told
  std::span<const LateFinding> late{};  // none that the verdict has, too
};

// Adds to out.told.
void tell_events(const Tellable& what, Decision& out);

}  // namespace specgate::proxy
