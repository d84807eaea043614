// The evidence of a run -> a tracking plan that every call of the run fits.
//
//   - Track calls make a TRACK rule for each event; identify and group calls one rule each; page
//   and
//     screen calls a rule for each name. "Page Viewed" and "Screen Viewed", where they are tracked,
//     also hold what page and screen calls showed, for these answer to them, too.
//   - Spellings of one event (the same letters, other case or separators) share one schema, made of
//     the calls of all. The Spec's name, or else the most frequent, is the planned one; the others
//     are deprecated rules that name it, so that the calls that were seen stay planned until they
//     are mended. Variants::kDrop leaves them out.
//   - A description says how much was seen.
#pragma once

#include <string>
#include <vector>

#include "lint/plan/infer/call_evidence.h"
#include "lint/plan/infer/infer_schema.h"
#include "spec/plan/tracking_plan.h"

namespace specgate {

class Spec;

struct InferTerms {
  enum class Variants : uint8_t { kDeprecate, kDrop };
  EvidenceTerms schema;
  Variants variants = Variants::kDeprecate;
  std::string name;  // of the plan
};

struct InferredPlan {
  TrackingPlan plan;
  std::vector<std::string> notes;  // sentences for who reads the plan; names as they came
};

InferredPlan infer_plan(const CallEvidence& evidence, const InferTerms& terms, const Spec& spec);

}  // namespace specgate
