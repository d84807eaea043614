#include "spec/plan/read_plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "spec/plan/compiled_plan.h"
#include "tests/support/spec.h"

namespace specgate {
namespace {

using testing::HasSubstr;

TrackingPlan read(std::string_view text) {
  Result<TrackingPlan> plan = parse_plan("plan.json", text, spec());
  if (plan) return *std::move(plan);
  std::string all;
  for (const Problem& problem : plan.problems()) all += problem.text() + "\n";
  ADD_FAILURE() << all;
  return {};
}

std::string problems_of(std::string_view text) {
  const Result<TrackingPlan> plan = parse_plan("plan.json", text, spec());
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

TEST(ReadPlan, TakesARuleOutOfEveryEnvelope) {
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

TEST(ReadPlan, APageIsAPlanOnlyWhereThatIsAllowed) {
  const std::string page = "{\"data\": {\"rules\": [" + std::string(kRule) +
                           "], \"pagination\": {\"next\": \"Mg==\"}}}";
  const auto refused = parse_plan("plan.json", page, spec());
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.problems()[0].message, HasSubstr("the next page is missing"));
  PlanReadTerms terms;
  terms.partial = PartialPlan::kAllowed;
  const auto plan = parse_plan("plan.json", page, spec(), terms);
  ASSERT_TRUE(plan);
  EXPECT_TRUE(plan->partial);
  ASSERT_EQ(plan->notes.size(), 1U);
  EXPECT_THAT(plan->notes[0].message, HasSubstr("the next page is missing"));
}

TEST(ReadPlan, TurnsTypewritersFlatSchemasBack) {
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
  EXPECT_EQ(
      schema_of(rule),
      R"({"definitions":{"x":{"$ref":"#/properties/properties/properties/id"}},"type":"object",)"
      R"("properties":{"properties":{"type":"object","required":["id"],"properties":)"
      R"({"id":{"type":"string"},"y":{"$ref":"#/definitions/x"}}}},"required":["properties"]})");
  EXPECT_EQ(own_property(rule, "id")->line, 5U);
}

TEST(ReadPlan, ReadsTheConfigApi) {
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

TEST(ReadPlan, ReadsTerraformAsJson) {
  const std::string body =
      R"({"name": "N", "type": "LIVE", "rules": [{"key": "A", "type": "TRACK", "version": 1.0,
          "json_schema": "{\"type\": \"object\", \"properties\": {\"properties\": {\"required\": [\"x\"]}}}"}]})";
  for (const std::string& text :
       {body, "{\"resource\": {\"segment_tracking_plan\": {\"p\": " + body + "}}}",
        "{\"values\": {\"root_module\": {\"resources\": [{\"type\": \"segment_tracking_plan\", "
        "\"values\": " +
            body + "}]}}}",
        "{\"version\": 4, \"resources\": [{\"type\": \"segment_tracking_plan\", \"instances\": "
        "[{\"attributes\": " +
            body + "}]}]}"}) {
    const TrackingPlan plan = read(text);
    EXPECT_EQ(plan.shape, PlanShape::kTerraform) << text;
    ASSERT_EQ(plan.rules.size(), 1U) << text;
    EXPECT_EQ(plan.name, "N");
    EXPECT_EQ(schema_of(plan.rules[0]),
              R"({"type":"object","properties":{"properties":{"required":["x"]}}})");
  }
}

TEST(ReadPlan, ReadsRudderStack) {
  const TrackingPlan plan = read(R"({"id": "tp_1", "name": "N", "version": 7, "events": [
    {"name": "A", "eventType": "track", "identitySection": "properties", "rules": {
      "$schema": "https://json-schema.org/draft/2019-09/schema", "type": "object",
      "$defs": {"T": {"type": "string"}}, "properties": {"properties": {"type": "object",
      "unevaluatedProperties": false, "properties": {"a": {"$ref": "#/$defs/T"}}}}}},
    {"name": "", "eventType": "identify", "properties": [
      {"name": "email", "required": true, "type": "string"}], "additionalProperties": false}]})");
  EXPECT_EQ(plan.shape, PlanShape::kRudderStack);
  ASSERT_EQ(plan.rules.size(), 2U);
  EXPECT_EQ(
      schema_of(plan.rules[0]),
      R"({"type":"object","definitions":{"T":{"type":"string"}},"properties":{"properties":)"
      R"({"type":"object","additionalProperties":false,"properties":{"a":{"$ref":"#/definitions/T"}}}}})");
  EXPECT_EQ(
      schema_of(plan.rules[1]),
      R"({"type":"object","properties":{"traits":{"type":"object","properties":{"email":)"
      R"({"type":"string"}},"required":["email"],"additionalProperties":false}},"required":["traits"]})");
}

