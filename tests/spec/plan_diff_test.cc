// Pairs of plans and what lies between them: tests/spec/plan_changes/*.json. Each pair tells its
// changes as "RULE PLACE SENDERS READERS" in any order, and the verdicts of the whole.
#include "spec/plan/diff/plan_diff.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "spec/plan/diff/renames.h"
#include "spec/plan/read_plan.h"
#include "tests/support/files.h"
#include "tests/support/spec.h"

namespace specgate {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> files() {
  std::vector<fs::path> out;
  for (const auto& entry : fs::directory_iterator(SPECGATE_SOURCE "/tests/spec/plan_changes"))
    out.push_back(entry.path());
  std::sort(out.begin(), out.end());
  return out;
}

TrackingPlan plan_of(const Json& json) {
  std::string text;
  append_json(json, JsonLayout::kCompact, text);
  auto plan = parse_plan("plan.json", text, spec());
  if (plan) return *plan;
  for (const Problem& problem : plan.problems()) ADD_FAILURE() << problem.text();
  return {};
}

std::string line_of(const PlanChange& change) {
  return std::string(name_of(change.kind)) + " " + change.place + " " +
         std::string(name_of(change.senders.verdict)) + " " +
         std::string(name_of(change.readers.verdict));
}

std::string all_words(const std::vector<PlanChange>& changes) {
  std::string out;
  for (const PlanChange& change : changes) {
    out += line_of(change) + "\n    " + change.message + "\n    senders: " + change.senders.why +
           "\n    readers: " + change.readers.why + "\n";
  }
  return out;
}

class PlanChanges : public ::testing::TestWithParam<fs::path> {
 protected:
  static Json cases() {
    auto json = parse_json(GetParam().string(), file_text(GetParam()), spec());
    if (json) return *json;
    for (const Problem& problem : json.problems()) ADD_FAILURE() << problem.text();
    return Json::array();
  }
};

TEST_P(PlanChanges, HaveTheirVerdicts) {
  for (const Json& one : cases().items) {
    SCOPED_TRACE(one.text_of("name"));
    const auto changes = diff_plans(plan_of(*one.find("before")), plan_of(*one.find("after")), spec());
    std::multiset<std::string> found, wanted;
    for (const PlanChange& change : changes) found.insert(line_of(change));
    for (const Json& change : one.find("changes")->items) wanted.insert(change.text);
    EXPECT_EQ(found, wanted) << all_words(changes);
    const PlanVerdicts verdicts = verdicts_of(changes);
    EXPECT_EQ(name_of(verdicts.senders), one.text_of("senders")) << all_words(changes);
    EXPECT_EQ(name_of(verdicts.readers), one.text_of("readers")) << all_words(changes);
  }
}

// What is breaking says a value that shows it, and what may break says why it was not decided.
TEST_P(PlanChanges, HaveReasons) {
  for (const Json& one : cases().items) {
    SCOPED_TRACE(one.text_of("name"));
    for (const PlanChange& change :
         diff_plans(plan_of(*one.find("before")), plan_of(*one.find("after")), spec())) {
      for (const Judgement* each : {&change.senders, &change.readers})
        EXPECT_EQ(each->why.empty(), each->verdict == PlanVerdict::kCompatible) << line_of(change);
      EXPECT_FALSE(change.before.pointer.empty() && change.after.pointer.empty());
    }
  }
}

TEST_P(PlanChanges, AreNoneWithinOnePlan) {
  for (const Json& one : cases().items) {
    for (const std::string_view side : {"before", "after"}) {
      const TrackingPlan plan = plan_of(*one.find(side));
      const auto changes = diff_plans(plan, plan, spec());
      EXPECT_TRUE(changes.empty()) << one.text_of("name") << "\n" << all_words(changes);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Files, PlanChanges, ::testing::ValuesIn(files()),
                         [](const auto& file) { return file.param.stem().string(); });

TEST(PlanDiff, EveryKindOfChangeHasAPair) {
  std::set<std::string, std::less<>> seen;
  for (const fs::path& file : files()) {
    const auto json = parse_json(file.string(), file_text(file), spec());
    ASSERT_TRUE(json);
    for (const Json& one : json->items) {
      for (const Json& change : one.find("changes")->items)
        seen.insert(change.text.substr(0, change.text.find(' ')));
    }
  }
#define X(id, code, name) EXPECT_TRUE(seen.contains(name)) << name;
  SPECGATE_PLAN_CHANGES(X)
#undef X
}

// A plan of one track event with one member.
TrackingPlan plan_with(std::string_view event, std::string_view member) {
  Json properties = Json::object();
  properties.set(std::string(member), Json::object());
  const auto holding = [](std::string key, Json value) {
    Json out = Json::object();
    out.set(std::move(key), std::move(value));
    return out;
  };
  Json rule = holding("type", Json::string("TRACK"));
  rule.set("key", Json::string(std::string(event)));
  rule.set("jsonSchema",
           holding("properties", holding("properties", holding("properties", properties))));
  Json rules = Json::array();
  rules.items.push_back(std::move(rule));
  return plan_of(holding("rules", std::move(rules)));
}

// What renames are told by compares each gone name with each new one: more letters in fewer words,
// fewer letters in more words, a letter alone, other alphabets.
TEST(PlanDiff, AnyNameMayBecomeAnyOther) {
  const std::vector<std::string_view> names = {
      "currency", "is_eu", "Checkout",   "Go On",   "a",    "a b",  "a b c", "ab cd",
      "email",    "email_address", "_",  "  ",      "id",   "x_id", "IDs",   "naïve été",
      "Ünïcode",  "订单 完成",      "订单", "z z z z", "total_price_of_all", "pricetotalofalls",
      "one two three four five six seven eight", "onetwothreefourfivesixseveneight!"};
  for (const std::string_view from : names) {
    for (const std::string_view to : names) {
      SCOPED_TRACE(testing::Message() << from << " -> " << to);
      EXPECT_EQ(diff_plans(plan_with("E", from), plan_with("E", to), spec()).empty(), from == to);
      EXPECT_EQ(diff_plans(plan_with(from, "p"), plan_with(to, "p"), spec()).empty(), from == to);
    }
  }
}

std::vector<std::string> names_of(size_t count, const std::string& begin, const std::string& end) {
  std::vector<std::string> out;
  for (size_t i = 0; i < count; ++i) out.push_back(begin + std::to_string(i) + end);
  return out;
}

// How often it is asked whether two are alike, where only those of one number are.
uint64_t asked(size_t count, const std::string& end, bool any_alike, Renames& out) {
  const std::vector<std::string> gone = names_of(count, "Order Step ", ""), fresh = names_of(count, "order_step_", end);
  uint64_t times = 0;
  out = find_renames({gone.begin(), gone.end()}, {fresh.begin(), fresh.end()}, [&](uint32_t from, uint32_t to) {
    ++times;
    return any_alike && from == to;
  });
  return times;
}

TEST(Renames, CostAsMuchAsThereAreNames) {
  Renames found;
  for (const size_t count : {size_t{10}, size_t{1000}, size_t{8000}}) {
    EXPECT_EQ(asked(count, "", true, found), count) << "the same letters are found at once";
    EXPECT_EQ(found.pairs.size(), count);
    EXPECT_FALSE(found.cut);
    const uint64_t most = kAskedAtLeast + kAskedForEachName * 2 * count;
    EXPECT_LE(asked(count, "_new", true, found), most);
    EXPECT_LE(asked(count, "_new", false, found), most);
    EXPECT_EQ(found.cut, count > 10) << "and says that it ended early";
  }
}

TEST(Renames, ASmallPlanIsSearchedWhole) {
  Renames found;
  EXPECT_LE(asked(60, "_x", false, found), 60U * 60U);
  EXPECT_FALSE(found.cut);
  asked(60, "_x", true, found);
  EXPECT_EQ(found.pairs.size(), 60U);
}

TEST(PlanDiff, ASearchThatWasCutIsSaid) {
  constexpr size_t kEvents = 700;
  const auto plan = [](const std::string& word, const std::string& end, const std::string& type) {
    std::string rules;
    for (size_t i = 0; i < kEvents; ++i) {
      rules += (i == 0 ? "" : ",") + (R"({"type":"TRACK","key":")" + word + std::to_string(i) + end) +
               R"(","jsonSchema":{"properties":{"properties":{"properties":{"p":{"type":")" + type + R"("}}}}}})";
    }
    return *parse_plan("plan.json", "{\"rules\":[" + rules + "]}", spec());
  };
  const auto changes = diff_plans(plan("Order Step ", "", "string"), plan("Order Step ", " new", "number"), spec());
  ASSERT_EQ(changes.size(), 2 * kEvents);
  EXPECT_THAT(changes.back().message, testing::HasSubstr(kRenamesCut));
  EXPECT_EQ(diff_plans(plan("Order Step ", "", "string"), plan("order_step_", "", "string"), spec()).size(), kEvents);
}

TEST(PlanDiff, ThePageListsEveryKind) {
  const std::string page = file_text(SPECGATE_SOURCE "/docs/plan-changes.md");
#define X(id, code, name) \
  EXPECT_NE(page.find("| " code " | " name " |"), std::string::npos) << code " " name;
  SPECGATE_PLAN_CHANGES(X)
#undef X
}

TEST(PlanDiff, PlacesAreThoseOfTheFiles) {
  const auto before = parse_plan("a.json", R"({"rules": [
  {"type": "TRACK", "key": "E", "version": 1, "jsonSchema": {
    "properties": {"properties": {"properties": {
      "total": {"type": "number"}}}}}}]})",
                                 spec());
  const auto after = parse_plan("b.json", R"({"rules": [
  {"type": "IDENTIFY", "version": 1, "jsonSchema": {}},
  {"type": "TRACK", "key": "E", "version": 1, "jsonSchema": {
    "properties": {"properties": {"properties": {
      "total":   {"type": "string"}}}}}}]})",
                                spec());
  ASSERT_TRUE(before);
  ASSERT_TRUE(after);
  const auto changes = diff_plans(*before, *after, spec());
  ASSERT_EQ(changes.size(), 2U) << all_words(changes);
  const PlanChange& change = changes[1];
  EXPECT_EQ(change.before.pointer, "/rules/0/jsonSchema/properties/properties/properties/total");
  EXPECT_EQ(change.after.pointer, "/rules/1/jsonSchema/properties/properties/properties/total");
  EXPECT_EQ(change.before.line, 4U);
  EXPECT_EQ(change.before.column, 16U);
  EXPECT_EQ(change.after.line, 5U);
  EXPECT_EQ(change.after.column, 18U);
  EXPECT_EQ(change.message, "\"total\" of TRACK \"E\": type \"number\" -> \"string\"");
}

// Its own place, not the event's: neither in words nor for what holds besides.
TEST(PlanDiff, APropertyWithoutANameIsOneAllTheSame) {
  const auto plan = [](const std::string& nameless) {
    return *parse_plan("a.yaml", "events:\n  A Done:\n    properties: {" + nameless + "b: string}\n", spec());
  };
  const auto gone = diff_plans(plan("\"\": string, "), plan(""), spec());
  ASSERT_EQ(gone.size(), 1U) << all_words(gone);
  EXPECT_EQ(gone[0].message, "\"\" of TRACK \"A Done\" is gone");
  const auto below = diff_plans(plan("\"\": {properties: {c: string}}, "), plan("\"\": {properties: {c: number}}, "), spec());
  ASSERT_EQ(below.size(), 1U) << all_words(below);
  EXPECT_THAT(below[0].message, testing::HasSubstr("\".c\" of TRACK \"A Done\": type"));
}

}  // namespace
}  // namespace specgate
