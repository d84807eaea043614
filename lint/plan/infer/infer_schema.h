// The evidence of one place -> its JSON Schema: types, members and which are required, items, enum,
// format, and a description that says how much was seen.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "lint/plan/infer/place_evidence.h"
#include "spec/json/json.h"

namespace specgate {

class NameIndex;

struct EvidenceTerms {
  double least_share = 1;            // of the objects that must have a member for it to be required
  uint64_t least_calls = 10;         // fewer objects than this require nothing
  size_t most_values = 10;           // of an enum; 0: no enums
  bool requires_members = true;      // false for traits: libraries send only those that changed
  const NameIndex* known = nullptr;  // the Spec's properties: of two spellings theirs counts
  uint64_t calls = 0;                // that the members at the top are counted against
};

// What a reader of the plan should know, with the place: "properties.filters".
struct SchemaNote {
  enum class What : uint8_t { kOpenKeys, kTooDeep, kNoRoom, kSpelling };
  What what = What::kOpenKeys;
  std::string place;
  std::string other;  // kSpelling: the name that it is another spelling of
};

// `place` is where the value stands, as notes say it; `notes` is the sink.
Json infer_schema(const PlaceEvidence& evidence, const EvidenceTerms& terms, const std::string& place,
                  std::vector<SchemaNote>& notes);

// Whether a schema of this object requires something.
bool requires_something(const Json& schema);

}  // namespace specgate
