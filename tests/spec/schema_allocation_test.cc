#include <gtest/gtest.h>

#include "bench/allocations.h"
#include "bench/corpus.h"
#include "bench/plan.h"
#include "tests/spec/json_schema_support.h"
#include "tests/support/spec.h"
#include "tests/support/whole.h"

namespace specgate {
namespace {

// Events against the plan of the benchmarks, and a value that meets every keyword which needs
// memory.
TEST(SchemaAllocation, NoneOnceWarm) {
  const Json plan = whole(parse_json("plan.json", bench::make_plan(), spec()));
  std::vector<JsonSchema> schemas;
  for (const JsonMember& member : plan.members)
    schemas.push_back(whole(JsonSchema::compile("plan.json", member.value)));
  const std::string text =
      bench::make_events(300) +
      R"({"u": [{"a": 1}, {"a": 2}, [1]], "n": 12345678901234567890.5, "d": "2024-01-01"})"
      "\n";
  const Json hungry = whole(parse_json(
      "plan.json",
      R"({"properties": {"u": {"uniqueItems": true, "contains": {"const": [1.0]}}, "n": {)"
      R"("multipleOf": 12345678901234567890.5, "enum": [12345678901234567890.50]}, "d": {)"
      R"("format": "date", "pattern": "^[0-9-]+$"}}, "propertyNames": {"pattern": "^."}})",
      spec()));
  schemas.push_back(whole(JsonSchema::compile("plan.json", hungry)));
  const Json later = whole(parse_json(
      "plan.json",
      R"({"properties": {"u": {"contains": {"type": "object", "anyOf": [{"properties": {"a": {"const": )"
      R"(1}}}, {"properties": {"a": {}}}], "unevaluatedProperties": false}, "minContains": 2}}, "anyOf": )"
      R"([{"properties": {"n": {}, "d": {"pattern": "(a)\\1"}}}, true], "unevaluatedProperties": {}})",
      spec()));
  schemas.push_back(whole(JsonSchema::compile("plan.json", later)));
  DecodeBuffers buffers;
  SchemaScratch scratch;
  std::vector<uint32_t> unplanned;
  const auto judge_all = [&] {
    size_t valid = 0;
    for (size_t at = 0; at < text.size(); at = text.find('\n', at) + 1) {
      const std::string_view line = std::string_view(text).substr(at, text.find('\n', at) - at);
      const Batch batch = decode(line, {}, spec(), buffers);
      for (const JsonSchema& schema : schemas) {
        unplanned.clear();
        valid += schema.valid(batch, 0, scratch) ? 1 : 0;
        schema.unplanned(batch, 0, scratch, unplanned);
      }
    }
    return valid;
  };
  const size_t cold = judge_all();
  const size_t before = bench::allocations();
  const size_t warm = judge_all();
  const size_t after = bench::allocations();
  EXPECT_GT(warm, 300U);
  EXPECT_EQ(warm, cold);
  EXPECT_EQ(after - before, 0U);
}

}  // namespace
}  // namespace specgate
