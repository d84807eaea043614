#include "spec/plan_read.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "bench/embedded_spec.h"

namespace specgate {
namespace {

using testing::HasSubstr;

TrackingPlan read(std::string_view text) {
  Result<TrackingPlan> plan = parse_plan("plan.json", text, bench::embedded());
  if (plan) return *std::move(plan);
  std::string all;
  for (const Problem& problem : plan.problems()) all += problem.text() + "\n";
  ADD_FAILURE() << all;
  return {};
}

std::string problems_of(std::string_view text) {
  const Result<TrackingPlan> plan = parse_plan("plan.json", text, bench::embedded());
  if (plan) return "none";
  std::string all;
  for (const Problem& problem : plan.problems()) all += problem.text() + "\n";
  return all;
}

std::string schema_of(const PlanRule& rule) {
  std::string out;
  append_json(rule.schema, JsonLayout::kCompact, out);
  return out;
}

constexpr std::string_view kRule = R"({"type": "TRACK", "key": "A", "version": 1, "jsonSchema": {
  "$schema": "http://json-schema.org/draft-07/schema#", "type": "object", "labels": {"type": "x"},
  "description": "what", "properties": {"context": {}, "traits": {"type": "object"},
  "properties": {"type": "object", "required": [], "properties": {
    "id": {"type": "string", "id": "/properties/properties/properties/id"}}}}}})";

constexpr std::string_view kWhole =
    R"({"type":"object","properties":{"properties":{"type":"object","properties":{"id":{"type":"string"}}}}})";

TEST(PlanRead, TakesARuleOutOfEveryEnvelope) {
  const std::string rule(kRule);
  for (const std::string& text :
       {"{\"rules\": [" + rule + "]}", "{\"data\": {\"rules\": [" + rule + "]}}", "[" + rule + "]",
        "{\"data\": {\"trackingPlan\": {\"id\": \"tp_1\", \"rules\": [" + rule + "]}}}",
        "[{\"data\": {\"trackingPlan\": {\"id\": \"tp_1\"}}}, {\"data\": {\"rules\": [" + rule +
            "], \"pagination\": {\"current\": \"MA==\"}}}]"}) {
    const TrackingPlan plan = read(text);
    EXPECT_EQ(plan.shape, PlanShape::kPublicApi);
    ASSERT_EQ(plan.rules.size(), 1U) << text;
    EXPECT_EQ(schema_of(plan.rules[0]), kWhole);
    EXPECT_EQ(plan.rules[0].description, "what");
    EXPECT_EQ(plan.rules[0].labels[0], std::pair(std::string("type"), std::string("x")));
    EXPECT_TRUE(plan.notes.empty());
  }
}

TEST(PlanRead, SaysThatAPageIsNotTheLast) {
  const TrackingPlan plan =
      read("{\"data\": {\"rules\": [" + std::string(kRule) + "], \"pagination\": {\"next\": \"Mg==\"}}}");
  ASSERT_EQ(plan.notes.size(), 1U);
  EXPECT_THAT(plan.notes[0].message, HasSubstr("not the last page"));
}

TEST(PlanRead, TurnsTypewritersFlatSchemasBack) {
  const TrackingPlan plan = read(R"({"id": "tp_1", "name": "N", "rules": [{"type": "TRACK",
    "key": "A 1", "version": 2, "deprecatedAt": "0001-01-01T00:00:00.000Z", "jsonSchema": {
    "$id": "A_1", "description": "d", "eventMetadata": {"name": "A #1", "type": "TRACK"},
    "type": "object", "required": ["id"], "definitions": {"x": {"$ref": "#/properties/id"}},
    "properties": {"id": {"type": "string", "$id": "/properties/id"}, "y": {"$ref": "#/definitions/x"}}}}]})");
  EXPECT_EQ(plan.shape, PlanShape::kTypewriter);
  ASSERT_EQ(plan.rules.size(), 1U);
  const PlanRule& rule = plan.rules[0];
  EXPECT_EQ(rule.key, "A #1");
  EXPECT_EQ(rule.version, 2);
  EXPECT_FALSE(rule.deprecated());
  EXPECT_EQ(rule.description, "d");
  EXPECT_EQ(schema_of(rule),
            R"({"definitions":{"x":{"$ref":"#/properties/properties/properties/id"}},"type":"object",)"
            R"("properties":{"properties":{"type":"object","required":["id"],"properties":)"
            R"({"id":{"type":"string"},"y":{"$ref":"#/definitions/x"}}}},"required":["properties"]})");
  EXPECT_EQ(own_property(rule, "id")->line, 5U);
}