TEST(ReadPlan, ReadsSegmentsCsv) {
  const TrackingPlan plan = read(
      "Rule Type,Event Name,Event Version,Event Description,Labels,Property Name,Property "
      "Description,"
      "Property Status,Property Type,Allowed Property Values,Enum Values\r\n"
      "TRACK,Order Completed,2,\"Bought, paid\",\"team:checkout, tier:1\",,,,,,\r\n"
      ",,,,,order_id,Its id,required,string,^o_,\r\n"
      ",,,,,kind,,optional,Enum,,\"card,cash\"\r\n"
      ",,,,,products,,optional,array,,\r\n"
      ",,,,,products.$.sku,\"two\nlines\",required,\"string, null\",,\r\n"
      ",,,,,at,,,Date time,,\r\n"
      "IDENTIFY,,,,,address.city,,,string,,\r\n");
  EXPECT_EQ(plan.shape, PlanShape::kCsv);
  EXPECT_EQ(plan.csv_rows, 7U);
  ASSERT_EQ(plan.rules.size(), 2U);
  const PlanRule& rule = plan.rules[0];
  EXPECT_EQ(title_of(rule), "TRACK \"Order Completed\" version 2");
  EXPECT_EQ(rule.description, "Bought, paid");
  EXPECT_EQ(rule.labels.size(), 2U);
  EXPECT_EQ(
      schema_of(rule),
      R"({"type":"object","properties":{"properties":{"type":"object","properties":{)"
      R"("order_id":{"type":"string","description":"Its id","pattern":"^o_"},)"
      R"("kind":{"enum":["card","cash"]},"products":{"type":"array","items":{"type":"object",)"
      R"("properties":{"sku":{"type":["string","null"],"description":"two\nlines"}},)"
      R"("required":["sku"]}},"at":{"format":"date-time","type":"string"}},"required":["order_id"]}},)"
      R"("required":["properties"]})");
  EXPECT_EQ(own_property(rule, "at")->line, 8U);
  EXPECT_EQ(own_property(rule, "at")->column, 6U);
  EXPECT_EQ(schema_of(plan.rules[1]),
            R"({"type":"object","properties":{"traits":{"type":"object","properties":{"address":)"
            R"({"type":"object","properties":{"city":{"type":"string"}}}}}}})");
}

TEST(ReadPlan, ListsWhatIsWrongWithACsv) {
  EXPECT_EQ(
      problems_of("Rule Type;Event Name;Property Name;Property Type;Status\n"
                  "TRAK;A;;;\nTRACK;B;x;strng;maybe\n;;x;string;\nTRACK;\"C\"d;;;\n"
                  "TRACK;D;;;;;\n;;a..b;;\nTRACK;a\"b;;;\nTRACK;\"never;;"),
      "plan.json:2:1: \"Rule Type\" is \"TRAK\", wanted one of TRACK, IDENTIFY, GROUP, PAGE, SCREEN, COMMON, did you mean \"TRACK\"?\n"
      "plan.json:3:11: the data type \"strng\" is none of Segment's (any, array, object, boolean, integer, number, string, date "
            "time, null, enum), did you mean \"string\"?\n"
      "plan.json:3:17: the status is \"maybe\", wanted required or optional\n"
      "plan.json:4:3: the property \"x\" of TRACK \"B\" is given twice, first in line 3\n"
      "plan.json:5:10: text after the closing quote of a cell, wanted the next cell\n"
      "plan.json:6:12: the row has 7 cells, the header 5\n"
      "plan.json:7:3: a step of the property's name is empty\n"
      "plan.json:8:8: a quote inside a cell that does not begin with one; write \"a \"\"b\"\"\"\n"
      "plan.json:9:7: this quote is never closed\n");
  EXPECT_THAT(problems_of("a,b\n1,2\n"), HasSubstr("this is text, not a tracking plan"));
}

