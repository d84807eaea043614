// What is judged of whole plans: places, what silences a finding, and a plan of the Spec itself.
#include "rules/plan_quality/plan_lint.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <set>
#include <string>

#include "spec/plan/read_plan.h"
#include "tests/support/spec.h"

namespace specgate {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

std::vector<Finding> lint(std::string_view text, const RuleConfig& config = {}) {
  const Result<TrackingPlan> plan = parse_plan("plan.json", text, spec());
  EXPECT_TRUE(plan) << (plan ? "" : plan.problems()[0].text());
  return plan ? lint_plan(*plan, spec(), config) : std::vector<Finding>();
}

// "2:9 TPL201 TRACK "A" properties.x"
std::vector<std::string> told(const std::vector<Finding>& findings, std::string_view family = "") {
  std::vector<std::string> out;
  for (const Finding& each : findings) {
    if (!each.rule->id.starts_with(family)) continue;
    out.push_back(std::to_string(each.line) + ":" + std::to_string(each.column) + " " +
                  std::string(each.rule->id) + " " + each.pointer);
  }
  return out;
}

RuleConfig only(std::string_view rule) {
  RuleConfig config;
  Problems problems;
  select_rules(config, {{std::string(rule)}, {}, {}}, problems);
  EXPECT_THAT(problems, IsEmpty());
  return config;
}

constexpr std::string_view kBoats = R"({"rules": [
  {"type": "TRACK", "key": "Boat Rented", "version": 1, "jsonSchema": {
    "description": "A boat left the harbour.",
    "properties": {"properties": {"properties": {
      "length": {"type": "number"},
      "size": {"type": "string", "enum": [1]},
      "crew": {"type": "array", "items": {"type": "object", "properties": {
        "age": {"type": "integer", "minimum": 9, "maximum": 3}}}}}}}}},
  {"type": "TRACK", "key": "boat_rented", "version": 1, "jsonSchema": {
    "description": "The same.",
    "properties": {"properties": {"properties": {"length": {"type": "string"}}}}}}
]})";

TEST(PlanLint, PointsToTheLineOfThePlan) {
  EXPECT_THAT(told(lint(kBoats, only("TPL301"))),
              ElementsAre("6:7 TPL301 TRACK \"Boat Rented\" properties.size",
                          "8:9 TPL301 TRACK \"Boat Rented\" properties.crew[].age"));
  EXPECT_THAT(told(lint(kBoats, only("TPL104"))), ElementsAre("9:28 TPL104 TRACK \"boat_rented\""));
}

TEST(PlanLint, FindingsSayWhatTheyAreAbout) {
  const auto findings = lint(kBoats, only("property-type-differs"));
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].type, "TRACK");
  EXPECT_EQ(findings[0].event_name, "boat_rented");
  EXPECT_EQ(findings[0].message,
            "properties.length is string here and number in TRACK \"Boat Rented\"");
}

struct Silenced {
  std::string_view name, ignore;
  bool silent;
};

TEST(PlanLint, WhatThePlanIgnoresIsSilent) {
  constexpr Silenced kCases[] = {
      {"id", R"("TPL301")", true},
      {"name", R"("unsatisfiable-schema")", true},
      {"family", R"("TPL")", true},
      {"list", R"(["TPL201","TPL301"])", true},
      {"with its reason", R"({"rule":"TPL301","reason":"the till"})", true},
      {"several with a reason", R"({"rule":["TPL301"],"reason":"the till"})", true},
      {"by rule", R"({"TPL301":"the till"})", true},
      {"list of objects", R"([{"rule":"TPL301","reason":"the till"}])", true},
      {"another", R"("TPL302")", false},
      {"nothing", R"([])", false},
  };
  for (const Silenced& each : kCases) {
    const std::string text =
        R"({"rules":[{"type":"TRACK","key":"A","version":1,"jsonSchema":{"properties":{)"
        R"("properties":{"properties":{"x":{"x-specgate-ignore":)" +
        std::string(each.ignore) + R"(,"properties":{"y":{"type":"string","enum":[1]}}}}}}}}]})";
    EXPECT_EQ(lint(text, only("TPL301")).empty(), each.silent) << each.name;
    EXPECT_THAT(lint(text, only("TPL801")), IsEmpty()) << each.name;
  }
}

