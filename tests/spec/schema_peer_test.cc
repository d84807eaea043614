// Random schemas against random values, beside RapidJSON's SchemaValidator: what both understand,
// both judge alike.
#include <gtest/gtest.h>
#include <rapidjson/document.h>
#include <rapidjson/schema.h>

#include <random>
#include <vector>

#include "tests/spec/json_schema_support.h"
#include "tests/spec/schema_maker.h"

namespace specgate {
namespace {

std::vector<uint8_t> choices(uint32_t seed) {
  std::mt19937 source(seed);
  std::vector<uint8_t> out(600);
  for (uint8_t& one : out) one = static_cast<uint8_t>(source() >> 24);
  return out;
}

bool peer_says(const rapidjson::SchemaDocument& schema, const std::string& value) {
  rapidjson::Document document;
  document.Parse(value.c_str());
  rapidjson::SchemaValidator validator(schema);
  return document.Accept(validator);
}

TEST(SchemaPeer, RapidJsonJudgesAlike) {
  constexpr uint32_t kSchemas = 4000, kValues = 8;
  size_t valid = 0;
  for (uint32_t seed = 0; seed < kSchemas; ++seed) {
    const std::vector<uint8_t> own = choices(2 * seed);
    std::string text = SchemaMaker(own, SchemaMaker::Words::kCommon).schema();
    text.insert(1, R"("$schema":"http://json-schema.org/draft-04/schema#")" +
                       std::string(text == "{}" ? "" : ","));
    SchemaCase schema(text);
    rapidjson::Document peer;
    peer.Parse(text.c_str());
    const rapidjson::SchemaDocument peer_schema(peer);
    const std::vector<uint8_t> others = choices(2 * seed + 1);
    SchemaMaker maker(others, SchemaMaker::Words::kCommon);
    for (uint32_t i = 0; i < kValues; ++i) {
      const std::string value = maker.value();
      const bool fits = schema.valid(value);
      valid += fits ? 1 : 0;
      EXPECT_EQ(fits, peer_says(peer_schema, value)) << text << "\n" << value;
      EXPECT_EQ(fits, schema.failures(value).empty()) << text << "\n" << value;
    }
  }
  EXPECT_GT(valid, kSchemas);                  // neither all
  EXPECT_LT(valid, kSchemas * (kValues - 1));  // nor none
}

}  // namespace
}  // namespace specgate
