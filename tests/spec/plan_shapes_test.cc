// Every plan of tests/spec/plans/, and one that is made up, through every shape and every pair of
// shapes: what was not named as lost has the same meaning after it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <random>

#include "spec/plan/read_plan.h"
#include "spec/plan/shapes/schema_form.h"
#include "spec/plan/write_plan.h"
#include "tests/support/spec.h"

namespace specgate {
namespace {

#define X(id, name) PlanShape::id,
constexpr PlanShape kShapes[] = {SPECGATE_PLAN_SHAPES(X)};
#undef X

std::string text_of(const Problems& problems) {
  std::string out;
  for (const Problem& problem : problems) out += problem.text() + "\n";
  return out;
}

// `properties` and `traits` are objects, said or not; so are calls.
Json canonical(const PlanRule& rule) {
  Json out = rule.schema.is_true() ? Json::object() : rule.schema;
  if (!out.is(Kind::kObject)) return out;
  if (out.find("type") == nullptr) out.set("type", Json::string("object"));
  const std::string own(own_object(rule.kind));
  if (own.empty()) return out;
  Json* places = out.find("properties");
  if (places == nullptr) places = &out.set("properties", Json::object());
  Json* object = places->find(own);
  if (object == nullptr) object = &places->set(own, Json::object());
  if (object->is_true()) *object = Json::object();
  if (object->is(Kind::kObject) && object->find("type") == nullptr) {
    object->set("type", Json::string("object"));
  }
  return out;
}

std::string compact(const Json& json) {
  std::string out;
  append_json(json, JsonLayout::kCompact, out);
  return out;
}

using Labels = std::map<std::string, std::string>;

// What the shape said it would lose.
class Lost {
 public:
  explicit Lost(const Problems& problems) : problems_(problems) {}

  bool plan_field(std::string_view field) const {
    return has([&](const std::string& message) {
      return message.starts_with("the plan's " + std::string(field) + " is lost");
    });
  }
  bool rule(const PlanRule& rule) const {
    return has([&](const std::string& message) {
      return message.starts_with(title_of(rule) + " is lost");
    });
  }
  bool field(const PlanRule& rule, std::string_view field) const {
    return has([&](const std::string& message) {
      return message.starts_with(title_of(rule) + ": its " + std::string(field) + " is lost");
    });
  }
  bool labels(const PlanRule& rule) const {
    return has([&](const std::string& message) {
      return message.starts_with(title_of(rule) + ": its label");
    });
  }
  bool schema(const PlanRule& rule) const {
    return has([&](const std::string& message) {
      return message.starts_with(title_of(rule) + ": ") &&
             !message.starts_with(title_of(rule) + ": its ");
    });
  }