TEST(PlanLint, AnIgnoreAtTheRootSpeaksForTheRule) {
  EXPECT_THAT(lint(R"({"rules":[{"type":"TRACK","key":"Purchase","version":1,"jsonSchema":{)"
                   R"("x-specgate-ignore":{"TPL102":"ours"},"type":"object"}}]})",
                   only("TPL102")),
              IsEmpty());
}

TEST(PlanLint, AnIgnoreOfNoRuleIsTold) {
  const auto findings = lint(R"({"rules":[{"type":"TRACK","key":"A","version":1,"jsonSchema":{)"
                             R"("x-specgate-ignore":["unsatisfiable-shema",7]}}]})",
                             only("TPL801"));
  ASSERT_EQ(findings.size(), 2U);
  EXPECT_EQ(findings[0].message,
            "x-specgate-ignore: no rule is called \"unsatisfiable-shema\", did you mean "
            "\"unsatisfiable-schema\"?");
}

RuleConfig configured(const std::string& text) {
  Result<Config> config = parse_config("specgate.yaml", text);
  EXPECT_TRUE(config) << (config ? "" : config.problems()[0].text());
  return config ? config->rules : RuleConfig();
}

TEST(PlanLint, TheConfigurationIgnoresByEventTypeAndPointer) {
  const auto count = [](const std::string& scope) {
    RuleConfig config = configured("ignore:\n  - rule: TPL301\n    reason: old\n" + scope);
    return told(lint(kBoats, config), "TPL301").size();
  };
  EXPECT_EQ(count("    event: Boat*\n"), 0U);
  EXPECT_EQ(count("    event: Ship*\n"), 2U);
  EXPECT_EQ(count("    pointer: /properties/size\n"), 1U);
  EXPECT_EQ(count("    pointer: /properties/crew/*/age\n"), 1U);
  EXPECT_EQ(count("    pointer: /properties/**\n"), 0U);
}

TEST(PlanLint, TheConfigurationSetsSeverities) {
  const RuleConfig config = configured(
      "rules:\n  TPL: off\n  TPL301: warning\n"
      "overrides:\n  - events: [boat_*]\n    rules: {near-duplicate-events: error}\n");
  const auto findings = lint(kBoats, config);
  ASSERT_EQ(findings.size(), 3U);
  EXPECT_EQ(findings[0].severity, Severity::kWarning);
  EXPECT_EQ(findings[2].severity, Severity::kError);
}

// A schema type that admits what the Spec admits.
Json type_of(const Type& type) {
  Json out = Json::object();
  constexpr std::pair<Kind, std::string_view> kNames[] = {{Kind::kReal, "number"},
                                                          {Kind::kString, "string"},
                                                          {Kind::kBoolean, "boolean"},
                                                          {Kind::kObject, "object"},
                                                          {Kind::kArray, "array"}};
  if ((type.kinds & kAnyKind) == kAnyKind) return out;
  Json names = Json::array();
  for (const auto& [kind, name] : kNames) {
    if (admits(type.kinds, kind)) names.items.push_back(Json::string(name));
  }
  if (names.items.empty()) names.items.push_back(Json::string("integer"));
  out.set("type", std::move(names));
  return out;
}

// Goes down to the schema of a place, "products[].price".
Json& schema_at(Json& object, std::string_view path) {
  Json* at = &object;
  while (!path.empty()) {
    if (path.starts_with("[]")) {
      if (at->find("items") == nullptr) at->set("items", Json::object());
      at = at->find("items");
      path.remove_prefix(2);
      if (path.starts_with('.')) path.remove_prefix(1);
      continue;
    }
    const size_t end = std::min(path.find_first_of(".["), path.size());
    if (at->find("properties") == nullptr) at->set("properties", Json::object());
    Json& members = *at->find("properties");
    const std::string_view key = path.substr(0, end);
    at = members.find(key) != nullptr ? members.find(key) : &members.set(key, Json::object());
    path.remove_prefix(end);
    if (path.starts_with('.')) path.remove_prefix(1);
  }
  return *at;
}

void put_type(const SemanticProperty& property, Json& call) {
  const std::string path =
      property.root == "properties" ? "properties." + property.name : property.name;
  if (path.find('<') != std::string::npos || path.find('*') != std::string::npos) return;
  Json& schema = schema_at(call, path);
  const Json type = type_of(property.type);
  for (const JsonMember& member : type.members) schema.set(member.key, member.value);
}

// The one of several of its name that counts, of a vertical that is on unless asked otherwise.
bool is_in_force(const SemanticEvent& event) {
  const EventSpec* const semantic = spec().event_name(event.name).semantic;
  return semantic != nullptr && semantic->source == &event;
}

