// Cases of JSON Schema in the public suite's form, run against JsonSchema:
// [{description, schema, tests: [{description, data, valid}]}].
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "spec/json.h"

namespace specgate {

struct SuiteResult {
  size_t passed = 0;
  std::vector<std::string> mismatches;  // "group: test: valid, wanted invalid"
};

// `draft` goes into a schema that names none: "http://json-schema.org/draft-04/schema#". Every
// answer is held against explain() as well: it tells something just where valid() says no.
void run_suite(const Json& groups, std::string_view draft, SuiteResult& out);

}  // namespace specgate