 private:
  template <typename F>
  bool has(F holds) const {
    return std::any_of(problems_.begin(), problems_.end(),
                       [&](const Problem& problem) { return holds(problem.message); });
  }
  const Problems& problems_;
};

const PlanRule* find(const TrackingPlan& plan, const PlanRule& rule) {
  for (const PlanRule& other : plan.rules) {
    if (other.kind == rule.kind && other.key == rule.key && other.version == rule.version)
      return &other;
  }
  return nullptr;
}

void expect_same_rule(const PlanRule& rule, const PlanRule& back, const Lost& lost) {
  SCOPED_TRACE(title_of(rule));
  if (!lost.field(rule, "description")) {
    EXPECT_EQ(rule.description, back.description);
  }
  if (!lost.labels(rule)) {
    EXPECT_EQ(Labels(rule.labels.begin(), rule.labels.end()),
              Labels(back.labels.begin(), back.labels.end()));
  }
  if (!lost.field(rule, "created_at")) {
    EXPECT_EQ(rule.created_at, back.created_at);
  }
  if (!lost.field(rule, "updated_at")) {
    EXPECT_EQ(rule.updated_at, back.updated_at);
  }
  if (!lost.field(rule, "deprecated_at")) {
    EXPECT_EQ(rule.deprecated_at, back.deprecated_at);
  }
  if (!lost.schema(rule)) {
    EXPECT_TRUE(same_schema(canonical(rule), canonical(back))) << compact(rule.schema) << "\n"
                                                               << compact(back.schema);
  }
}

void expect_same(const TrackingPlan& plan, const TrackingPlan& back, const Lost& lost) {
#define FIELD(field) EXPECT_EQ(lost.plan_field(#field) ? back.field : plan.field, back.field)
  FIELD(id);
  FIELD(resource_schema_id);
  FIELD(name);
  FIELD(slug);
  FIELD(description);
  FIELD(created_at);
  FIELD(updated_at);
#undef FIELD
  for (const PlanRule& rule : plan.rules) {
    if (lost.rule(rule)) continue;
    PlanRule wanted = rule;
    if (lost.field(rule, "version")) wanted.version = 1;
    const PlanRule* const other = find(back, wanted);
    if (other == nullptr) {
      ADD_FAILURE() << title_of(rule) << " is gone";
    } else {
      expect_same_rule(rule, *other, lost);
    }
  }
  EXPECT_LE(back.rules.size(), plan.rules.size());
}

TrackingPlan read(const std::string& file, const std::string& text) {
  Result<TrackingPlan> plan = parse_plan(file, text, spec());
  if (plan) return *std::move(plan);
  ADD_FAILURE() << text_of(plan.problems()) << text.substr(0, 2000);
  return {};
}

// Through one shape; what comes out goes through it once more and loses nothing.
TrackingPlan through(PlanShape shape, const TrackingPlan& plan) {
  Problems problems, again;
  const std::string text = plan_in(shape, plan, problems);
  SCOPED_TRACE("as " + std::string(name_of(shape)));
  TrackingPlan back = read("plan." + std::string(name_of(shape)), text);
  EXPECT_EQ(back.shape, shape);
  expect_same(plan, back, Lost(problems));
  const std::string second = plan_in(shape, back, again);
  EXPECT_EQ(text_of(again), "");
  expect_same(back, read("again", second), Lost(again));
  return back;
}

void through_all(const TrackingPlan& plan) {
  for (const PlanShape first : kShapes) {
    SCOPED_TRACE("first " + std::string(name_of(first)));
    const TrackingPlan once = through(first, plan);
    for (const PlanShape second : kShapes) through(second, once);
  }
}

TEST(PlanShapes, KeepTheMeaningOfEveryPlanInThisFolder) {
  size_t plans = 0;
  for (const auto& entry :
       std::filesystem::directory_iterator(SPECGATE_SOURCE "/tests/spec/plans")) {
    SCOPED_TRACE(entry.path().filename().string());
    const Result<TrackingPlan> plan = open_plan(entry.path().string(), spec());
    ASSERT_TRUE(plan) << text_of(plan.problems());
    ++plans;
    through_all(*plan);
  }
  EXPECT_GE(plans, 8U);
}

// Plans as teams have them: hundreds of events, a few properties each, some of them nested.
class PlanMaker {
 public:
  TrackingPlan make(size_t rules) {
    std::string text = "name: Made up\nevents:\n";
    for (size_t i = 0; i < rules; ++i) {
      text += "  " + word(kNouns) + " " + word(kVerbs) + " " + std::to_string(i) + ":\n";
      text += "    description: When it happened\n    labels: {team: " + word(kNouns) +
              "}\n    properties:\n";
      for (size_t j = random_() % 8; j > 0; --j) {
        text += "      p_" + std::to_string(j) + ": " + word(kTypes) +
                (random_() % 3 == 0 ? "!" : "") + "\n";
      }
      text += "      nested: {type: array, items: {properties: {sku: string!, price: number}}}\n";
      if (random_() % 4 == 0) text += "    additional: false\n";
    }
    return read("made.yaml", text);
  }

 private:
  template <size_t n>
  std::string word(const char* const (&words)[n]) {
    return words[random_() % n];
  }

