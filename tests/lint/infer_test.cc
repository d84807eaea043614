// What is inferred from which calls. The cases are data: tests/lint/infer/cases.jsonl, each with
//   calls   the calls, `times` times over (default 1)
//   terms   min_calls, min_share, enum_max, variants
//   rules   the titles of all rules, where given
//   at      "TRACK \"A\"#/properties/properties": the schema there, whole; null: there is none
//   says    likewise: a piece of the description there, or of the rule's where no place is given
//   notes   a piece of each note, all of them, in order
//   leaves  the calls do not all fit the plan
#include <gtest/gtest.h>

#include <sstream>

#include "tests/lint/infer_support.h"
#include "tests/support/files.h"
#include "tests/support/spec.h"

namespace specgate {
namespace {

using namespace infer_test;

// What a JSON pointer leads to; ~ is not needed here.
const Json* at_pointer(const Json& root, std::string_view pointer) {
  const Json* at = &root;
  while (!pointer.empty() && at != nullptr) {
    pointer.remove_prefix(1);
    const std::string_view step = pointer.substr(0, pointer.find('/'));
    pointer.remove_prefix(step.size());
    at = at->find(step);
  }
  return at;
}

class Case {
 public:
  explicit Case(const Json& data) : data_(data), inferred_(plan_of(calls(), terms())) {}

  void check() {
    SCOPED_TRACE(std::string(data_.text_of("what")) + '\n' + text_of(inferred_));
    check_rules();
    check_places();
    check_notes();
    PlanLint lint(inferred_.plan);
    EXPECT_EQ(lint.problems, "");
    EXPECT_EQ(lint.findings(calls()).empty(), data_.find("leaves") == nullptr);
    EXPECT_EQ(text_of(inferred_).find("ann@example.com"), std::string::npos);
  }

 private:
  std::string calls() const {
    const Json* const times = data_.find("times");
    std::string once, out;
    for (const Json& call : data_.find("calls")->items) {
      append_json(call, JsonLayout::kCompact, once);
      once += '\n';
    }
    for (int i = times == nullptr ? 1 : std::stoi(times->text); i > 0; --i) out += once;
    return out;
  }

  InferTerms terms() const {
    InferTerms out;
    const Json* const given = data_.find("terms");
    if (given == nullptr) return out;
    if (const Json* it = given->find("min_calls")) out.schema.least_calls = std::stoul(it->text);
    if (const Json* it = given->find("min_share")) out.schema.least_share = std::stod(it->text);
    if (const Json* it = given->find("enum_max")) out.schema.most_values = std::stoul(it->text);
    if (given->text_of("variants") == "drop") out.variants = InferTerms::Variants::kDrop;
    return out;
  }

  void check_rules() {
    const Json* const wanted = data_.find("rules");
    if (wanted == nullptr) return;
    std::vector<std::string> titles, all;
    for (const Json& title : wanted->items) titles.push_back(title.text);
    for (const PlanRule& rule : inferred_.plan.rules) {
      all.push_back(title_of(rule) +
                    (rule.deprecated() ? " deprecated " + rule.deprecated_at : ""));
    }
    EXPECT_EQ(all, titles);
  }

  const PlanRule* rule(std::string_view title) const {
    for (const PlanRule& rule : inferred_.plan.rules) {
      if (title_of(rule) == title) return &rule;
    }
    ADD_FAILURE() << "no rule " << title;
    return nullptr;
  }

  void check_places() {
    const Json none = Json::object();
    for (const JsonMember& wanted : (data_.find("at") ? *data_.find("at") : none).members) {
      const size_t mark = wanted.key.find('#');
      const PlanRule* const it = rule(wanted.key.substr(0, mark));
      if (it == nullptr) continue;
      const Json* const found = at_pointer(it->schema, wanted.key.substr(mark + 1));
      Json plain = found == nullptr ? Json::null() : *found;
      if (plain.is(Kind::kObject)) plain.erase("description");
      EXPECT_TRUE(plain == wanted.value) << wanted.key;
    }
    for (const JsonMember& wanted : (data_.find("says") ? *data_.find("says") : none).members) {
      const size_t mark = wanted.key.find('#');
      const PlanRule* const it = rule(wanted.key.substr(0, mark));
      if (it == nullptr) continue;
      const Json* const found =
          mark == std::string::npos ? nullptr : at_pointer(it->schema, wanted.key.substr(mark + 1));
      const std::string text(found == nullptr ? it->description : found->text_of("description"));
      EXPECT_NE(text.find(wanted.value.text), std::string::npos) << wanted.key << " says " << text;
    }
  }