TEST(PlanRead, ReadsTheConfigApi) {
  const TrackingPlan plan = read(R"({"tracking_plan": {"name": "workspaces/w/tracking-plans/rs_9",
    "display_name": "Kicks", "create_time": "2022-01-01T00:00:00Z", "rules": {
    "events": [{"name": "A", "description": "d", "version": 3, "rules": {"type": "object"}}],
    "global": {"type": "object", "properties": {"context": {"required": ["userAgent"]}}},
    "identify": {"properties": {"traits": {"type": "object", "required": ["email"]}}},
    "identify_traits": [], "group": {}, "group_traits": [{"name": "plan", "type": "string", "required": true}]}}})");
  EXPECT_EQ(plan.shape, PlanShape::kConfigApi);
  EXPECT_EQ(plan.resource_schema_id, "rs_9");
  EXPECT_EQ(plan.name, "Kicks");
  ASSERT_EQ(plan.rules.size(), 4U);
  EXPECT_EQ(title_of(plan.rules[0]), "TRACK \"A\" version 3");
  EXPECT_EQ(plan.rules[1].kind, PlanRuleKind::kCommon);
  EXPECT_EQ(plan.rules[2].kind, PlanRuleKind::kIdentify);
  EXPECT_EQ(schema_of(plan.rules[3]),
            R"({"type":"object","properties":{"traits":{"type":"object","properties":{"plan":)"
            R"({"type":"string"}},"required":["plan"]}},"required":["traits"]})");
}

TEST(PlanRead, ReadsTerraformAsJson) {
  const std::string body =
      R"({"name": "N", "type": "LIVE", "rules": [{"key": "A", "type": "TRACK", "version": 1.0,
          "json_schema": "{\"type\": \"object\", \"properties\": {\"properties\": {\"required\": [\"x\"]}}}"}]})";
  for (const std::string& text :
       {body, "{\"resource\": {\"segment_tracking_plan\": {\"p\": " + body + "}}}",
        "{\"values\": {\"root_module\": {\"resources\": [{\"type\": \"segment_tracking_plan\", \"values\": " +
            body + "}]}}}",
        "{\"version\": 4, \"resources\": [{\"type\": \"segment_tracking_plan\", \"instances\": "
        "[{\"attributes\": " + body + "}]}]}"}) {
    const TrackingPlan plan = read(text);
    EXPECT_EQ(plan.shape, PlanShape::kTerraform) << text;
    ASSERT_EQ(plan.rules.size(), 1U) << text;
    EXPECT_EQ(plan.name, "N");
    EXPECT_EQ(schema_of(plan.rules[0]),
              R"({"type":"object","properties":{"properties":{"required":["x"]}}})");
  }
}

TEST(PlanRead, ReadsRudderStack) {
  const TrackingPlan plan = read(R"({"id": "tp_1", "name": "N", "version": 7, "events": [
    {"name": "A", "eventType": "track", "identitySection": "properties", "rules": {
      "$schema": "https://json-schema.org/draft/2019-09/schema", "type": "object",
      "$defs": {"T": {"type": "string"}}, "properties": {"properties": {"type": "object",
      "unevaluatedProperties": false, "properties": {"a": {"$ref": "#/$defs/T"}}}}}},
    {"name": "", "eventType": "identify", "properties": [
      {"name": "email", "required": true, "type": "string"}], "additionalProperties": false}]})");
  EXPECT_EQ(plan.shape, PlanShape::kRudderStack);
  ASSERT_EQ(plan.rules.size(), 2U);
  EXPECT_EQ(schema_of(plan.rules[0]),
            R"({"type":"object","definitions":{"T":{"type":"string"}},"properties":{"properties":)"
            R"({"type":"object","additionalProperties":false,"properties":{"a":{"$ref":"#/definitions/T"}}}}})");
  EXPECT_EQ(schema_of(plan.rules[1]),
            R"({"type":"object","properties":{"traits":{"type":"object","properties":{"email":)"
            R"({"type":"string"}},"required":["email"],"additionalProperties":false}},"required":["traits"]})");
}