constexpr std::string_view kShort = R"(# ours
name: Shop
events:
  Order Completed:
    - version: 2
      description: Paid
      labels: {team: checkout}
      deprecated_at: 2024-01-01
      properties:
        order_id: string!
        revenue: {type: number, minimum: 0, required: true}
        tags: string[]
        note: string|null
        at: date-time
        products:
          type: array
          items: {properties: {sku: string!}}
      additional: false
    - properties: {order_id: any}
  Signed Out:
identify: {traits: {email: email!}}
pages: {Home: {properties: {url: uri}}}
common:
  context: {locale: string!}
)";

TEST(ReadPlan, ReadsTheShortForm) {
  const TrackingPlan plan = read(kShort);
  EXPECT_EQ(plan.shape, PlanShape::kYaml);
  ASSERT_EQ(plan.rules.size(), 6U);
  EXPECT_EQ(
      schema_of(plan.rules[0]),
      R"({"type":"object","properties":{"properties":{"type":"object","properties":{)"
      R"("order_id":{"type":"string"},"revenue":{"type":"number","minimum":0},)"
      R"("tags":{"type":"array","items":{"type":"string"}},"note":{"type":["string","null"]},)"
      R"("at":{"type":"string","format":"date-time"},"products":{"type":"array","items":)"
      R"({"type":"object","properties":{"sku":{"type":"string"}},"required":["sku"]}}},)"
      R"("required":["order_id","revenue"],"additionalProperties":false}},"required":["properties"]})");
  EXPECT_EQ(plan.rules[0].deprecated_at, "2024-01-01");
  EXPECT_EQ(own_property(plan.rules[0], "revenue")->line, 11U);
  EXPECT_EQ(schema_of(plan.rules[2]),
            R"({"type":"object","properties":{"properties":{"type":"object"}}})");
  EXPECT_EQ(title_of(plan.rules[4]), "PAGE \"Home\"");
  EXPECT_EQ(schema_of(plan.rules[5]),
            R"({"type":"object","properties":{"context":{"type":"object","properties":{"locale":)"
            R"({"type":"string"}},"required":["locale"]}},"required":["context"]})");
}

TEST(ReadPlan, ListsWhatIsWrongWithTheShortForm) {
  EXPECT_EQ(problems_of("nam: Shop\nevents:\n  A:\n    propertys: {}\n    properties:\n"
                        "      a: strin!\n      b: {typ: string}\n      c: [1]\n"
                        "      d: {type: number, minimun: 0}\n  B: 7\n"),
            "plan.json:1:1: unknown key \"nam\", did you mean \"name\"?\n"
            "plan.json:4:5: unknown key \"propertys\", did you mean \"properties\"?\n"
            "plan.json:6:10: no type is called \"strin\", did you mean \"string\"?\n"
            "plan.json:7:11: unknown key \"typ\", did you mean \"type\"?\n"
            "plan.json:8:10: a property is a list, wanted a type like string! or its schema\n"
            "plan.json:9:25: unknown key \"minimun\", did you mean \"minimum\"?\n"
            "plan.json:10:6: a rule is a number, wanted its properties, description ...\n");
  EXPECT_THAT(problems_of("hello\n"), HasSubstr("this is text, not a tracking plan"));
  EXPECT_THAT(problems_of("resource \"segment_tracking_plan\" \"a\" {\n}\n"),
              HasSubstr("terraform show -json"));
}

TEST(ReadPlan, TakesRuleTypesInAnyCaseAndSchemasInText) {
  const TrackingPlan plan =
      read(R"({"rules": [{"type": "track", "key": "A", "jsonSchema": "{\"labels\":{}}"},
                         {"type": "Common", "key": "x", "jsonSchema": true}]})");
  ASSERT_EQ(plan.rules.size(), 2U);
  EXPECT_EQ(schema_of(plan.rules[0]), "{}");
  EXPECT_TRUE(plan.rules[1].schema.is_true());
  EXPECT_EQ(plan.rules[1].key, "");
}