TrackingPlan plan_of_the_spec() {
  TrackingPlan plan;
  plan.file = "spec.json";
  for (const SemanticEvent& event : spec().data().events) {
    if (event.call != Call::kTrack || event.legacy || !is_in_force(event)) continue;
    PlanRule rule;
    rule.key = event.name;
    rule.description = "As the Spec has it.";
    rule.schema = Json::object();
    for (const SemanticProperty& property : event.properties) put_type(property, rule.schema);
    plan.rules.push_back(std::move(rule));
  }
  return plan;
}

// Nothing of the Spec departs from the Spec. What is left is what a plan should say beyond it.
TEST(PlanLint, APlanOfTheSpecIsClean) {
  const TrackingPlan plan = plan_of_the_spec();
  ASSERT_GT(plan.rules.size(), 70U);
  RuleConfig config;
  config.profile = Profile::kStrict;
  std::vector<std::string> findings;
  for (const Finding& each : lint_plan(plan, spec(), config)) {
    const std::set<std::string_view> beyond = {"array-without-items", "property-without-type",
                                               "property-without-description"};
    if (beyond.contains(each.rule->name)) continue;
    findings.push_back(std::string(each.rule->id) + " " + each.pointer + ": " + each.message);
  }
  EXPECT_THAT(findings, IsEmpty());
}

// Of each finding by itself: it stands in the text, is of a rule of plans, and is told the same again.
TEST(PlanLint, OddPlansHaveFindingsInOrder) {
  const auto plan_with = [](std::string_view schema) {
    return R"({"rules":[{"type":"TRACK","key":"A","version":1,"jsonSchema":)" + std::string(schema) + "}]}";
  };
  for (const std::string& text :
       {std::string(R"({"rules":[]})"), plan_with("true"), plan_with("{}"), plan_with(R"({"allOf":[{"$ref":"#"}]})"),
        plan_with(R"({"required":7,"enum":{},"items":[]})"), plan_with(R"({"properties":{"properties":{"$ref":"#/nowhere"}}})"),
        plan_with("{\n\"properties\":{\n\"properties\":{\"properties\":{\"\":{\"type\":[]},\"x\":{\"enum\":[]}}}}}"),
        std::string(R"({"rules":[{"type":"COMMON","version":1,"jsonSchema":{"properties":7}}]})")}) {
    SCOPED_TRACE(text);
    RuleConfig config;
    config.profile = Profile::kStrict;
    const Result<TrackingPlan> plan = parse_plan("plan.json", text, spec());
    ASSERT_TRUE(plan) << plan.problems()[0].text();
    const std::vector<Finding> findings = lint_plan(*plan, spec(), config);
    const auto lines = static_cast<uint64_t>(std::count(text.begin(), text.end(), '\n')) + 1;
    for (const Finding& each : findings) {
      EXPECT_THAT(all_rules(), Contains(each.rule));
      EXPECT_TRUE(each.rule->id.starts_with("TPL")) << each.rule->id;
      EXPECT_GE(each.line, 1U) << each.message;
      EXPECT_LE(each.line, lines) << each.message;
      EXPECT_GE(each.column, 1U) << each.message;
      EXPECT_LE(each.column, text.size()) << each.message;
      EXPECT_THAT(each.message, Not(IsEmpty()));
      EXPECT_NE(each.severity, Severity::kOff);
    }
    EXPECT_EQ(told(lint(text, config)), told(findings));
  }
}

TEST(PlanLint, WhatIsNotListedOfARuleIsSaid) {
  std::string plan = R"({"rules": [{"type": "TRACK", "key": "Boat Rented", "version": 1, "jsonSchema": {
    "properties": {"properties": {"properties": {)";
  for (size_t i = 0; i < PlanFindings::kMostOfOneRule + 7; ++i) {
    plan += (i == 0 ? "\"p" : ",\"p") + std::to_string(i) + "\": {}";
  }
  plan += "}}}}}]}";
  const std::vector<Finding> findings = lint(plan, only("property-without-type"));
  ASSERT_EQ(findings.size(), PlanFindings::kMostOfOneRule + 1);
  EXPECT_EQ(findings.back().message,
            "and 7 more of this rule are not listed: the first 20000 of a rule are");
  EXPECT_EQ(findings.back().severity, findings.front().severity);
}

}  // namespace
}  // namespace specgate
