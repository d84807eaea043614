// Plans with more properties and values than anybody lists by hand: what lies between two of them
// is told right, and each of their parts is looked at a few times, not once for each other.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "bench/allocations.h"
#include "spec/plan/diff/plan_diff.h"
#include "spec/plan/read_plan.h"
#include "spec/schema/containment/counterexamples.h"
#include "tests/support/spec.h"

namespace specgate {
namespace {

constexpr size_t kMany = 3000;

using Text = std::function<std::string(size_t)>;

// "A,B,C" of the texts of 0 to `count`.
std::string list_of(size_t count, const Text& text) {
  std::string out;
  for (size_t i = 0; i < count; ++i) out += (i == 0 ? "" : ",") + text(i);
  return out;
}

std::string backward(size_t count, const Text& text) {
  return list_of(count, [&](size_t i) { return text(count - 1 - i); });
}

std::string name(size_t i) { return "\"k" + std::to_string(i) + "\""; }
std::string text_member(size_t i) { return name(i) + R"(:{"type":"string"})"; }

std::string object(const std::string& members, const std::string& required) {
  return R"({"type":"object","additionalProperties":false,"properties":{)" + members +
         R"(},"required":[)" + required + "]}";
}

std::string enumeration(const std::string& values) {
  return R"({"type":"object","properties":{"sku":{"enum":[)" + values + "]}}}";
}

std::vector<PlanChange> changes(const std::string& before, const std::string& after) {
  const auto plan = [](const std::string& properties) {
    return parse_plan("plan.json",
                      R"({"rules":[{"type":"TRACK","key":"E","version":1,"jsonSchema":{)"
                      R"("type":"object","properties":{"properties":)" +
                          properties + "}}}]}",
                      spec());
  };
  const auto old_one = plan(before), new_one = plan(after);
  EXPECT_TRUE(old_one && new_one);
  return diff_plans(*old_one, *new_one, spec());
}

TEST(PlanSize, EachOfManyIsRequiredNoMore) {
  const std::string members = list_of(kMany, text_member);
  const auto found = changes(object(members, list_of(kMany, name)), object(members, ""));
  ASSERT_EQ(found.size(), kMany);
  for (const PlanChange& one : found) {
    EXPECT_EQ(one.kind, PlanChangeKind::kMadeOptional);
    EXPECT_EQ(one.senders.verdict, PlanVerdict::kCompatible);
    EXPECT_EQ(one.readers.verdict, PlanVerdict::kBreaking);
  }
  EXPECT_EQ(found[0].readers.why, R"(for example {"k1":""})") << "k0 is missing";
  EXPECT_EQ(found[1].readers.why, R"(for example {"k0":""})");
}

TEST(PlanSize, EachOfHalfIsRequiredNow) {
  const std::string members = list_of(kMany, text_member);
  const auto found =
      changes(object(members, list_of(kMany / 2, name)), object(members, backward(kMany, name)));
  ASSERT_EQ(found.size(), kMany / 2);
  for (const PlanChange& one : found) {
    EXPECT_EQ(one.kind, PlanChangeKind::kMadeRequired);
    EXPECT_EQ(one.senders.verdict, PlanVerdict::kBreaking);
    EXPECT_EQ(one.readers.verdict, PlanVerdict::kCompatible);
  }
}

TEST(PlanSize, TheOrderOfManyDoesNotCount) {
  EXPECT_TRUE(changes(object(list_of(kMany, text_member), list_of(kMany, name)),
                      object(backward(kMany, text_member), backward(kMany, name)))
                  .empty());
  EXPECT_TRUE(
      changes(enumeration(list_of(kMany, name)), enumeration(backward(kMany, name))).empty());
  const Text number = [](size_t i) { return std::to_string(i); };
  const Text spelled = [&](size_t i) { return number(i) + ".0"; };
  EXPECT_TRUE(
      changes(enumeration(list_of(kMany, number)), enumeration(backward(kMany, spelled))).empty());
}

TEST(PlanSize, OneOfManyValuesIsAnother) {
  const std::string most = list_of(kMany, name);
  const auto found = changes(enumeration(most + ",\"old\""), enumeration("\"new\"," + most));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].kind, PlanChangeKind::kEnumChanged);
  EXPECT_EQ(found[0].senders.why, R"(for example "old")");
  EXPECT_EQ(found[0].readers.why, R"(for example "new")");
}

