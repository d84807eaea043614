// What is looked up by a table is what a walk finds.
#include "spec/json/json_index.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/support/spec.h"


namespace specgate {
namespace {

Json read(std::string_view text) {
  Result<Json> out = parse_json("plan.json", text, spec());
  EXPECT_TRUE(out) << (out ? "" : out.problems()[0].text());
  return out ? *out : Json();
}

Json object_of(size_t count) {
  Json out = Json::object();
  for (size_t i = 0; i < count; ++i) {
    out.members.push_back(
        {"key " + std::to_string(i * 7), 0, 0, Json::integer(static_cast<int64_t>(i))});
  }
  return out;
}

// All kinds, some spelled in several ways, in which equal ones lie far apart.
Json array_of(size_t repeated) {
  Json out = Json::array();
  for (size_t i = 0; i < repeated; ++i) {
    for (const std::string_view text :
         {"1", "\"1\"", "\"true\"", "true", "false", "null", "\"\"", "[]", "{}", "[1,[2]]",
          "[[2],1]", "{\"a\":1,\"b\":[]}", "{\"a\":{\"b\":1}}", "0.5", "-0.5", "0",
          "123456789012345678901234567890"})
      out.items.push_back(read(text));
  }
  return out;
}

TEST(JsonIndex, FindsWhatAWalkFinds) {
  for (const size_t count : {0U, 1U, 16U, 17U, 3000U}) {
    SCOPED_TRACE(count);
    const Json object = object_of(count);
    JsonIndex index(&object);
    for (size_t i = 0; i < count; ++i) {
      const std::string& key = object.members[i].key;
      EXPECT_EQ(index.member(key), &object.members[i]);
      EXPECT_EQ(index.find(key, i), &object.members[i].value);
      EXPECT_EQ(index.find(key, count - i), &object.members[i].value);
    }
    for (const std::string_view key : {"", "key", "key 1", "key 00", "KEY 0"}) {
      EXPECT_EQ(index.member(key), object.member(key));
      EXPECT_EQ(index.member(key, count), nullptr);
    }
  }
}

TEST(JsonIndex, OfNothingHasNothing) {
  JsonIndex index(nullptr);
  EXPECT_EQ(index.member("a"), nullptr);
  EXPECT_EQ(index.find("a", 3), nullptr);
}

TEST(JsonIndex, OfARepeatedKeyTheFirstCounts) {
  Json object = object_of(40);
  object.members[30].key = object.members[20].key;
  JsonIndex index(&object);
  EXPECT_EQ(index.member(object.members[30].key), object.member(object.members[30].key));
  EXPECT_EQ(index.member(object.members[30].key), &object.members[20]);
}

TEST(JsonSet, HoldsWhatIsEqual) {
  for (const size_t repeated : {1U, 2U, 50U}) {
    const Json array = array_of(repeated);
    JsonSet set(&array);
    EXPECT_EQ(set.size(), array_of(1).items.size());
    for (const std::string_view text :
         {"1", "1.0", "10e-1", "\"1\"", "\"1.0\"", "2", "true", "\"true\"", "\"false\"", "null",
          "\"null\"", "[1,[2]]", "[1.0,[2e0]]", "[1,2]", "[[1],2]", "{\"b\":[],\"a\":1.00}",
          "{\"b\":[]}", "{\"a\":1,\"b\":{}}", "{\"a\":{\"b\":1.0}}", "{\"b\":{\"a\":1}}", "-0.0",
          "5e-1", "-5e-1", "123456789012345678901234567890.0", "123456789012345678901234567891"}) {
      const Json value = read(text);
      const bool walked =
          std::find(array.items.begin(), array.items.end(), value) != array.items.end();
      EXPECT_EQ(set.contains(value), walked) << text;
    }
  }
}

TEST(JsonSet, OfNothingHoldsNothing) {
  const Json array = Json::array();
  JsonSet set(&array);
  EXPECT_EQ(set.size(), 0U);
  EXPECT_FALSE(set.contains(Json::null()));
}

TEST(JsonSet, EqualValuesHaveOneHash) {
  for (const auto& [a, b] : {std::pair("1", "1.0"), {"0", "-0.0"}, {"100", "1e2"},
                             {"{\"a\":1,\"b\":[2]}", "{\"b\":[2.0],\"a\":1e0}"}, {"[{}]", "[ {} ]"}})
    EXPECT_EQ(hash_of(read(a)), hash_of(read(b))) << a;
  for (const auto& [a, b] : {std::pair("1", "\"1\""), {"[]", "{}"}, {"[1,2]", "[2,1]"},
                             {"true", "\"true\""}, {"{\"a\":1}", "{\"a\":2}"}})
    EXPECT_NE(hash_of(read(a)), hash_of(read(b))) << a;
}

// The members of both stand in two orders.
TEST(Json, OfManyMembersTheOrderDoesNotCount) {
  Json one = object_of(3000), other = one;
  std::reverse(other.members.begin(), other.members.end());
  EXPECT_TRUE(one == other);
  other.members[7].value = Json::integer(-1);
  EXPECT_FALSE(one == other);
  other = one;
  other.members.front().key = "another";
  EXPECT_FALSE(one == other);
}

}  // namespace
}  // namespace specgate
