#include "spec/catalogue/path_table.h"

#include <gtest/gtest.h>

#include <string>

namespace specgate {
namespace {

PathTable made() {
  PathTable table;
  for (const std::string_view path :
       {"context.device.id", "context.campaign", "context.campaign.name", "context.campaign.*",
        "context.traits.email", "properties.products[].price",
        "properties.a_rather_long_property_name", "properties.a_rather_long_property_mate",
        "traits.address.city", "_metadata"}) {
    table.add(path);
  }
  table.freeze();
  return table;
}

// Walks a JSON place by place: "context", "device", ...; "[]" steps to the items.
PathId walk(const PathTable& table, std::initializer_list<std::string_view> steps) {
  PathId at = kRootPath;
  for (const std::string_view step : steps) {
    at = step == "[]" ? table[at].item : table.step(at, step).path;
  }
  return at;
}

struct Row {
  std::initializer_list<std::string_view> steps;
  std::string_view path;
  Family family;
};

TEST(PathTable, EveryKeyLeadsSomewhere) {
  const PathTable table = made();
  const Row rows[] = {
      {{"context"}, "context", Family::kTop},
      {{"context", "device", "id"}, "context.device.id", Family::kContext},
      {{"context", "device", "foo"}, "context.device.?", Family::kContext},
      {{"context", "device", "foo", "bar"}, "context.device.??", Family::kContext},
      {{"context", "device", "id", "x"}, "context.device.??", Family::kContext},
      {{"context", "foo"}, "context.?", Family::kContext},
      {{"context", "foo", "[]", "bar"}, "context.??", Family::kContext},
      {{"context", "campaign", "utm_x"}, "context.campaign.*", Family::kContext},
      {{"context", "campaign", "utm_x", "y"}, "context.campaign.??", Family::kContext},
      {{"context", "traits", "email"}, "context.traits.email", Family::kTraits},
      {{"context", "traits", "mine"}, "context.traits.?", Family::kTraits},
      {{"properties", "products", "[]", "price"},
       "properties.products[].price",
       Family::kProperties},
      {{"properties", "products", "[]", "x"}, "properties.products[].?", Family::kProperties},
      {{"properties", "products", "x"}, "properties.products.?", Family::kProperties},
      {{"properties", "a_rather_long_property_mate"},
       "properties.a_rather_long_property_mate",
       Family::kProperties},
      {{"properties", "a_rather_long_property_date"}, "properties.?", Family::kProperties},
      {{"properties", "a_rather_long_pr"}, "properties.?", Family::kProperties},
      {{"properties", ""}, "properties.?", Family::kProperties},
      {{"integrations", "All"}, "integrations.?", Family::kIntegrations},
      {{"foo"}, "?", Family::kTop},
      {{"foo", "bar"}, "??", Family::kOther},
      {{"_metadata", "bundled", "[]"}, "??", Family::kOther},
      {{"[]"}, "", Family::kTop},
      {{"batch", "[]", "userId"}, "userId", Family::kTop},
      {{"body", "batch", "[]"}, "", Family::kTop},
      {{"body", "event"}, "event", Family::kTop},
  };
  for (const Row& row : rows) {
    const Place& place = table[walk(table, row.steps)];
    EXPECT_EQ(place.path, row.path);
    EXPECT_EQ(place.family, row.family) << row.path;
  }
}

TEST(PathTable, FindsWhatWasAddedAndNothingElse) {
  const PathTable table = made();
  EXPECT_EQ(table.find(""), kRootPath);
  EXPECT_EQ(table[table.find("properties.products[].price")].path, "properties.products[].price");
  EXPECT_EQ(table[table.find("context.campaign.*")].path, "context.campaign.*");
  EXPECT_EQ(table[table.find("userId")].slot, Slot::kUserId);
  EXPECT_EQ(table.find("batch[]"), kRootPath);
  EXPECT_EQ(table.find("properties.foo"), kNoPath);
  EXPECT_EQ(table.find("foo.bar"), kNoPath);
}

// "context.*" and "context.**" in a rule's `where` rest on these.
TEST(PathTable, UnplannedPlacesHangBelowTheirObject) {
  const PathTable table = made();
  const PathId device = table.find("context.device");
  const PathId direct = table[device].unplanned;
  EXPECT_EQ(table[direct].parent, device);
  EXPECT_EQ(table[table[direct].unplanned].parent, direct);
  EXPECT_EQ(table[table.find("context.campaign")].unplanned, table.find("context.campaign.*"));
}

TEST(PathTable, TraitsGoWithTheStep) {
  PathTable table = made();
  table.set_traits(table.find("traits.address.city"), kKeyPiiYellow);
  const Step step = table.step(table.find("traits.address"), "city");
  EXPECT_TRUE(step.known);
  EXPECT_EQ(step.traits, kKeyPiiYellow);
  EXPECT_FALSE(table.step(kRootPath, "nobody").known);
}

TEST(PathTable, GrowsAndStillFindsAll) {
  PathTable table;
  for (int i = 0; i < 3000; ++i) table.add("properties.key_" + std::to_string(i));
  table.freeze();
  for (int i = 0; i < 3000; ++i) {
    const std::string path = "properties.key_" + std::to_string(i);
    ASSERT_EQ(table[table.find(path)].path, path);
  }
}

// Is `key` seen where `text` begins?
bool stands(const std::string& key, std::string text) {
  const WrittenKey written(kRootPath, key, 7, 0);
  text.resize(64);
  return written.parent == kRootPath && written.stands(text.data());
}

TEST(WrittenKey, StandsInQuotesBeforeItsColon) {
  for (const size_t size : {0U, 1U, 12U, 13U, 14U, 15U, 28U, 29U}) {
    const std::string key(size, 'k');
    EXPECT_TRUE(stands(key, '"' + key + "\":1")) << size;
    EXPECT_FALSE(stands(key, '"' + key + "k\":1")) << size;
    EXPECT_FALSE(stands(key, '"' + key + "\" :1")) << size;
    EXPECT_FALSE(stands(key, '"' + key)) << size;
  }
}

TEST(WrittenKey, StandsNowhereIfLongOrEscaped) {
  const std::string longer(30, 'k');
  EXPECT_FALSE(stands(longer, '"' + longer + "\":1"));
  for (const std::string key : {"a\"b", "a\\b", "a\nb"})
    EXPECT_FALSE(stands(key, '"' + key + "\":1"));
}

}  // namespace
}  // namespace specgate