  static constexpr const char* kNouns[] = {"Order",   "Cart",  "Product",
                                           "Account", "Video", "Report"};
  static constexpr const char* kVerbs[] = {"Viewed", "Added", "Removed", "Completed", "Shared"};
  static constexpr const char* kTypes[] = {"string",      "number",    "integer",
                                           "boolean",     "date-time", "string[]",
                                           "string|null", "any",       "object"};
  std::mt19937 random_{7};
};

TEST(PlanShapes, KeepTheMeaningOfAPlanOfHundredsOfRules) {
  const TrackingPlan plan = PlanMaker().make(400);
  EXPECT_EQ(plan.rules.size(), 400U);
  for (const PlanShape shape : kShapes) through(shape, plan);
}

std::string lost_in(PlanShape shape, std::string_view file) {
  const auto plan =
      open_plan(SPECGATE_SOURCE "/tests/spec/plans/" + std::string(file), spec());
  Problems lost;
  if (plan) plan_in(shape, *plan, lost);
  std::string out;
  for (const Problem& problem : lost) out += problem.message + "\n";
  return out;
}

TEST(PlanShapes, LoseNothingWhereEverythingHasAPlace) {
  for (const char* file :
       {"shop.yaml", "segment.json", "odd.json", "rudder.json", "segment.csv", "config.json"}) {
    EXPECT_EQ(lost_in(PlanShape::kPublicApi, file), "") << file;
    EXPECT_EQ(lost_in(PlanShape::kYaml, file), "") << file;
  }
  EXPECT_EQ(lost_in(PlanShape::kCsv, "segment.csv"), "");
  EXPECT_EQ(lost_in(PlanShape::kConfigApi, "config.json"), "");
  EXPECT_EQ(lost_in(PlanShape::kTypewriter, "typewriter.json"), "");
  EXPECT_EQ(lost_in(PlanShape::kRudderStack, "rudder.json"), "");
}

TEST(PlanShapes, NameWhatIsLost) {
  const std::string csv = lost_in(PlanShape::kCsv, "shop.yaml");
  EXPECT_THAT(csv, testing::HasSubstr("the plan's name is lost: csv has no place for it\n"));
  EXPECT_THAT(csv,
              testing::HasSubstr("TRACK \"Order Completed\": \"minimum\" of \"revenue\" is lost"));
  EXPECT_THAT(csv, testing::HasSubstr("TRACK \"Cart Viewed\": its deprecated_at is lost"));
  EXPECT_THAT(csv, testing::HasSubstr(
                       "TRACK \"Cart Viewed\": what its schema says of \"context\" is lost"));
  EXPECT_THAT(lost_in(PlanShape::kRudderStack, "segment.json"),
              testing::HasSubstr("COMMON is lost: rudderstack has no place for it\n"));
  EXPECT_THAT(lost_in(PlanShape::kConfigApi, "segment.json"),
              testing::HasSubstr("PAGE \"Home\" is lost: config-api has no place for it\n"));
}

TrackingPlan plan_of(std::string_view text, const char* file) {
  auto plan = parse_plan(file, text, spec());
  EXPECT_TRUE(plan) << text_of(plan.problems());
  return plan ? *std::move(plan) : TrackingPlan{};
}

// Their validators throw at keywords that they do not know.
TEST(PlanShapes, KeepNoKeywordsOfOursWhereValidatorsAreStrict) {
  const TrackingPlan plan = plan_of(R"({"rules":[{"key":"Order Completed","type":"TRACK","version":1,"jsonSchema":{
    "x-owner":"growth","type":"object","properties":{"properties":{"type":"object","x-team":"shop","properties":{
    "x-ray":{"type":"string","x-note":"a property may be called so"}}}}}}]})", "plan.json");
  for (const PlanShape shape : {PlanShape::kRudderStack, PlanShape::kTypewriter}) {
    Problems lost;
    const std::string text = plan_in(shape, plan, lost);
    for (const char* gone : {"x-owner", "x-team", "x-note"}) {
      EXPECT_THAT(text, testing::Not(testing::HasSubstr(gone)));
      EXPECT_THAT(text_of(lost), testing::HasSubstr(gone));
    }
    EXPECT_THAT(text, testing::HasSubstr("\"x-ray\""));
  }
  Problems lost;
  EXPECT_THAT(plan_in(PlanShape::kPublicApi, plan, lost), testing::HasSubstr("x-owner"));
  EXPECT_EQ(text_of(lost), "");
}