TEST(PlanSize, ManyPartsAreOneWhole) {
  const Text part = [](size_t i) {
    return R"({"properties":{)" + text_member(i) + R"(},"required":[)" + name(i) + "]}";
  };
  const std::string whole = R"({"type":"object","properties":{)" + list_of(kMany, text_member) +
                            R"(},"required":[)" + list_of(kMany, name) + "]}";
  EXPECT_TRUE(
      changes(R"({"type":"object","allOf":[)" + backward(kMany, part) + "]}", whole).empty());
}

// One kind of dependency, of each of many names on the next; `more` are others.
std::string depending(const std::string& word, size_t count, const std::string& more = "") {
  const bool schemas = word == "dependentSchemas";
  const Text one = [&](size_t i) {
    const std::string next = "[" + name((i + 1) % count) + "]";
    return name(i) + ":" + (schemas ? "{\"required\":" + next + "}" : next);
  };
  return R"({"type":"object","properties":{"more":{"type":"string"},)" + list_of(count, text_member) + "},\"" + word +
         "\":{" + list_of(count, one) + more + "}}";
}

// What comparing two plans allocates, of which the second has one dependency more.
size_t allocations_of(const std::string& word, size_t count) {
  const std::string list = word == "dependentSchemas" ? R"({"required":["k0"]})" : R"(["k0"])";
  const std::string before = depending(word, count), after = depending(word, count, ",\"more\":" + list);
  const size_t start = bench::allocations();
  const auto found = changes(before, after);
  const size_t spent = bench::allocations() - start;
  EXPECT_EQ(found.size(), 1U) << word;
  EXPECT_EQ(found.empty() ? "" : found[0].senders.why, R"(for example {"more":""})") << word;
  return spent;
}

TEST(PlanSize, DependenciesCostAsMuchAsThereAre) {
  for (const char* word : {"dependencies", "dependentRequired", "dependentSchemas"}) {
    allocations_of(word, 10);  // what is made once
    EXPECT_LT(allocations_of(word, 1000), 20 * allocations_of(word, 100)) << word;
  }
}

TEST(PlanSize, OneOfManyDependenciesIsAnother) {
  constexpr size_t kSome = 500;
  const std::string before = depending("dependencies", kSome);
  std::string after = before;
  const std::string last = R"("k498":["k499"])";
  after.replace(after.find(last), last.size(), R"("k498":["k499","new"])");
  const auto found = changes(before, after);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].kind, PlanChangeKind::kConstraintNarrowed);
  EXPECT_EQ(found[0].readers.verdict, PlanVerdict::kCompatible);
  EXPECT_NE(found[0].senders.verdict, PlanVerdict::kCompatible);
}

// Whoever has the value that tells asks for no more of them.
TEST(PlanSize, NoMoreValuesAreMadeThanAreWanted) {
  auto schema = parse_json("schema.json",
                           R"({"type":"object","properties":{)" + list_of(kMany, text_member) + "}}",
                           spec());
  ASSERT_TRUE(schema);
  const Json other = Json::object();
  SchemaSpace space(FormatReading::kRfc);
  space.refill(kStepsToRefute);
  for (const size_t wanted : {size_t{1}, size_t{3}}) {
    size_t made = 0;
    SampleSink out([&](Json&&) { return ++made < wanted; });
    const uint64_t before = space.left();
    SchemaSamples(space).offer({{&*schema, &*schema}}, {{&other, &other}}, out);
    EXPECT_EQ(made, wanted);
    EXPECT_TRUE(out.full());
    EXPECT_LT(before - space.left(), 100U) << "steps";
  }
}

}  // namespace
}  // namespace specgate
