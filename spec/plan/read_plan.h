// A plan's text -> TrackingPlan. The shape is told by what the text holds, never by its name:
//
//   JSON with rules[]              public-api, typewriter (jsonSchema.eventMetadata) or terraform
//                                  (json_schema); also in the API's envelopes and pages
//   JSON with rules.events[]       config-api; rudderstack where its events have an eventType
//   JSON with events[]             rudderstack
//   a table with a header line     csv
//   YAML, or JSON, with events:    yaml; any of the JSON shapes may be spelled in YAML, too
//
// What every shape is brought to, for those who compare and check plans:
//   - the schema is over the whole call; Typewriter's refs are turned to their new places
//   - labels, eventMetadata, key and description at a schema's root are the rule's, or gone; gone
//   are
//     `id`s that are places ("/properties/..."), empty lists, `properties` and words, "$schema" of
//     draft-07 (the default; others stay), and Segment's fillers: `context`, `traits` or
//     `properties` that a rule does not speak of, with an empty schema or only "type": "object"
//   - a schema that was JSON text in a string has that string's place
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "spec/plan/tracking_plan.h"
#include "spec/text/result.h"
#include "spec/text/text_file.h"

namespace specgate {

class Spec;

// What is done with a plan of which other pages are missing (spec/plan/shapes/pages.h).
enum class PartialPlan : uint8_t {
  kRefused,  // a problem
  kAllowed,  // a note, and TrackingPlan::partial
};

// How a plan is read.
struct PlanReadTerms {
  PartialPlan partial = PartialPlan::kRefused;
  Streams streams = Streams::kRead;
};

// Every problem is listed, with line and column; at most 200, then how many more. No network, no
// file but the one given: `$ref`s are left as they are. Bounds: 64 MB of text (8 MB of YAML, in lines of 256 KB), 512
// levels (64 of YAML), 4 million values (1 million of YAML). `spec` lends its decoder.
Result<TrackingPlan> parse_plan(std::string_view file, std::string_view text, const Spec& spec,
                                PlanReadTerms terms = {});

// The text of a file; "-" is standard input.
Result<std::string> read_plan_file(const std::string& path, Streams streams = Streams::kRead);

// Both.
Result<TrackingPlan> open_plan(const std::string& path, const Spec& spec, PlanReadTerms terms = {});

}  // namespace specgate
