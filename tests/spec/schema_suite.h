// Cases of JSON Schema in the public suite's form, run against JsonSchema:
// [{description, schema, tests: [{description, data, valid}]}].
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "spec/json/json.h"

namespace specgate {

struct SuiteResult {
  size_t passed = 0;
  size_t unheld = 0;  // tests of schemas that say themselves that a reference is not followed
  std::vector<std::string> mismatches;  // "group: test: valid, wanted invalid"
};

// `draft` goes into a schema that names none: "http://json-schema.org/draft-04/schema#". Every
// answer is held against explain() as well: it tells something just where valid() says no.
// Schemas that say themselves that a reference is not followed are counted only, with kCount.
enum class Remote : uint8_t { kCount, kRun };
void run_suite(const Json& groups, std::string_view draft, SuiteResult& out,
               Remote remote = Remote::kRun);

}  // namespace specgate