// The others of the plan hold.
TEST(ReadPlan, WhatIsNoSchemaCostsItsOwnRuleAlone) {
  const TrackingPlan plan = read(R"({"rules": [
  {"type": "TRACK", "key": "A", "jsonSchema": 7},
  {"type": "TRACK", "key": "B", "jsonSchema": "{"},
  {"type": "TRACK", "key": "C", "jsonSchema": "[]"},
  {"type": "TRACK", "key": "D", "jsonShema": {}},
  {"type": "TRACK", "key": "E", "jsonSchema": {"type": "object"}}]})");
  ASSERT_EQ(plan.rules.size(), 5U);
  for (size_t i = 0; i < 4; ++i) EXPECT_TRUE(plan.rules[i].schema.is(Kind::kNull)) << i;
  EXPECT_EQ(schema_of(plan.rules[4]), R"({"type":"object"})");
  std::string told;  // each once, in the words of what is wrong
  const auto compiled = CompiledPlan::compile(plan);
  for (const Problem& gap : (*compiled)->gaps()) told += gap.text() + "\n";
  const std::string held = "; no call is held against the rule of TRACK ";
  EXPECT_EQ(told,
            "plan.json:5:33: unknown key \"jsonShema\" of a plan in the shape public-api, did you mean "
            "\"jsonSchema\"?\n"
            "plan.json:2:47: \"jsonSchema\" is a number, wanted a JSON Schema: an object, true or false" + held +
            "\"A\"\nplan.json:3:47: the JSON text in this string, line 1, column 2: not valid JSON: the text ends in "
            "the middle of a value" + held +
            "\"B\"\nplan.json:4:47: the JSON text in this string is a list, wanted a JSON Schema: an object, true or "
            "false" + held +
            "\"C\"\nplan.json:5:3: the rule has no \"jsonSchema\" (is it \"jsonShema\"?)" + held + "\"D\"\n");
}

TEST(ReadPlan, ListsEveryProblemWithItsPlace) {
  EXPECT_EQ(
      problems_of(R"({"rules": [
  {"type": "TRAK", "key": "A", "jsonSchema": {}},
  {"type": "TRACK", "key": 7, "jsonSchema": {}},
  {"type": "TRACK", "key": "A", "version": 1.5, "jsonShema": {}},
  {"type": "TRACK", "jsonSchema": {}},
  {"type": "TRACK", "key": "B", "jsonSchema": {}},
  {"type": "TRACK", "key": "B", "version": 2, "jsonSchema": {}},
  {"type": "TRACK", "key": "B", "version": 2.0, "jsonSchema": {}}]})"),
      "plan.json:2:12: \"type\" is \"TRAK\", wanted one of TRACK, IDENTIFY, GROUP, PAGE, SCREEN, COMMON, did you mean \"TRACK\"?\n"
      "plan.json:3:3: a TRACK rule names no event\n"
      "plan.json:3:28: \"key\" is a number, wanted text\n"
      "plan.json:4:44: \"version\" is 1.5, wanted a whole number\n"
      "plan.json:5:3: a TRACK rule names no event\n"
      "plan.json:8:3: TRACK \"B\" version 2 has a rule already, in line 7: wanted one for each "
      "name and version\n");
}

TEST(ReadPlan, SaysWhatAFileIsThatIsNoPlan) {
  const auto begins = [](std::string_view text, std::string_view words) {
    EXPECT_THAT(problems_of(text), HasSubstr(words)) << text.substr(0, 80);
  };
  begins(R"([{"type": "track", "event": "A", "userId": "u"}])",
         "this is a list of events, not a tracking plan");
  begins(R"({"events": [{"type": "track", "event": "A"}]})", "this is a list of events, not");
  begins(R"({"batch": []})", "this is a batch of events, not");
  begins(R"({"type": "track", "event": "A"})", "this is an event, not");
  begins(R"({"$schema": "x", "type": "object"})", "this is one JSON Schema, not");
  begins(R"({"data": {"trackingPlan": {"id": "tp_1"}}})", "holds none of its rules");
  begins(R"({"data": {"trackingPlans": [{"id": "a", "rules": []}, {"id": "b", "rules": []}]}})",
         "list of 2 tracking plans");
  begins("{}", "this is an object, not");
  begins("[]", "this is a list, not");
  begins("7", "this is a number, not");
  begins("", "plan.json:1:1: the file is empty");
  begins(" \n", "plan.json:1:1: the file is empty");
  begins(R"({"rules": [{"type": "TRACK", "type": "TRACK", "key": "A"}]})",
         "plan.json:1:30: the key \"type\" stands twice");
  begins(std::string(60 << 20, '['), "512 levels");
  begins("events: " + std::string(7 << 20, '['), "plan.json:1:1: a line of YAML has more than");
  begins(std::string(9 << 20, '-'), "bytes of YAML are more than the 8 MB");
  begins(std::string(65 << 20, ' '), "bytes are more than the 64 MB");
}