  void check_notes() {
    const Json none = Json::array();
    const std::vector<Json>& wanted = (data_.find("notes") ? data_.find("notes") : &none)->items;
    ASSERT_EQ(inferred_.notes.size(), wanted.size());
    for (size_t i = 0; i < wanted.size(); ++i) {
      EXPECT_NE(inferred_.notes[i].find(wanted[i].text), std::string::npos) << wanted[i].text;
    }
  }

  const Json& data_;
  InferredPlan inferred_;
};

TEST(Infer, Cases) {
  size_t count = 0;
  for (const std::string& line : file_lines(SPECGATE_SOURCE "/tests/lint/infer/cases.jsonl")) {
    ++count;
    const Result<Json> data = parse_json("cases.jsonl", line, spec());
    ASSERT_TRUE(data) << data.problems()[0].text();
    Case(*data).check();
  }
  EXPECT_GE(count, 20U);
}

std::string numbered(int i) { return std::to_string(i); }

TEST(Infer, ManyKeysAreData) {
  std::string text;
  for (int i = 0; i < 40; ++i) {
    text += R"({"type":"track","event":"Seen","properties":{"by_shop":{)";
    for (int j = 0; j < 10; ++j) text += (j ? ",\"s" : "\"s") + numbered(10 * i + j) + "x\":1";
    text += "}}}\n";
  }
  const InferredPlan inferred = plan_of(text);
  ASSERT_EQ(inferred.notes.size(), 1U);
  EXPECT_EQ(inferred.notes[0],
            "TRACK \"Seen\": properties.by_shop: its keys change from call to call, so the object "
            "admits any");
  EXPECT_EQ(text_of(inferred).find("s17x"), std::string::npos);
  EXPECT_TRUE(PlanLint(inferred.plan).findings(text).empty());
}

TEST(Infer, ManyPageNamesAreTitles) {
  std::string text;
  for (int i = 0; i < 120; ++i) {
    text += R"({"type":"page","name":"Article )" + numbered(i) + R"(","properties":{"n":)" +
            numbered(i) + "}}\n";
  }
  const InferredPlan inferred = plan_of(text);
  ASSERT_EQ(inferred.plan.rules.size(), 1U);
  EXPECT_EQ(inferred.plan.rules[0].key, "");
  EXPECT_EQ(inferred.plan.rules[0].description, "Seen in 120 calls.");
  EXPECT_EQ(inferred.notes.size(), 1U);
  EXPECT_TRUE(PlanLint(inferred.plan).findings(text).empty());
}

TEST(Infer, TooManyEventsLeaveTheFirstByName) {
  std::string text;
  for (int i = 12000; i >= 10000; --i) {
    text += R"({"type":"track","event":"Event )" + numbered(i) + "\"}\n";
  }
  const InferredPlan inferred = plan_of(text);
  EXPECT_EQ(inferred.plan.rules.size(), CallEvidence::kMostEvents);
  EXPECT_EQ(inferred.plan.rules.back().key, "Event 11999");
  ASSERT_EQ(inferred.notes.size(), 1U);
  EXPECT_NE(inferred.notes[0].find("more than 2000 different events"), std::string::npos);
}

TEST(Infer, WhatIsTooDeepIsOpen) {
  std::string value = "1";
  for (int i = 0; i < 40; ++i) value = (i % 2 ? "[" : "{\"a\":") + value + (i % 2 ? "]" : "}");
  const std::string text =
      R"({"type":"track","event":"Deep","properties":{"v":)" + value + ",\"w\":2}}\n";
  const InferredPlan inferred = plan_of(text);
  ASSERT_EQ(inferred.notes.size(), 1U);
  EXPECT_NE(inferred.notes[0].find("too deep"), std::string::npos);
  EXPECT_TRUE(PlanLint(inferred.plan).findings(text).empty());
}

// A hostile file: every call brings new keys, each with objects of new keys.
TEST(Infer, RoomIsBounded) {
  std::string text;
  for (int i = 0; i < 1900; ++i) {
    text += R"({"type":"track","event":"E)" + numbered(i) + R"(x","properties":{)";
    for (int j = 0; j < 290; ++j) text += (j ? ",\"k" : "\"k") + numbered(j) + "x\":{\"a\":[1]}";
    text += "}}\n";
  }
  const InferredPlan inferred = plan_of(text);
  ASSERT_FALSE(inferred.notes.empty());
  EXPECT_NE(inferred.notes[0].find("too much was seen"), std::string::npos);
  size_t members = 0;
  for (const PlanRule& rule : inferred.plan.rules) {
    const Json* const own = own_schema(rule);
    const Json* const listed = own == nullptr ? nullptr : own->find("properties");
    members += listed == nullptr ? 0 : listed->members.size();
  }
  EXPECT_LE(members, MemoryBudget::kMostThings);
  EXPECT_TRUE(PlanLint(inferred.plan).findings(text).empty());
}

}  // namespace
}  // namespace specgate
