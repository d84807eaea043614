// Where a recorded request was sent: would Segment take its calls there? The proxy refuses such requests
// (405, unknown_paths); who reads a recording is told.
#pragma once

#include <optional>
#include <string>

#include "spec/event/event.h"

namespace specgate {

class Spec;
struct Rule;

// Facts for `rule`: the request, and what is wrong with it.
struct OddTarget {
  const Rule* rule = nullptr;
  std::string request, why;
};

// Of a request that carries calls. Nothing where Segment takes them, or where no record tells.
std::optional<OddTarget> odd_target(const Arrival& arrival, const Spec& spec);

// Sent to Segment, as far as the record tells: a host of its own, this machine, or none named.
bool is_for_segment(const Transport& transport);

// Of a path for something else than calls (metrics, settings): what is posted there is looked at all the
// same, for calls in it are lost.
Arrival looked_at(const Arrival& arrival);

}  // namespace specgate