std::string notes_of(const TrackingPlan& plan) {
  std::string all;
  for (const Problem& note : plan.notes) all += note.text() + "\n";
  return all;
}

// Said with its place; and no rule is lost for it.
TEST(ReadPlan, WhatIsNullIsToldAndLosesNoPlan) {
  EXPECT_EQ(problems_of(R"({"name": "P", "rules": null})"),
            "plan.json:1:15: \"rules\" is null, wanted the plan's rules\n");
  EXPECT_EQ(problems_of(R"({"data": {"trackingPlan": {"name": "P", "events": null}}})"),
            "plan.json:1:41: \"events\" is null, wanted the plan's rules\n");
  EXPECT_EQ(problems_of(R"({"name": "P", "rules": {"events": null}})"),
            "plan.json:1:25: \"events\" is null, wanted the plan's rules\n");
  EXPECT_EQ(problems_of(R"({"rules": [null]})"), "plan.json:1:12: a rule is null, wanted an object\n");

  const TrackingPlan config = read(R"({"rules": {"events": null, "identify": {"type": "object"}}})");
  ASSERT_EQ(config.rules.size(), 1U);
  EXPECT_EQ(notes_of(config), "plan.json:1:12: \"events\" is null and says nothing\n");

  const TrackingPlan schema = read(R"({"rules": [{"type": "TRACK", "key": "A", "jsonSchema": null},
    {"type": "TRACK", "key": "B", "jsonSchema": "null"}, {"type": "TRACK", "key": "C", "jsonSchema": {}}]})");
  EXPECT_EQ(schema.rules.size(), 3U);

  const TrackingPlan yaml = read("events:\n  A:\n    properties:\n    additional:\n  B:\nidentify: {traits: null}\n");
  EXPECT_EQ(yaml.rules.size(), 3U);
  EXPECT_EQ(notes_of(yaml),
            "plan.json:3:5: \"properties\" is null and says nothing\n"
            "plan.json:4:5: \"additional\" is null and says nothing\n"
            "plan.json:6:12: \"traits\" is null and says nothing\n");

  const TrackingPlan rudder = read(R"({"id": "tp_1", "events": [{"name": "A", "eventType": "track", "rules": null},
    {"name": "B", "eventType": "track", "properties": null},
    {"name": "C", "eventType": "track", "properties": [{"name": "x", "required": null, "propConfig": null}]}]})");
  EXPECT_EQ(rudder.rules.size(), 3U);
  EXPECT_EQ(notes_of(rudder),
            "plan.json:2:41: \"properties\" is null and says nothing\n"
            "plan.json:3:70: \"required\" is null and says nothing\n"
            "plan.json:3:88: \"propConfig\" is null and says nothing\n");
}

// What the header calls it, and what there is.
TEST(ReadPlan, ACsvsColumnIsCalledAsItsHeaderDoes) {
  EXPECT_EQ(problems_of("Call Type,Event Name,Event Version\ncustom,A,1.0\ntrak,B,1\n"),
            "plan.json:2:1: \"Call Type\" is \"custom\", wanted one of TRACK, IDENTIFY, GROUP, PAGE, SCREEN, COMMON\n"
            "plan.json:3:1: \"Call Type\" is \"trak\", wanted one of TRACK, IDENTIFY, GROUP, PAGE, SCREEN, COMMON, "
            "did you mean \"TRACK\"?\n");
  const TrackingPlan plan = read("Call Type,Event Name,Event Version\ntrack,A,1.0\ntrack,A,2.00\n");
  ASSERT_EQ(plan.rules.size(), 2U);
  EXPECT_EQ(plan.rules[0].version, 1);
  EXPECT_EQ(plan.rules[1].version, 2);
}

TEST(ReadPlan, ListsNoMoreThanTwoHundredProblems) {
  std::string text = "[";
  for (int i = 0; i < 1000; ++i) text += R"({"type":"X","key":"A","jsonSchema":{}},)";
  text.back() = ']';
  EXPECT_THAT(problems_of(text), HasSubstr("and 800 more problems"));
}

}  // namespace
}  // namespace specgate
