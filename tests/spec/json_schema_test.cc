#include "spec/schema/json_schema.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "tests/spec/json_schema_support.h"
#include "tests/spec/schema_suite.h"
#include "tests/support/files.h"
#include "tests/support/spec.h"
#include "tests/support/whole.h"

namespace specgate {
namespace {

namespace fs = std::filesystem;

TEST(JsonSchema, JudgesTheCasesOfTheFolder) {
  SuiteResult result;
  for (const auto& file : fs::directory_iterator(SPECGATE_SOURCE "/tests/spec/schema")) {
    const Json groups =
        whole(parse_json(file.path().string(), file_text(file.path()), spec()));
    run_suite(groups, "http://json-schema.org/draft-07/schema#", result);
  }
  EXPECT_GT(result.passed, 300U);
  for (const std::string& mismatch : result.mismatches) ADD_FAILURE() << mismatch;
}

struct ProblemCase {
  const char *schema, *problems;
};

TEST(JsonSchema, KeywordsOfTheWrongKindAreProblemsWithTheirPlace) {
  for (const ProblemCase& one : {
           ProblemCase{"5", "plan.json:1:1: the schema is 5, wanted an object, true or false\n"},
           {R"({"type": "strng"})",
            "plan.json:1:10: \"type\" is \"strng\", there is no type \"strng\", did you mean "
            "\"string\"?\n"},
           {"{\"minLength\": -1,\n \"properties\": {\"a\": {\"required\": true},\n"
            "  \"b\": {\"pattern\": 5}}}",
            "plan.json:1:15: \"minLength\" is -1, wanted a whole number from 0\n"
            "plan.json:2:35: \"required\" is true, wanted an array of strings\n"
            "plan.json:3:20: \"pattern\" is 5, wanted a string\n"},
           {R"({"anyOf": []})",
            "plan.json:1:11: \"anyOf\" is an empty array, wanted an array of at least one "
            "schema\n"},
           {R"({"items": {"multipleOf": 0}})",
            "plan.json:1:26: \"multipleOf\" is 0, wanted a number above 0\n"},
           {R"({"definitions": {"unused": {"maximum": "5"}}})",
            "plan.json:1:40: \"maximum\" is \"5\", wanted a number\n"},
           {R"({"exclusiveMinimum": true})",
            "plan.json:1:22: \"exclusiveMinimum\" is true, wanted a number\n"},
           {R"({"$schema": "http://json-schema.org/draft-04/schema#", "not": true})",
            "plan.json:1:63: \"not\" is true, wanted a schema (an object)\n"},
           {R"({"$ref": 5})", "plan.json:1:10: \"$ref\" is 5, wanted a string\n"},
       }) {
    EXPECT_EQ(problems_of_schema(one.schema), one.problems) << one.schema;
  }
}

TEST(JsonSchema, ReferencesThatLeadNowhereAreProblems) {
  for (const ProblemCase& one : {
           ProblemCase{R"({"properties": {"a": {"$ref": "#/definitions/a"}}})",
                       "plan.json:1:31: $ref \"#/definitions/a\" points to nothing\n"},
           {R"({"properties": {"a": {"$ref": "#nowhere"}}})",
            "plan.json:1:31: $ref \"#nowhere\" points to nothing\n"},
           {R"({"title": "t", "properties": {"a": {"$ref": "#/title"}}})",
            "plan.json:1:45: $ref \"#/title\" points to what is no schema\n"},
           {R"({"$ref": "#"})", "plan.json:1:10: $ref \"#\" leads back to itself\n"},
           {R"({"definitions": {"a": {"$ref": "#/definitions/b"},)"
            "\n"
            R"("b": {"$ref": "#/definitions/a"}}})",
            "plan.json:1:32: $ref \"#/definitions/b\" leads back to itself\n"},
           {R"({"definitions": {"a": {"anyOf": [{"type": "null"}, {"not": {"$ref": )"
            R"("#/definitions/a"}}]}}})",
            "plan.json:1:69: $ref \"#/definitions/a\" leads back to itself with no step down "
            "into the value\n"},
           {R"({"dependencies": {"a": {"$ref": "#"}}})",
            "plan.json:1:33: $ref \"#\" leads back to itself with no step down into the value\n"},
       }) {
    EXPECT_EQ(problems_of_schema(one.schema), one.problems) << one.schema;
  }
}

TEST(JsonSchema, GapsHaveTheirPlaceAndReason) {
  const SchemaCase one(
      "{\"properties\": {\"a\": {\"pattern\": \"a(?=b)\"},\n"
      " \"b\": {\"format\": \"shoe\"}, \"c\": {\"$ref\": \"other.json\"},\n"
      " \"d\": {\"pattern\": \"^a\"}}}");
  std::string gaps;
  for (const SchemaGap& gap : one.schema().gaps()) {
    gaps += std::to_string(gap.line) + ":" + std::to_string(gap.column) + " " + gap.message + "\n";
  }
  EXPECT_EQ(gaps,
            "1:34 pattern \"a(?=b)\" uses look-ahead, which RE2 cannot run\n"
            "2:18 format \"shoe\" is not known\n"
            "2:41 $ref \"other.json\" is not in this schema, and nothing is fetched\n");
  EXPECT_EQ(one.schema().gaps()[2].kind, SchemaGap::Kind::kReference);
}

struct ReadingCase {
  const char *schema, *told;
};

TEST(JsonSchema, TellsHowItReadsWhatOthersReadOtherwise) {
  for (const ReadingCase& one : {
           ReadingCase{R"({"unevaluatedProperties": false})",
                       "held: \"unevaluatedProperties\" is a keyword from 2019-09 on, not of draft-07; "
                       "it is held all the same\n"},
           {R"({"$schema": "https://json-schema.org/draft/2019-09/schema", "unevaluatedItems": false})",
            ""},
           {R"({"$schema": "http://json-schema.org/draft-04/schema#", "const": 1})",
            "\"const\" is a keyword from draft-06 on, not of draft-04; it is not held\n"},
           {R"({"$schema": "https://json-schema.org/draft/2020-12/schema", "additionalItems": false})",
            "\"additionalItems\" is a keyword up to 2019-09, not of 2020-12; it is not held\n"},
           {R"({"$schema": "http://json-schema.org/draft-03/schema#"})",
            "$schema \"http://json-schema.org/draft-03/schema#\" is not known; the schema is read as "
            "draft-07\n"},
           {R"({"$schema": "https://json-schema.org/draft/2019-09/schema", "$recursiveAnchor": true, )"
            R"("properties": {"a": {"$recursiveRef": "#"}}})",
            "$recursiveRef \"#\" means another schema on every way to it, and is not followed\n"},
           {R"({"definitions": {"a": {}}, "properties": {"p": {"$ref": "#/definitions/a", "type": "null"}}})",
            "held: \"type\" beside a $ref does not count in draft-07\n"},
           {R"({"$schema": "http://json-schema.org/draft-06/schema#", "definitions": {"a": {}}, )"
            R"("properties": {"p": {"$ref": "#/definitions/a", "dependentRequired": {"a": ["b"]}}}})",
            "held: \"dependentRequired\" beside a $ref does not count in draft-06\n"},
           {R"({"definitions": {"a": {}}, "properties": {"p": {"$ref": "#/definitions/a", "nullable": true}}})",
            "held: \"nullable\" beside a $ref does not count in draft-07\n"},
           {R"({"enum": ["a"], "nullable": true})",
            "held: \"nullable\" is OpenAPI's, not JSON Schema's; without a type beside it, it admits "
            "nothing\n"},
           {R"({"anyOf": [{"type": "null"}], "nullable": false})", ""},
           {R"({"divisibleBy": 2, "properties": {"disallow": {"extends": {}}}})",
            "\"divisibleBy\" is a keyword of draft-03, not of draft-07; it is not held\n"
            "\"extends\" is a keyword of draft-03, not of draft-07; it is not held\n"},
           {R"({"oneOf": [{}], "discriminator": {"propertyName": "kind"}})",
            "\"discriminator\" is a keyword of OpenAPI, not of draft-07; it is not held\n"},
           {R"({"type": "any"})", "held: \"any\" is no type of JSON Schema, it is read as any value\n"},
       }) {
    std::string told;
    const SchemaCase compiled(one.schema);
    for (const SchemaGap& gap : compiled.schema().gaps())
      told += (gap.held() ? "held: " : "") + gap.message + "\n";
    EXPECT_EQ(told, one.told) << one.schema;
  }
}

// The judging of every level asks the branches below it once: 60 levels would else take 2^60 steps.
TEST(JsonSchema, WhatWasEvaluatedIsAskedOnce) {
  std::string schema = R"({"properties": {"a": true}, "unevaluatedProperties": false})";
  for (int i = 0; i < 60; ++i)
    schema = R"({"anyOf": [)" + schema + R"(, false], "unevaluatedProperties": false})";
  SchemaCase one(schema);
  EXPECT_TRUE(one.valid(R"({"a": 1})"));
  EXPECT_FALSE(one.valid(R"({"b": 1})"));
  EXPECT_EQ(one.failures(R"({"b": 1})").find("too-costly"), std::string::npos);
}

struct FailureCase {
  const char *schema, *value, *failures;
};

TEST(JsonSchema, EachFailureIsToldOnceWhereItIs) {
  for (
      const FailureCase& one : {
          FailureCase{R"({"properties": {"a": {"type": ["string", "null"], "minLength": 9}}})",
                      R"({"a": 5})", "/a type: string or null @1:31\n"},
          {"{\"type\": \"object\", \"properties\": {\n\"b\": {\"type\": \"string\"},\n"
           "\"a\": {\"enum\": [\"x\", 1, null]}, \"d\": {\"type\": \"integer\"}},\n\"required\": "
           "[\"c\", \"b\", \"d\"]}",
           R"({"a": "y", "b": 1})",
           " required d: integer @4:24\n"
           " required c:  @4:14\n"
           "/a enum: one of x, 1, null @3:15\n"
           "/b type: string @2:15\n"},
          {R"({"properties": {"a": {}}, "additionalProperties": false})",
           R"({"x": 1, "a": 1, "y": {"z": 1}})",
           "/x additionalProperties: no members but those planned @1:51\n"
           "/y additionalProperties: no members but those planned @1:51\n"},
          {R"({"items": {"minimum": 5, "multipleOf": 2}, "minItems": 4, "uniqueItems": true})",
           "[3, 6, 6]",
           " minItems: at least 4 items @1:56\n"
           " uniqueItems: no item twice @1:74\n"
           "/0 minimum: at least 5 @1:23\n"
           "/0 multipleOf: a multiple of 2 @1:40\n"},
          {R"({"definitions": {"t": {"type": "string"}}, "allOf": [{"properties": {"a": )"
           R"({"$ref": "#/definitions/t"}}}, {"properties": {"a": {"$ref": "#/definitions/t"}}}]})",
           R"({"a": 1})", "/a type: string @1:32\n"},
          {R"({"anyOf": [{"type": "string"}, {"type": "integer"}]})", "null",
           " anyOf: string or integer @1:11\n"},
          {R"({"anyOf": [{"type": "string", "pattern": "^a"}, {"type": "null"}]})", R"("b")",
           " pattern: ^a @1:42\n"},
          {R"({"oneOf": [{"multipleOf": 2}, {"multipleOf": 3}], "type": "integer"})", "6",
           " oneOf: just one: one of 2 schemas @1:11\n"},
          {R"({"propertyNames": {"pattern": "^a"}})", R"({"b": 1})",
           "/b propertyNames: a name that matches ^a @1:19\n"},
          {R"({"contains": {"type": ["integer", "null"], "pattern": "^1"}})", R"(["1"])",
           " contains: an item that is an integer or null matching ^1 @1:14\n"},
          {R"({"enum": ["a b", ""]})", "1", " enum: one of \"a b\", \"\" @1:10\n"},
          {R"({"enum": ["a b", "c"]})", "1", " enum: one of a b, c @1:10\n"},
          {R"({"not": {"type": "string"}})", R"("a")", " not: nothing that is a string @1:9\n"},
          {R"({"if": {"required": ["a"]}, "then": {"required": ["b"]}, "else": false})",
           R"({"a": 1})", " required b:  @1:51\n"},
          {R"({"if": {"type": "object"}, "then": {}, "else": false})", "1",
           " else: a value that is an object @1:48\n"},
          {R"({"dependencies": {"a": ["b"], "b": ["c"]}})", R"({"a": 1})",
           " dependencies b: it beside a @1:24\n"},
          {R"({"propertyNames": {"maxLength": 2}, "properties": {"abc": {"type": "null"}}})",
           R"({"abc": 1})",
           "/abc type: null @1:68\n"
           "/abc propertyNames: a name that fits the schema at line 1 @1:19\n"},
          {R"({"properties": {"a": false}})", R"({"a": 1})", "/a false: nothing @1:22\n"},
          {R"({"items": [{"type": "null"}], "additionalItems": false, "contains": {"const": 7}})",
           "[1, 2]",
           " contains: an item that is 7 @1:69\n"
           "/0 type: null @1:21\n"
           "/1 additionalItems: at most 1 item @1:50\n"},
          {R"({"format": "date", "maxLength": 3, "minLength": 30, "const": "a"})", R"("abcd")",
           " const: a @1:62\n"
           " minLength: at least 30 characters @1:49\n"
           " maxLength: at most 3 characters @1:33\n"
           " format: a date @1:12\n"},
          {R"({"$schema": "http://json-schema.org/draft-04/schema#", "minimum": 3, )"
           R"("exclusiveMinimum": true})",
           "3", " exclusiveMinimum: more than 3 @1:90\n"},
          {R"({"enum": ["1.10", 1.1, "e", "a, b", "true", true, " x", ""]})", "2",
           " enum: one of \"1.10\", 1.1, \"e\", \"a, b\", \"true\", true, \" x\", \"\" @1:10\n"},
          {R"({"const": "1"})", "1", " const: \"1\" @1:11\n"},
          {R"({"type": "string"})", R"("a")", ""},
      }) {
    EXPECT_EQ(SchemaCase(one.schema).failures(one.value), one.failures) << one.schema;
  }
}

// Whatever of allOf, anyOf, then fails, a member that no part of the schema mentions is told.
TEST(JsonSchema, FailuresOfLaterKeywords) {
  const std::string variants =
      R"({"properties": {"kind": {"type": "string"}}, "if": {"properties": {"kind": {"const": "a"}}},)"
      R"( "then": {"properties": {"n": {"type": "integer"}}}, "unevaluatedProperties": false})";
  for (const FailureCase& one : {
           FailureCase{variants.c_str(), R"({"kind": "b", "n": 1})",
                       "/n unevaluatedProperties: no members but those planned @1:171\n"},
           {variants.c_str(), R"({"kind": "a", "n": "x", "m": 1})",
            "/n type: integer @1:132\n"
            "/m unevaluatedProperties: no members but those planned @1:171\n"},
           {R"({"prefixItems": [{"type": "null"}], "unevaluatedItems": false})", "[null, 1]",
            "/1 unevaluatedItems: no items but those planned @1:57\n"},
           {R"({"prefixItems": [{"type": "null"}], "items": false})", "[null, 1]",
            "/1 additionalItems: at most 1 item @1:46\n"},
           {R"({"dependentRequired": {"a": ["b"]}, "dependencies": {"a": ["c"]}})", R"({"a": 1})",
            " dependencies c: it beside a @1:59\n dependentRequired b: it beside a @1:29\n"},
           {R"({"contains": {"const": 1}, "minContains": 2})", "[1]",
            " minContains: at least 2 times an item that is 1 @1:43\n"},
           {R"({"contains": {"const": 1}, "maxContains": 1})", "[1, 1]",
            " maxContains: at most 1 time an item that is 1 @1:43\n"},
           {R"({"not": {"pattern": "(a)\\1"}, "type": "integer"})", R"("aa")",
            " type: integer @1:40\n"},
       }) {
    EXPECT_EQ(SchemaCase(one.schema).failures(one.value), one.failures) << one.schema;
  }
}

// Where nobody can tell whether the condition holds, nothing is told that one branch alone refuses.
TEST(JsonSchema, OfAnUnknownConditionBothBranchesAreTold) {
  const std::string unknown = R"x({"if": {"properties": {"sku": {"pattern": "^(?=.*[A-Z]).+$"}}}, )x";
  const std::string sizes = unknown +
                            R"("then": {"properties": {"sku": {}, "weight": {}}, "additionalProperties": false},)"
                            R"( "else": {"properties": {"sku": {}, "size": {}}, "additionalProperties": false}})";
  const std::string needs = unknown + R"("then": {"required": ["x"]}, "else": {"required": ["y"]}})";
  const std::string fine = unknown + R"("then": {"required": ["x"]}})";
  for (const FailureCase& one : {
           FailureCase{sizes.c_str(), R"({"sku": "ab-1", "weight": 1, "size": 2})",
                       " then: a value that \"then\" or \"else\" takes @1:73\n"},
           {sizes.c_str(), R"({"sku": "ab-1", "weight": 1})", ""},
           {sizes.c_str(), R"({"sku": "ab-1", "color": 2})",
            "/color additionalProperties: no members but those planned @1:139\n"},
           {needs.c_str(), R"({"sku": "ab-1"})", " then: a value that \"then\" or \"else\" takes @1:73\n"},
           {needs.c_str(), R"({"sku": "ab-1", "y": 1})", ""},
           {fine.c_str(), R"({"sku": "ab-1"})", ""},
       }) {
    EXPECT_EQ(SchemaCase(one.schema).failures(one.value), one.failures) << one.schema << one.value;
  }
}

TEST(JsonSchema, WordsOfTheTwoVendors) {
  EXPECT_EQ(name_of(SchemaKeyword::kAdditionalProperties), "additionalProperties");
  EXPECT_EQ(segment_type(SchemaKeyword::kRequired), "Required");
  EXPECT_EQ(segment_type(SchemaKeyword::kType), "Invalid Type");
  EXPECT_EQ(rudderstack_type(SchemaKeyword::kRequired), "Required-Missing");
  EXPECT_EQ(rudderstack_type(SchemaKeyword::kTooCostly), "Unknown-Violation");
}

TEST(JsonSchema, AKeyThatStandsTwiceCountsOnce) {
  EXPECT_FALSE(SchemaCase(R"({"required": ["a", "b"]})").valid(R"({"a": 1, "a": 2})"));
  EXPECT_TRUE(SchemaCase(R"({"maxProperties": 1})").valid(R"({"a": 1, "a": 2})"));
  EXPECT_FALSE(SchemaCase(R"({"properties": {"a": {"const": 1}}})").valid(R"({"a": 1, "a": 2})"));
  EXPECT_TRUE(SchemaCase(R"({"const": {"a": 1}})").valid(R"({"a": 1, "a": 2})"));
}

struct UnplannedCase {
  const char *schema, *value, *unplanned;
};

TEST(JsonSchema, UnplannedIsWhatNoSchemaMentions) {
  for (const UnplannedCase& one : {
           UnplannedCase{R"({"properties": {"a": {}, "o": {"properties": {"b": {}}}}})",
                         R"({"a": {"x": 1}, "o": {"b": 1, "c": {"d": 1}}, "e": 1})", "/o/c /e "},
           {R"({"type": "object"})", R"({"a": 1})", ""},
           {R"({"properties": {}, "additionalProperties": false})", R"({"a": 1})", ""},
           {R"({"required": ["b"], "properties": {"a": {}}})", R"({"a": 1, "b": 1, "c": 1})",
            "/c "},
           {R"({"patternProperties": {"^x_": {"properties": {"a": {}}}}})",
            R"({"x_1": {"a": 1, "b": 1}, "y": 1})", "/x_1/b /y "},
           {R"({"properties": {"a": {}}, "additionalProperties": {"properties": {"n": {}}}})",
            R"({"a": 1, "free": {"n": 1, "m": 1}})", "/free/m "},
           {R"({"properties": {"a": {}}, "additionalProperties": {}})", R"({"b": 1})", "/b "},
           {R"({"properties": {"l": {"type": "array"}}})",
            R"({"l": [1, {"a": {"b": 1}}, [{"c": 1}]]})", "/l/1/a /l/2/0/c "},
           {R"({"properties": {"l": {"items": {"properties": {"a": {}}}}}})",
            R"({"l": [{"a": 1, "b": 1}, {"a": 1}]})", "/l/0/b "},
           {R"({"properties": {"l": {"items": [{"properties": {"a": {}}}], "additionalItems": )"
            R"({"properties": {"b": {}}}}}})",
            R"({"l": [{"a": 1, "b": 1}, {"a": 1, "b": 1}]})", "/l/0/b /l/1/a "},
           {R"({"definitions": {"d": {"properties": {"e": {}}}}, "properties": {"a": {}}, )"
            R"("allOf": [{"properties": {"b": {}}}], "anyOf": [{"properties": {"c": {}}}], )"
            R"("oneOf": [{"properties": {"d": {}}}, {"$ref": "#/definitions/d"}], )"
            R"("if": {"properties": {"f": {}}}, "then": {"properties": {"g": {}}}, )"
            R"("else": {"properties": {"h": {}}}, "not": {"properties": {"i": {}}}})",
            R"({"a": 1, "b": 1, "c": 1, "d": 1, "e": 1, "f": 1, "g": 1, "h": 1, "i": 1})", "/i "},
           {R"({"properties": {"kids": {"items": {"$ref": "#"}}, "v": {}}})",
            R"({"kids": [{"kids": [{"v": 1, "w": 1}]}]})", "/kids/0/kids/0/w "},
       }) {
    EXPECT_EQ(SchemaCase(one.schema).unplanned(one.value), one.unplanned) << one.schema;
  }
}

// What may be planned by a pattern or a reference that nobody can hold is not unplanned.
TEST(JsonSchema, WhatIsUnknownMayMention) {
  for (const UnplannedCase& one : {
           UnplannedCase{R"x({"properties": {"a": {}}, "patternProperties": {"^(?!x)": {}}})x",
                         R"({"a": 1, "b": 1})", ""},
           {R"({"allOf": [{"$ref": "other.json"}, {"properties": {"a": {}}}]})", R"({"b": 1})", ""},
           {R"({"properties": {"l": {"$ref": "other.json"}}})", R"({"l": [{"b": 1}], "c": 1})", "/c "},
           {R"({"properties": {"a": {}}, "unevaluatedProperties": {"type": "string"}})",
            R"({"a": 1, "b": ""})", ""},
           {R"({"properties": {"a": {}}, "dependentSchemas": {"a": {"properties": {"b": {}}}}})",
            R"({"a": 1, "b": 1, "c": 1})", "/c "},
           {R"({"properties": {"l": {"prefixItems": [{"properties": {"a": {}}}]}}})",
            R"({"l": [{"a": 1, "b": 1}]})", "/l/0/b "},
           // a value that an enum or a const names is planned with all that is in it
           {R"({"properties": {"a": {"properties": {"x": {}}, "enum": [{"x": 1, "y": 2.0}]}}})",
            R"({"a": {"y": 2, "x": 1}})", ""},
           {R"({"properties": {"a": {"properties": {"x": {}}, "enum": [{"x": 1, "y": 2}]}}})",
            R"({"a": {"y": 3, "x": 1}})", "/a/y "},
           {R"({"properties": {"a": {"const": [{"x": {"y": 1}}]}}})", R"({"a": [{"x": {"y": 1}}]})", ""},
       }) {
    EXPECT_EQ(SchemaCase(one.schema).unplanned(one.value), one.unplanned) << one.schema;
  }
}

std::string names(const SchemaCase& one, std::vector<std::string_view> path) {
  std::string out;
  for (const std::string_view name : one.schema().names_at(path)) out.append(name).append(" ");
  return out;
}

TEST(JsonSchema, ListsTheNamesAtAPlace) {
  const SchemaCase one(
      R"({"properties": {"properties": {"properties": {"products": {"items": {"properties":)"
      R"({"sku": {}, "name": {}}}}, "id": {}}, "allOf": [{"properties": {"coupon": {}}}]}},)"
      R"( "required": ["properties", "other"]})");
  EXPECT_EQ(names(one, {}), "properties ");
  EXPECT_EQ(names(one, {"properties"}), "products id coupon ");
  EXPECT_EQ(names(one, {"properties", "products[]"}), "sku name ");
  EXPECT_EQ(names(one, {"properties", "products"}), "");
  EXPECT_EQ(names(one, {"nowhere", "products[]"}), "");
}

std::string repeated(std::string_view text, size_t count) {
  std::string out;
  while (count-- > 0) out += text;
  return out;
}

TEST(JsonSchema, DeepSchemasAndValuesKeepTheStack) {
  const std::string value = repeated("[", 511) + "1" + repeated("]", 511);
  const std::string schema =
      repeated(R"({"items":)", 510) + R"({"items": {"type": "null"}})" + repeated("}", 510);
  SchemaCase deep(schema);
  EXPECT_FALSE(deep.valid(value));
  EXPECT_EQ(deep.failures(value), repeated("/0", 511) + " type: null @1:4610\n");
  SchemaCase any(R"({"anyOf": [{"type": "integer"}, {"type": "array", "items": {"$ref": "#"}}]})");
  EXPECT_TRUE(any.valid(value));
  SchemaCase nots(repeated(R"({"not":)", 500) + "true" + repeated("}", 500));
  EXPECT_TRUE(nots.valid("1"));
}

// Every level of the value asks 500 schemas within schemas: more than may be open at once.
TEST(JsonSchema, TooDeepIsTooCostly) {
  SchemaCase one(R"({"items": {"$ref": "#"}, "allOf": [)" + repeated(R"({"allOf":[)", 240) +
                 R"({"items": {"$ref": "#"}})" + repeated("]}", 240) + "]}");
  const std::string value = repeated("[", 511) + "1" + repeated("]", 511);
  EXPECT_FALSE(one.valid(value));
  EXPECT_NE(one.failures(value).find(" too-costly: "), std::string::npos);
  EXPECT_TRUE(one.valid("[[1]]"));
}

TEST(JsonSchema, AnExponentialSchemaIsTooCostly) {
  std::string schema = R"({"definitions": {"d0": {"type": "string"})";
  for (int i = 1; i <= 40; ++i) {
    const std::string below = R"({"$ref": "#/definitions/d)" + std::to_string(i - 1) + R"("})";
    schema += R"(, "d)" + std::to_string(i) + R"(": {"anyOf": [)" + below + "," + below + "]}";
  }
  SchemaCase one(schema + R"(}, "not": {"$ref": "#/definitions/d40"}})");
  EXPECT_FALSE(one.valid("1"));
  EXPECT_EQ(one.failures("1"), " too-costly: a value that is judged in fewer steps @1:1\n");
  EXPECT_FALSE(one.valid(R"("a")"));
}

TEST(JsonSchema, LongListsCostTheirLengthOnly) {
  constexpr int kMany = 20000;
  std::string values, numbers, members, required;
  for (int i = 0; i < kMany; ++i) {
    const std::string comma = i == 0 ? "" : ",";
    values += comma + "{\"n\":" + std::to_string(i) + "}";
    required += comma + "\"customer_field_" + std::to_string(i) + "_of_the_plan\"";
    members += comma + "\"customer_field_" + std::to_string(i) + "_of_the_plan\":1";
  }
  EXPECT_TRUE(SchemaCase("{\"enum\": [" + values + "]}").valid("{\"n\": 19999.0}"));
  EXPECT_TRUE(SchemaCase("{\"required\": [" + required + "]}").valid("{" + members + "}"));
  SchemaCase unique(R"({"uniqueItems": true})");
  EXPECT_TRUE(unique.valid("[" + values + "]"));
  EXPECT_FALSE(unique.valid("[" + values + ",{\"n\":5e2}]"));
}

}  // namespace
}  // namespace specgate