TEST(PlanShapes, QuoteInYamlWhatSomebodyReadsAsANumberOrATime) {
  const TrackingPlan plan = plan_of(R"({"rules":[{"key":"Order Completed","type":"TRACK","version":1,"jsonSchema":{
    "properties":{"properties":{"properties":{"a":{"enum":["NO","01","0x1F","1_000","2026-01-01","3D View"]}}}}}}]})",
                                    "plan.json");
  Problems lost;
  EXPECT_THAT(plan_in(PlanShape::kYaml, plan, lost),
              testing::HasSubstr(R"(["NO", "01", "0x1F", "1_000", "2026-01-01", 3D View])"));
}

TEST(PlanShapes, ACsvOfASpreadsheet) {
  const std::string head = "Rule Type,Event Name,Event Version,Property Name,Property Type\n";
  const TrackingPlan plan = plan_of(head + "TRACK,Order Completed,1.0,total,number\n", "plan.csv");
  ASSERT_EQ(plan.rules.size(), 1U);
  EXPECT_EQ(plan.rules[0].version, 1);
  const auto typo = parse_plan("plan.csv", head + "TRACK,Order Completed,1,total,money\n", spec());
  EXPECT_THAT(text_of(typo.problems()), testing::HasSubstr("the data type \"money\" is none of Segment's (any, array,"));
  const auto half = parse_plan("plan.csv", head + "TRACK,Order Completed,1.5,total,number\n", spec());
  EXPECT_THAT(text_of(half.problems()), testing::HasSubstr("the version is \"1.5\", wanted a whole number"));
  const auto huge = parse_plan("plan.csv", head + "TRACK,Order Completed,99999999999999999999,total,number\n",
                               spec());
  EXPECT_THAT(text_of(huge.problems()), testing::HasSubstr("the version is \"99999999999999999999\", wanted a whole"));
}

TEST(PlanShapes, TheEventTypeOfACsvIsNoRuleType) {
  const TrackingPlan beside = plan_of("Event Type,Rule Type,Event Name,Property Name\nEcommerce,TRACK,Order Completed,total\n"
                                      ",IDENTIFY,,email\n",
                                      "plan.csv");
  ASSERT_EQ(beside.rules.size(), 2U);
  EXPECT_EQ(beside.rules[1].kind, PlanRuleKind::kIdentify);
  ASSERT_EQ(beside.notes.size(), 1U);
  EXPECT_EQ(beside.notes[0].text(), "plan.csv:1:1: the column \"Event Type\" is not read");
  const TrackingPlan kinds = plan_of("Event Type,Event Name\nTrack,Order Completed\nidentify,\n", "plan.csv");
  EXPECT_EQ(kinds.rules[1].kind, PlanRuleKind::kIdentify);
  EXPECT_TRUE(kinds.notes.empty());
  const TrackingPlan others = plan_of("Event Type,Event Name\nTrack,Order Completed\nCustom,Cart Viewed\n", "plan.csv");
  EXPECT_EQ(others.rules[1].kind, PlanRuleKind::kTrack);
  ASSERT_EQ(others.notes.size(), 1U);
  EXPECT_EQ(others.notes[0].text(), "plan.csv:1:1: the column \"Event Type\" is not read");
}

TEST(PlanShapes, TheShortFormIsShort) {
  const auto plan = open_plan(SPECGATE_SOURCE "/tests/spec/plans/segment.json", spec());
  ASSERT_TRUE(plan);
  Problems lost;
  EXPECT_THAT(plan_in(PlanShape::kYaml, *plan, lost), testing::HasSubstr(R"(
events:
  Order Completed:
    - description: An order was paid
      labels: {area: checkout, type: core}
      created_at: "2022-07-22T21:58:03.000Z"
      updated_at: "2022-07-23T21:58:03.000Z"
      properties:
        order_id: {type: string, required: true, description: Its id}
        total: number|null!
        kind: {type: string, pattern: card|cash}
        paid_at: date-time
        products:
          type: array
          items:
            properties: {sku: string, a.b: any}
    - {version: 2, deprecated_at: "2023-01-01T00:00:00.000Z"}
)"));
}

}  // namespace
}  // namespace specgate
