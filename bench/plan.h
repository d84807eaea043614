// A tracking plan for the events of corpus.h: fifty events, with identify and page besides. Most of
// the calls fit; those with a defect in their properties do not.
#pragma once

#include <string>

namespace specgate::bench {

// {"Order Completed": SCHEMA, ..., "identify": SCHEMA, "page": SCHEMA}: draft-07 over the whole
// call, of keywords that draft-04 has as well, and no format: what every validator can check.
std::string make_plan();

}  // namespace specgate::bench