TEST(PlanRead, TakesRuleTypesInAnyCaseAndSchemasInText) {
  const TrackingPlan plan =
      read(R"({"rules": [{"type": "track", "key": "A", "jsonSchema": "{\"labels\":{}}"},
                         {"type": "Common", "key": "x", "jsonSchema": true}]})");
  ASSERT_EQ(plan.rules.size(), 2U);
  EXPECT_EQ(schema_of(plan.rules[0]), "{}");
  EXPECT_TRUE(plan.rules[1].schema.is_true());
  EXPECT_EQ(plan.rules[1].key, "");
}

TEST(PlanRead, ListsEveryProblemWithItsPlace) {
  EXPECT_EQ(problems_of(R"({"rules": [
  {"type": "TRAK", "key": "A", "jsonSchema": {}},
  {"type": "TRACK", "key": "A", "jsonSchema": 7},
  {"type": "TRACK", "key": "A", "version": 1.5, "jsonShema": {}},
  {"type": "TRACK", "jsonSchema": {}},
  {"type": "TRACK", "key": "B", "jsonSchema": {}},
  {"type": "TRACK", "key": "B", "version": 2, "jsonSchema": {}},
  {"type": "TRACK", "key": "B", "version": 2.0, "jsonSchema": "{"},
  {"type": "TRACK", "key": "B", "version": 2.0, "jsonSchema": {}}]})"),
            "plan.json:2:12: no rule has the type \"TRAK\", did you mean \"TRACK\"?\n"
            "plan.json:3:47: \"jsonSchema\" is a number, wanted a JSON Schema: an object, true or false\n"
            "plan.json:4:3: the rule has no \"jsonSchema\", is it \"jsonShema\"?\n"
            "plan.json:4:44: \"version\" is 1.5, wanted a whole number\n"
            "plan.json:5:3: a TRACK rule names no event\n"
            "plan.json:8:63: the JSON text in this string, line 1, column 2: not valid JSON: "
            "the text ends in the middle of a value\n"
            "plan.json:9:3: TRACK \"B\" version 2 has a rule already, in line 7: wanted one for each "
            "name and version\n");
}

TEST(PlanRead, SaysWhatAFileIsThatIsNoPlan) {
  const auto begins = [](std::string_view text, std::string_view words) {
    EXPECT_THAT(problems_of(text), HasSubstr(words)) << text.substr(0, 80);
  };
  begins(R"([{"type": "track", "event": "A", "userId": "u"}])", "this is a list of events, not a tracking plan");
  begins(R"({"events": [{"type": "track", "event": "A"}]})", "this is a list of events, not");
  begins(R"({"batch": []})", "this is a batch of events, not");
  begins(R"({"type": "track", "event": "A"})", "this is an event, not");
  begins(R"({"$schema": "x", "type": "object"})", "this is one JSON Schema, not");
  begins(R"({"data": {"trackingPlan": {"id": "tp_1"}}})", "holds none of its rules");
  begins(R"({"data": {"trackingPlans": [{"id": "a", "rules": []}, {"id": "b", "rules": []}]}})", "list of 2 tracking plans");
  begins("{}", "this is an object, not");
  begins("[]", "this is a list, not");
  begins("7", "this is a number, not");
  begins("", "plan.json:1:1: the file is empty");
  begins(" \n", "plan.json:1:1: the file is empty");
  begins(R"({"rules": [{"type": "TRACK", "type": "TRACK", "key": "A"}]})", "plan.json:1:30: the key \"type\" stands twice");
  begins(std::string(60 << 20, '['), "512 levels");
}

TEST(PlanRead, ListsNoMoreThanTwoHundredProblems) {
  std::string text = "[";
  for (int i = 0; i < 1000; ++i) text += R"({"type":"X","key":"A","jsonSchema":{}},)";
  text.back() = ']';
  EXPECT_THAT(problems_of(text), HasSubstr("and 800 more problems"));
}

}  // namespace
}  // namespace specgate
