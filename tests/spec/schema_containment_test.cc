// Containment holds up against values: whatever is said to be contained was tried with all values
// that could be made up, and nothing that is the same is ever said not to be.
#include "spec/schema/containment/containment.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "spec/schema/containment/counterexamples.h"
#include "spec/schema/containment/judge.h"
#include "tests/support/spec.h"

namespace specgate {
namespace {

// Schemas that lie near one another, so that many pairs are contained and many nearly are.
constexpr std::string_view kSchemas[] = {
    R"(true)",
    R"(false)",
    R"({"type":"string"})",
    R"({"type":["string","null"]})",
    R"({"type":"number"})",
    R"({"type":"integer"})",
    R"({"type":"integer","minimum":1,"maximum":3})",
    R"({"type":"number","exclusiveMinimum":0,"maximum":3})",
    R"({"enum":[1,2,3]})",
    R"({"enum":[1.0,2]})",
    R"({"const":2})",
    R"({"enum":["a","b",null]})",
    R"({"type":"integer","multipleOf":2})",
    R"({"type":"number","multipleOf":0.5})",
    R"({"type":"boolean"})",
    R"({"enum":[true,false]})",
    R"({"type":"string","minLength":2})",
    R"({"type":"string","minLength":1,"maxLength":4})",
    R"({"type":"string","pattern":"^(a|b)$"})",
    R"({"type":"string","pattern":"^[ab]$"})",
    R"({"type":"string","format":"date-time"})",
    R"({"type":"string","format":"date"})",
    R"({"type":"string","format":"email"})",
    R"({"type":"array"})",
    R"({"type":"array","items":{"type":"string"}})",
    R"({"type":"array","items":{"enum":["a","b"]},"minItems":1,"maxItems":2})",
    R"({"type":"array","items":[{"type":"string"},{"type":"integer"}],"additionalItems":false})",
    R"({"type":"array","items":{"type":"integer"},"uniqueItems":true})",
    R"({"type":"array","contains":{"const":"a"}})",
    R"({"type":"object"})",
    R"({"type":"object","properties":{"a":{"type":"string"}}})",
    R"({"type":"object","properties":{"a":{"type":"string"}},"required":["a"]})",
    R"({"type":"object","properties":{"a":{"enum":["x","y"]}},"required":["a"]})",
    R"({"type":"object","properties":{"a":{"type":"string"}},"additionalProperties":false})",
    R"({"type":"object","properties":{"a":{"type":"string"},"b":{"type":"integer"}},"additionalProperties":false})",
    R"({"type":"object","additionalProperties":{"type":"string"}})",
    R"({"type":"object","patternProperties":{"^a":{"type":"string"}},"additionalProperties":false})",
    R"({"type":"object","patternProperties":{"^a":{"type":"string"}}})",
    R"({"type":"object","propertyNames":{"maxLength":1}})",
    R"({"type":"object","propertyNames":{"enum":["a"]}})",
    R"({"type":"object","minProperties":1})",
    R"({"type":"object","maxProperties":1})",
    R"({"type":"object","maxProperties":0})",
    R"({"type":"object","dependencies":{"a":["b"]}})",
    R"({"type":"object","dependencies":{"a":{"required":["b"]}}})",
    R"({"anyOf":[{"type":"string"},{"type":"integer"}]})",
    R"({"anyOf":[{"type":"integer"},{"type":"string"},{"type":"null"}]})",
    R"({"oneOf":[{"type":"string"},{"type":"integer"}]})",
    R"({"oneOf":[{"type":"number"},{"type":"integer"}]})",
    R"({"oneOf":[{"minimum":0},{"maximum":2}]})",
    R"({"not":{"type":"string"}})",
    R"({"not":{"type":"number"}})",
    R"({"type":"string","not":{"enum":["a"]}})",
    R"({"allOf":[{"type":"number"},{"minimum":1},{"maximum":2}]})",
    R"({"if":{"type":"string"},"then":{"minLength":2}})",
    R"({"if":{"type":"string"},"then":{"minLength":1},"else":{"type":"integer"}})",
    R"({"type":"object","properties":{"k":{"enum":["a","b"]}},"required":["k"],"if":{"properties":{"k":{"const":"a"}}},"then":{"required":["x"]}})",
    R"({"type":"object","properties":{"k":{"enum":["a","b"]}},"required":["k","x"]})",
    R"({"definitions":{"n":{"type":"object","properties":{"v":{"type":"string"},"n":{"$ref":"#/definitions/n"}}}},"$ref":"#/definitions/n"})",
    R"({"definitions":{"n":{"type":"object","properties":{"v":{"type":["string","null"]},"n":{"$ref":"#/definitions/n"}}}},"$ref":"#/definitions/n"})",
    R"({"type":"object","properties":{"v":{"type":"string"},"n":{"type":"object","properties":{"v":{"type":"string"},"n":{"type":"object"}}}}})",
    R"({"type":"object","required":["a"],"properties":{"a":false}})",
    R"({"type":"string","minLength":3,"maxLength":2})",
    R"({"type":"integer","minimum":1.2,"maximum":1.8})",
};

std::vector<Json> schemas() {
  std::vector<Json> out;
  for (const std::string_view text : kSchemas) {
    auto json = parse_json("schema.json", text, spec());
    EXPECT_TRUE(json) << text;
    if (json) out.push_back(*json);
  }
  return out;
}

TEST(SchemaContainment, EverySchemaIsWithinItself) {
  const std::vector<Json> all = schemas();
  for (const Json& one : all) {
    const Json copy = one;
    SchemaSpace space(FormatReading::kRfc);
    EXPECT_TRUE(contained({{&one, &one}}, {{&copy, &copy}}, space));
  }
}

TEST(SchemaContainment, NoValueSpeaksAgainstAnAnswer) {
  const std::vector<Json> all = schemas();
  SchemaSpace space(FormatReading::kRfc);
  std::vector<Json> values;
  for (const Json& one : all) {
    space.refill(1'000'000);
    SchemaSamples samples(space);
    for (Json& value : samples.telling({{&one, &one}}, {})) values.push_back(std::move(value));
  }
  size_t yes = 0, no = 0, maybe = 0;
  for (size_t a = 0; a < all.size(); ++a) {
    for (size_t b = 0; b < all.size(); ++b) {
      const SchemaRef narrow{&all[a], &all[a]}, wide{&all[b], &all[b]};
      const Containment answer = contained({narrow}, {wide}, space);
      yes += answer.answer == Contained::kYes;
      no += answer.answer == Contained::kNo;
      maybe += answer.answer == Contained::kMaybe;
      EXPECT_EQ(answer.why.empty(), answer.answer != Contained::kMaybe);
      if (answer.answer != Contained::kYes) continue;
      space.refill(10'000'000);
      for (const Json& value : values) {
        if (judge(wide, value, space) != Truth::kNo) continue;
        EXPECT_NE(judge(narrow, value, space), Truth::kYes)
            << kSchemas[a] << " within " << kSchemas[b];
      }
    }
  }
  EXPECT_GT(yes, 700U);
  EXPECT_GT(no, 3300U);
  EXPECT_LT(maybe, 20U) << "what was decided once stays decided";
}

}  // namespace
}  // namespace specgate
