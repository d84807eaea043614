// What a tracking plan asks is held, or every command says that it is not: later drafts' keywords,
// patterns that RE2 cannot run, schemas that cannot be compiled.
#include "tests/support/command.h"

namespace specgate {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kVariants = R"({"name": "Variants plan", "events": [{
  "name": "Parcel Shipped", "description": "A parcel left", "eventType": "track",
  "identitySection": "properties", "rules": {
   "$schema": "SCHEMA", "type": "object", "properties": {"properties": {"type": "object",
    "allOf": [{"type": "object", "allOf": [
      {"if": {"properties": {"carrier": {"enum": ["post"]}}, "required": ["carrier"]},
       "then": {"properties": {"stamp_count": {"type": ["integer"]}}, "required": ["stamp_count"]}},
      {"if": {"properties": {"carrier": {"not": {"enum": ["post"]}}}, "required": ["carrier"]},
       "then": {"properties": {"waybill": {"type": ["string"]}}, "required": []}}]}],
    "properties": {"carrier": {"type": ["string"]}}, "required": ["carrier"],
    "unevaluatedProperties": false}}}}]}
)";

constexpr const char* kParcels =
    R"({"type":"track","messageId":"m1","userId":"u1","event":"Parcel Shipped","properties":{"carrier":"post","stamp_count":2}}
{"type":"track","messageId":"m2","userId":"u1","event":"Parcel Shipped","properties":{"carrier":"courier","waybill":"W-1"}}
{"type":"track","messageId":"m3","userId":"u1","event":"Parcel Shipped","properties":{"carrier":"post"}}
{"type":"track","messageId":"m4","userId":"u1","event":"Parcel Shipped","properties":{"carrier":"courier","stamp_count":2}}
{"type":"track","messageId":"m5","userId":"u1","event":"Parcel Shipped","properties":{"carrier":"post","stamp_count":2,"colour":"red"}}
)";

std::string with(std::string text, const std::string& from, const std::string& to) {
  return text.replace(text.find(from), from.size(), to);
}

// A plan of one event with one property, "id", and a second event beside it.
std::string plan(const std::string& id) {
  return R"({"rules":[
 {"type":"TRACK","key":"Boat Rented","version":1,"jsonSchema":{"type":"object","properties":{"properties":{"type":"object","properties":{"boat_id":{"type":"string"}},"required":["boat_id"]}}}},
 {"type":"TRACK","key":"Login Failed","version":1,"jsonSchema":{"type":"object","properties":{"properties":{"type":"object","properties":{"id":)" +
         id + R"(}}}}}
]}
)";
}

const std::string kEvents =
    R"({"type":"track","messageId":"m1","userId":"u1","event":"Boat Rented","properties":{}}
{"type":"track","messageId":"m2","userId":"u1","event":"Login Failed","properties":{"id":"xa"}}
)";

class PlanHeldCommand : public CommandTest {
 protected:
  std::vector<std::string> found(const std::string& plan_file, const std::string& events) {
    write("events.jsonl", events);
    const Ran ran = run("lint --select PLN --format jsonl --plan " + plan_file + " events.jsonl");
    return findings(ran.out);
  }
  // What every command says of the plan on standard error.
  std::vector<std::string> told(const std::string& plan_file) {
    write("events.jsonl", kEvents);
    return {run("lint --plan " + plan_file + " events.jsonl").err,
            run("plan diff " + plan_file + " " + plan_file).err,
            run("plan breaking " + plan_file + " --against " + plan_file).err,
            run("plan docs " + plan_file).err, run("plan convert --to yaml " + plan_file).err};
  }
};

TEST_F(PlanHeldCommand, RudderStacksVariantsHoldWhateverDraftTheyName) {
  for (const char* schema : {"https://json-schema.org/draft/2019-09/schema",
                             "http://json-schema.org/draft-07/schema#"}) {
    write("rudder.json", with(kVariants, "SCHEMA", schema));
    const std::vector<std::string> all = found("rudder.json", kParcels);
    ASSERT_EQ(all.size(), 3U) << schema;
    EXPECT_THAT(all[0], HasSubstr("3:"));
    EXPECT_THAT(all[1], HasSubstr("4:"));
    EXPECT_THAT(all[2], HasSubstr("5:"));
  }
  write("events.jsonl", kParcels);
  const Ran ran = run("lint --plan rudder.json events.jsonl");
  EXPECT_THAT(ran.err, HasSubstr("\"$schema\" says draft-07, but RudderStack's validator holds"));
  EXPECT_THAT(ran.out, Not(HasSubstr("did you mean \"stamp_count\"")));
}

TEST_F(PlanHeldCommand, WhatIsReadOtherwiseIsAFindingAndNoLoss) {
  for (const auto& [id, words] : {
           std::pair(R"({"type":"any"})", "\"any\" is no type of JSON Schema, it is read as any value"),
           {R"({"type":["any"]})", "\"any\" is no type"},
           {R"({"type":"string","required":false})", "\"required\" is false"},
           {R"({"type":"integer","nullable":true})", "\"nullable\" is OpenAPI's"},
           {R"({"pattern":"/^x/i"})", "is a literal with its slashes"},
           {R"({"dependentRequired":{"a":["b"]}})", "is a keyword from 2019-09 on, not of draft-07"},
       }) {
    write("plan.json", plan(id));
    EXPECT_EQ(found("plan.json", kEvents).front().find("1:"), 0U) << id;
    for (const std::string& err : told("plan.json")) EXPECT_THAT(err, HasSubstr(words)) << id;
    EXPECT_EQ(run("plan diff --strict-plan plan.json plan.json").code, 0) << id;
    EXPECT_THAT(run("plan lint plan.json").out, HasSubstr("schema-read-otherwise")) << id;
  }
  write("plan.json", plan(R"({"type":"integer","nullable":true})"));
  EXPECT_EQ(found("plan.json",
                  R"({"type":"track","messageId":"m1","userId":"u1","event":"Login Failed","properties":{"id":null}})"
                  "\n")
                .size(),
            0U);
}

