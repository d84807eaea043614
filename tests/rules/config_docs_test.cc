// docs/configuration.md and the JSON Schema say what the reader does: every example loads, every
// key of the schema is read and explained.
#include <set>

#include "spec/text/yaml.h"
#include "tests/rules/config_support.h"
#include "tests/support/files.h"

namespace specgate {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

std::string page_of(const std::string& name) {
  const std::string out = file_text(SPECGATE_SOURCE "/docs/" + name);
  EXPECT_FALSE(out.empty()) << name;
  return out;
}

std::vector<std::string> examples_in(std::string_view page) {
  constexpr std::string_view kBegin = "```yaml\n", kEnd = "```\n";
  std::vector<std::string> out;
  for (size_t at = page.find(kBegin); at != std::string_view::npos; at = page.find(kBegin, at)) {
    at += kBegin.size();
    out.emplace_back(page.substr(at, page.find(kEnd, at) - at));
  }
  return out;
}

TEST(ConfigDocsTest, EveryExampleLoads) {
  const std::vector<std::string> examples = examples_in(page_of("configuration.md"));
  EXPECT_THAT(examples, testing::SizeIs(testing::Ge(15U)));
  for (const std::string& example : examples) {
    EXPECT_THAT(problems_of(example), IsEmpty()) << example;
  }
}

// The names below every `properties` of a schema; a name may itself be "properties".
void collect_keys(const YamlNode& schema, std::set<std::string>& out) {
  for (const YamlMember& member : schema.members) {
    if (member.key != "properties") {
      collect_keys(member.value, out);
      continue;
    }
    for (const YamlMember& key : member.value.members) {
      out.insert(key.key);
      collect_keys(key.value, out);
    }
  }
  for (const YamlNode& item : schema.items) collect_keys(item, out);
}

YamlNode schema() {
  const auto root = parse_yaml("specgate.schema.json", page_of("specgate.schema.json"));
  EXPECT_TRUE(root) << (root ? "" : root.problems()[0].text());
  return root ? *root : YamlNode{};
}

TEST(ConfigDocsTest, TheReferenceNamesEveryKeyOfTheSchema) {
  std::set<std::string> keys;
  collect_keys(schema(), keys);
  EXPECT_GT(keys.size(), 50U);
  const std::string page = page_of("configuration.md") + page_of("proxy.md");
  for (const std::string& key : keys) EXPECT_THAT(page, HasSubstr(key));
}

TEST(ConfigDocsTest, TheSchemaHasTheKeysThatAreRead) {
  const YamlNode root = schema();
  for (const YamlMember& key : root.find("properties")->members) {
    EXPECT_THAT(problems_of(key.key + ": 1"), Not(Contains(HasSubstr("unknown key")))) << key.key;
  }
  for (const std::string& example : examples_in(page_of("configuration.md"))) {
    const auto document = parse_yaml("example", example);
    ASSERT_TRUE(document) << example;
    for (const YamlMember& member : document->members) {
      EXPECT_NE(root.find("properties")->find(member.key), nullptr) << member.key;
    }
  }
}

}  // namespace
}  // namespace specgate
