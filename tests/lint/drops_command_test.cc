// What Segment drops at ingest is an error of `minimal` and carries Segment's own code; what it lets
// through is none. tests/lint/drops has the calls, tests/spec/facts/discards.tsv Segment's codes.
#include <rapidjson/document.h>

#include <map>
#include <set>

#include "rules/explained_codes.h"
#include "rules/rules.h"
#include "tests/support/command.h"

namespace specgate {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

class DropsTest : public CommandTest {
 protected:
  // messageId -> Segment's codes of its errors.
  using Codes = std::map<std::string, std::set<std::string>>;

  Codes codes_of(const std::string& arguments, const std::string& input = "") const {
    Codes out;
    std::istringstream lines(run("lint --format jsonl " + arguments, input).out);
    for (std::string line; std::getline(lines, line);) {
      rapidjson::Document found;
      found.Parse(line.c_str());
      if (!found.HasMember("severity") || found["severity"] != "error") continue;
      const bool called = found.HasMember("event") && found["event"].HasMember("messageId");
      out[called ? found["event"]["messageId"].GetString() : ""].insert(
          found.HasMember("segment_code") ? found["segment_code"].GetString() : "");
    }
    return out;
  }

  static std::string data(const std::string& name) {
    return SPECGATE_SOURCE "/tests/lint/drops/" + name;
  }
};

TEST_F(DropsTest, EveryCallThatSegmentDropsIsAnErrorOfMinimal) {
  EXPECT_THAT(
      codes_of("--profile minimal " + data("ingest.jsonl")),
      UnorderedElementsAre(
          Pair("x1", ElementsAre("name_not_string")), Pair("x2", ElementsAre("name_not_string")),
          Pair("x3", ElementsAre("name_not_string")),
          Pair("x4", ElementsAre("category_not_string")),
          Pair("x5", ElementsAre("category_not_string")), Pair("x6", ElementsAre("id_not_string")),
          Pair("x7", ElementsAre("id_not_string")), Pair("x8", ElementsAre("id_not_string")),
          Pair("x9", ElementsAre("id_not_string")),
          Pair("x10", ElementsAre("consent_categorypreferences_should_exist")),
          Pair("x11", ElementsAre("consent_categorypreferences_fields_should_be_bool",
                                  "consent_version_should_be_number")),
          Pair("x12", ElementsAre("device_advertisingid_should_be_string"))));
}

TEST_F(DropsTest, NamesThatLibrariesLeaveNullAreSilent) {
  const Ran ran = run("lint " + data("null_name.json"));
  EXPECT_EQ(ran.code, 0) << ran.out;
  EXPECT_THAT(ran.out, HasSubstr("no problems"));
}

TEST_F(DropsTest, OthersOfTheirKind) {
  struct Case {
    const char *body, *code;
  };
  const Case cases[] = {
      {R"({"type":"track","event":"A"})", "no_user_anon_id"},
      {R"({"type":"track","userId":"u"})", "event_not_defined"},
      {R"({"type":"track","userId":"u","event":null})", "event_not_defined"},
      {R"({"type":"track","userId":"u","event":7})", "event_not_string"},
      {R"({"type":"track","userId":"u","event":"A","properties":[1]})", "properties_not_object"},
      {R"({"type":"page","userId":"u","properties":"x"})", "properties_not_object"},
      {R"({"type":"group","userId":"u","groupId":"g","traits":"x"})", "traits_not_object"},
      {R"({"type":"identify","userId":"u","traits":3})", "traits_not_object"},
      {R"({"type":"page","userId":"u","category":{"a":1}})", "category_not_string"},
      {R"({"type":"identify","anonymousId":true})", "id_not_string"},
      {R"({"type":"identify","userId":"u","context":{"device":{"advertisingId":[]}}})",
       "device_advertisingid_should_be_string"},
      {R"({"type":"track","userId":"u","event":"Segment Consent Preference Updated",)"
       R"("context":{"consent":{"categoryPreferences":"all"}}})",
       "consent_categorypreferences_fields_should_be_object"},
      {R"({"batch":[]})", "empty_batch"},
      {R"({"batch":null})", "empty_batch"},
      {R"({"batch":{}})", "bad_request"},
      {R"({"type":)", "bad_request"},
  };
  for (const Case& one : cases) {
    const Codes codes = codes_of("--profile minimal -", one.body);
    ASSERT_EQ(codes.size(), 1U) << one.body;
    EXPECT_TRUE(codes.begin()->second.contains(one.code)) << one.body;
  }
}

TEST_F(DropsTest, ABatchSharesItsContext) {
  EXPECT_THAT(codes_of("--profile minimal -",
                       R"({"context":{"consent":{"categoryPreferences":{"A":true},"version":1}},)"
                       R"("batch":[{"type":"track","userId":"u","messageId":"m",)"
                       R"("event":"Segment Consent Preference Updated"}]})"),
              IsEmpty());
}

TEST_F(DropsTest, EveryCodeThatAPayloadDecidesIsSomeRules) {
  std::istringstream rows(file_text(SPECGATE_SOURCE "/tests/spec/facts/discards.tsv"));
  size_t decided = 0;
  for (std::string row; std::getline(rows, row);) {
    std::vector<std::string> cells;
    std::istringstream line(row);
    for (std::string cell; std::getline(line, cell, '\t');) cells.push_back(cell);
    if (cells.at(4) != "yes" && cells.at(4) != "with plan") continue;
    ++decided;
    size_t rules = 0;
    for (const Rule* rule : all_rules()) {
      each_code(*rule, [&](SegmentCode code) {
        if (name_of(code) != cells[0]) return;
        ++rules;
        if (rule->name == "plan-unplanned-property") return;  // an error where the schema closes the object
        EXPECT_EQ(rule->consequence, Consequence::kDropped) << rule->name;
        EXPECT_EQ(severity_in(Profile::kMinimal, *rule), Severity::kError) << rule->name;
      });
    }
    EXPECT_GT(rules, 0U) << cells[0];
    EXPECT_EQ(run("explain " + cells[0]).code, 0) << cells[0];
  }
  EXPECT_EQ(decided, 22U);
}

TEST_F(DropsTest, ExplainFindsARuleBySegmentsCode) {
  const Ran ran = run("explain no_user_anon_id");
  EXPECT_EQ(ran.code, 0);
  EXPECT_THAT(ran.out, HasSubstr("## ID101 missing-identity"));
  EXPECT_THAT(ran.out,
              HasSubstr("consequence: dropped; Segment calls it `no_user_anon_id`, `id_required`"));
}

TEST_F(DropsTest, WhatIsAnErrorOfMinimalIsDropped) {
  for (const Rule* rule : all_rules()) {
    const bool of_events = rule->on != On::kPlanFile && rule->on != On::kTold;
    if (!of_events || severity_in(Profile::kMinimal, *rule) != Severity::kError) continue;
    if (rule->insists) continue;  // what another reader may take instead
    if (rule == &rules::type_path_mismatch) continue;  // another call is made of it
    if (rule == &rules::placeholder_id || rule == &rules::unfilled_event_name) continue;  // unfilled
    EXPECT_EQ(rule->consequence, Consequence::kDropped) << rule->name;
  }
}

}  // namespace
}  // namespace specgate