TEST_F(PlanHeldCommand, WhatIsNotHeldIsToldByAllAndRefusedWhereThePlanIsStrict) {
  for (const auto& [id, words] : {
           std::pair(R"x({"not":{"pattern":"^(?!x)"}})x", "uses negative look-ahead"),
           {R"({"not":{"$ref":"https://example.com/a.json"}})", "nothing is fetched"},
           {R"({"type":"strng"})", "there is no type \"strng\", did you mean \"string\"?; no call is "
                                   "held against the rule of TRACK \"Login Failed\""},
           {R"({"$ref":"#/definitions/gone"})", "points to nothing"},
           {R"({"type":"string","maxLenght":1})",
            "\"maxLenght\" is no keyword of JSON Schema and not held, did you mean \"maxLength\"?"},
           {R"({"properties":{"a":true},"additionalProperites":false})", "\"additionalProperties\"?"},
           {R"({"$ref":"https://example.com/a.json","requierd":["a"]})", "did you mean \"required\"?"},
           {R"({"regexp":"^b"})", "\"regexp\" is a keyword of ajv-keywords, not of draft-07; it is not held"},
           {R"({"allRequired":true})", "\"allRequired\" is a keyword of ajv-keywords"},
       }) {
    write("plan.json", plan(id));
    const std::vector<std::string> all = found("plan.json", kEvents);  // of the other event only
    ASSERT_EQ(all.size(), 1U) << id;
    for (const std::string& err : told("plan.json")) {
      EXPECT_THAT(err, HasSubstr("warning: plan.json:3:")) << id;
      EXPECT_THAT(err, HasSubstr(words)) << id;
    }
    EXPECT_EQ(run("lint --strict-plan --plan plan.json events.jsonl").code, 2) << id;
    EXPECT_EQ(run("plan diff --strict-plan plan.json plan.json").code, 2) << id;
    EXPECT_EQ(run("plan breaking --strict-plan plan.json --against plan.json").code, 2) << id;
    EXPECT_EQ(run("plan lint --strict-plan --select TPL101 plan.json").code, 1) << id;
  }
}

TEST_F(PlanHeldCommand, KeysOfOnesOwnAreNoGaps) {
  write("plan.json", plan(R"({"type":"string","title":"Id","titel":"Id","description":"An id","descripton":"d",
 "examples":["xa"],"example":"xa","deprecated":true,"readOnly":true,"label":"l","labels":{"a":"b"},"tags":["t"],
 "owner":"crew","metadata":{"a":1},"x-maxLenght":5,"propertyOrder":3,"propertyName":"id",
 "comment":"c","unit":"kg","pii":false,"errorMessage":"no","constraints":["unique per shop"],"constants":"see wiki",
 "formatted":true,"multiple":false,"propertyType":"event","dependency":"cart","@type":"x","range":"EU only",
 "transform":"lowercased by the app","extends":"BaseId","discriminator":false,"prohibited":false,
 "enumNames":["a"],"tsType":"Id","nullable":false,"contentEncoding":"base64","contentMediaType":"text/plain"})"));
  EXPECT_EQ(found("plan.json", kEvents).size(), 1U);
  for (const std::string& err : told("plan.json")) EXPECT_THAT(err, Not(HasSubstr("keyword")));
  EXPECT_EQ(run("plan diff --strict-plan plan.json plan.json").code, 0);
}

TEST_F(PlanHeldCommand, AMisspeltKeywordIsOneFindingOfThePlanLinter) {
  write("plan.json", plan(R"({"type":"string","maxLenght":5,"allRequired":true})"));
  const std::string out = run("plan lint --select TPL313,TPL314 --format jsonl plan.json").out;
  EXPECT_EQ(findings(out).size(), 2U) << out;
}

TEST_F(PlanHeldCommand, AnEmptyNameIsAFinding) {
  write("plan.json", plan(R"({"properties":{"":{"type":"string"}}})"));
  EXPECT_THAT(run("plan lint plan.json").out, HasSubstr("property-without-name"));
  EXPECT_EQ(found("plan.json", kEvents).size(), 1U);
}

TEST_F(PlanHeldCommand, SaysWhichPartOfAllOfIsClosed) {
  write("plan.json", R"({"rules":[{"type":"TRACK","key":"user_login","version":1,"jsonSchema":{"type":"object",
 "$defs":{"Common":{"type":"object","properties":{"clusterVersion":{"type":"string"}},"additionalProperties":false}},
 "properties":{"properties":{"type":"object","allOf":[{"$ref":"#/$defs/Common"},
  {"type":"object","properties":{"memberId":{"type":"string"}},"required":["memberId"]}]}}}}]})");
  write("events.jsonl",
        R"({"type":"track","messageId":"m1","userId":"u1","event":"user_login","properties":{"clusterVersion":"1","memberId":"m"}})"
        "\n");
  const Ran ran = run("lint --plan plan.json events.jsonl");
  EXPECT_THAT(ran.out, HasSubstr("memberId is not planned for #/$defs/Common, a part of allOf that is "
                                 "closed (additionalProperties is false), though another part lists it"));
  EXPECT_THAT(ran.out, Not(HasSubstr("did you mean")));
}

}  // namespace
}  // namespace specgate
