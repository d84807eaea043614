#include "spec/text/yaml.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ostream>

namespace specgate {
namespace {

using testing::ElementsAre;

std::vector<std::string> texts_of(const Problems& problems) {
  std::vector<std::string> out;
  for (const Problem& problem : problems) out.push_back(problem.text());
  return out;
}

std::vector<std::string> problems_of(std::string_view text) {
  return texts_of(parse_yaml("f.yaml", text).problems());
}

YamlNode parsed(std::string_view text) {
  Result<YamlNode> root = parse_yaml("f.yaml", text);
  EXPECT_THAT(texts_of(root.problems()), ElementsAre());
  return root ? *std::move(root) : YamlNode{};
}

TEST(ParseYaml, NodesKnowTheirKindLineAndColumn) {
  const YamlNode root = parsed("a: 1\nb:\n  - x\n  - 'y'\nc: {d: ~}\ne: \"2\"\n");
  ASSERT_TRUE(root.is_mapping());
  ASSERT_EQ(root.members.size(), 4U);
  const YamlNode* b = root.find("b");
  ASSERT_TRUE(b != nullptr && b->is_sequence());
  EXPECT_EQ(b->items[1].text, "y");
  EXPECT_TRUE(b->items[1].quoted);
  EXPECT_FALSE(b->items[0].quoted);
  EXPECT_EQ(b->items[1].line, 4U);
  EXPECT_EQ(b->items[1].column, 5U);
  EXPECT_EQ(root.members[2].key, "c");
  EXPECT_EQ(root.members[2].line, 5U);
  EXPECT_EQ(root.members[2].column, 1U);
  EXPECT_TRUE(root.find("c")->find("d")->is_null());
  EXPECT_TRUE(root.find("e")->quoted);
  EXPECT_EQ(root.find("f"), nullptr);
}

// yaml-cpp would take them for characters of their own, or for the sign of a broken one.
TEST(ParseYaml, BytesThatAreNoUtf8AreToldWithTheirPlace) {
  EXPECT_THAT(problems_of("a: b\n\"\xff\": c\n"),
              ElementsAre("f.yaml:2:2: byte 0xff is no valid UTF-8, wanted UTF-8"));
  EXPECT_THAT(problems_of("# \xc3\n"),
              ElementsAre("f.yaml:1:3: byte 0xc3 is no valid UTF-8, wanted UTF-8"));
  EXPECT_THAT(problems_of("a: \xed\xa0\x80"),
              ElementsAre("f.yaml:1:4: byte 0xed is no valid UTF-8, wanted UTF-8"));
}

TEST(ParseYaml, NothingIsNull) {
  EXPECT_TRUE(parsed("").is_null());
  EXPECT_TRUE(parsed("# a remark\n").is_null());
}

TEST(ParseYaml, AnAliasIsACopyAtItsOwnPlace) {
  const YamlNode root = parsed("a: &x {k: [1, 2]}\nb: *x\n");
  const YamlNode* b = root.find("b");
  ASSERT_TRUE(b != nullptr);
  EXPECT_EQ(b->line, 2U);
  EXPECT_EQ(b->find("k")->items.size(), 2U);
}

struct BadYaml {
  const char* name;
  std::string text;
  std::vector<std::string> problems;
};
void PrintTo(const BadYaml& bad, std::ostream* out) { *out << bad.name; }

class ParseBadYaml : public testing::TestWithParam<BadYaml> {};

TEST_P(ParseBadYaml, IsAProblemWithAPlace) {
  EXPECT_THAT(problems_of(GetParam().text), testing::ElementsAreArray(GetParam().problems));
}

std::string nested(size_t levels) { return std::string(levels, '[') + std::string(levels, ']'); }

TEST(ParseYaml, MergeKeysTakeWhatTheMappingDoesNotSay) {
  const YamlNode root = parsed(
      "a: &a {x: 1, y: 2}\nb: &b {y: 3, z: 4}\n"
      "one:\n  <<: *a\n  x: 5\n"
      "two: {z: 6, <<: [*a, *b]}\n"
      "three: &c {<<: *a, w: 7}\nfour: {<<: *c}\n"
      "five: {\"<<\": *a}\n");
  const auto text = [&](const char* mapping, const char* key) {
    const YamlNode* const found = root.find(mapping)->find(key);
    return found == nullptr ? "none" : found->text;
  };
  EXPECT_EQ(text("one", "x"), "5");
  EXPECT_EQ(text("one", "y"), "2");
  EXPECT_EQ(root.find("one")->find("y")->line, 1U);  // where it was written
  EXPECT_EQ(text("two", "z"), "6");
  EXPECT_EQ(text("two", "y"), "2");  // the first of the list
  EXPECT_EQ(text("four", "w"), "7");
  EXPECT_EQ(text("four", "x"), "1");
  EXPECT_EQ(text("one", "<<"), "none");
  EXPECT_TRUE(root.find("five")->find("<<")->is_mapping());  // quoted: a key like others
  EXPECT_THAT(problems_of("a: {<<: x}\n"),
              ElementsAre("f.yaml:1:5: \"<<\" merges text, wanted a mapping or a list of mappings"));
  EXPECT_THAT(problems_of("a: {<<: {}, <<: {}}\n"), ElementsAre("f.yaml:1:13: the key \"<<\" is given twice"));
}

// Nine levels of nine aliases each: 9^9 values from a few hundred bytes.
std::string billion_laughs() {
  std::string text = "a0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1]\n";
  for (int i = 1; i < 9; ++i) {
    const std::string last = "*a" + std::to_string(i - 1);
    text += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + last;
    for (int j = 0; j < 8; ++j) text += ", " + last;
    text += "]\n";
  }
  return text;
}

// Each alias hides ten levels: ten of them chained go far beyond 64.
std::string deep_by_alias() {
  std::string text = "a0: &a0 [[[[[[[[[[1]]]]]]]]]]\n";
  for (int i = 1; i < 10; ++i) {
    text += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [[[[[[[[[[*a" +
            std::to_string(i - 1) + "]]]]]]]]]]\n";
  }
  return text;
}

std::string large_by_alias() {
  std::string text = "a: &a " + std::string(1 << 20, 'x') + "\nb: [";
  for (int i = 0; i < 100; ++i) text += "*a, ";
  return text + "]\n";
}

INSTANTIATE_TEST_SUITE_P(
    Cases, ParseBadYaml,
    testing::Values(
        BadYaml{"duplicate_keys",
                "a: 1\nb: {c: 1, c: 2}\na: 3\n",
                {"f.yaml:2:11: the key \"c\" is given twice",
                 "f.yaml:3:1: the key \"a\" is given twice"}},
        BadYaml{"tags",
                "a: !!str 1\nb: !thing {}\n",
                {"f.yaml:1:4: the tag \"tag:yaml.org,2002:str\" has no meaning here, wanted none",
                 "f.yaml:2:4: the tag \"!thing\" has no meaning here, wanted none"}},
        BadYaml{"two_documents",
                "a: 1\n---\nb: 2\n",
                {"f.yaml:2:1: a second document begins here, wanted one"}},
        BadYaml{"key_is_a_list", "[a, b]: 1\n", {"f.yaml:1:1: a key is a list, wanted text"}},
        BadYaml{"key_is_null", "~: 1\n", {"f.yaml:1:1: a key is empty, wanted text"}},
        BadYaml{"unknown_alias", "a: *b\n", {"f.yaml:1:4: the referenced anchor is not defined"}},
        BadYaml{"alias_to_itself",
                "a: &x [1, *x]\n",
                {"f.yaml:1:11: the alias stands inside the value it names"}},
        BadYaml{"unclosed", "a: [1, 2\n", {"f.yaml:2:1: end of sequence flow not found"}},
        BadYaml{"deep", nested(100000), {"f.yaml:1:65: more than 64 levels of nesting"}},
        BadYaml{"deep_by_alias", deep_by_alias(), {"f.yaml:7:19: more than 64 levels of nesting"}},
        BadYaml{"billion_laughs",
                billion_laughs(),
                {"f.yaml:7:10: more than 1000000 values, aliases expanded"}},
        BadYaml{"large_by_alias",
                large_by_alias(),
                {"f.yaml:2:253: more than 64 MB of text, aliases expanded"}},
        BadYaml{"end_of_text_byte",
                std::string("a: 1\nb: x\x04\nc: ["),
                {"f.yaml:2:5: control character 0x04, wanted text"}},
        BadYaml{
            "nul", std::string("a: \0b", 5), {"f.yaml:1:4: control character 0x00, wanted text"}}),
    [](const auto& each) { return std::string(each.param.name); });

TEST(ParseYaml, SixtyFourLevelsAreFine) {
  EXPECT_THAT(problems_of(nested(64)), ElementsAre());
  EXPECT_THAT(problems_of(nested(65)), ElementsAre("f.yaml:1:65: more than 64 levels of nesting"));
}

TEST(ParseYaml, ProblemsAreAllListed) {
  EXPECT_THAT(problems_of("a: !x 1\nb: 1\nb: 2\n? [k]\n: 1\n"),
              ElementsAre("f.yaml:1:4: the tag \"!x\" has no meaning here, wanted none",
                          "f.yaml:3:1: the key \"b\" is given twice",
                          "f.yaml:4:3: a key is a list, wanted text"));
}

TEST(Nearest, IsWithinAThirdOfTheWord) {
  const std::vector<std::string_view> words = {"required", "type", "note", "allowed"};
  EXPECT_EQ(nearest("requried", words), "required");  // neighbours swapped: one step
  EXPECT_EQ(nearest("alowed", words), "allowed");
  EXPECT_EQ(nearest("Type", words), "type");
  EXPECT_EQ(nearest("tpe", words), "type");
  EXPECT_EQ(nearest("ty", words), "");
  EXPECT_EQ(nearest("rqrd", words), "");
  EXPECT_EQ(nearest("entirely", words), "");
  EXPECT_EQ(nearest("", words), "");
  EXPECT_EQ(nearest(std::string(1 << 20, 'x'), words), "");
}

// Reads one mapping the way a loader does and gives back what it complained about.
std::vector<std::string> complaints(std::string_view text) {
  const YamlNode root = parsed(text);
  Problems problems;
  YamlFields fields("f.yaml", root, problems);
  fields.required_text("name");
  fields.text("note");
  fields.flag("strict", true);
  fields.integer("count");
  fields.texts("words");
  fields.choice("severity", {"error", "warning", "info"});
  fields.mapping("part");
  fields.sequence("list");
  fields.finish();
  return texts_of(problems);
}

TEST(YamlFields, ReadsWhatIsThere) {
  const YamlNode root = parsed(
      "name: 'n'\nstrict: false\ncount: -12\nwords: one\nseverity: info\nempty:\nmore: [a, b]\n");
  Problems problems;
  YamlFields fields("f.yaml", root, problems);
  EXPECT_EQ(fields.required_text("name"), "n");
  EXPECT_EQ(fields.text("absent", "fallback"), "fallback");
  EXPECT_EQ(fields.text("empty", "fallback"), "fallback");
  EXPECT_FALSE(fields.flag("strict", true));
  EXPECT_TRUE(fields.flag("absent", true));
  EXPECT_EQ(fields.integer("count"), -12);
  EXPECT_EQ(fields.integer("absent"), std::nullopt);
  EXPECT_THAT(fields.texts("words"), ElementsAre("one"));
  EXPECT_THAT(fields.texts("more"), ElementsAre("a", "b"));
  EXPECT_EQ(fields.choice("severity", {"error", "warning", "info"}), 2U);
  EXPECT_EQ(fields.mapping("absent"), nullptr);
  fields.finish();
  EXPECT_THAT(texts_of(problems), ElementsAre());
}

TEST(YamlFields, ListsEveryProblemInOnePass) {
  EXPECT_THAT(
      complaints("nmae: x\nnote: [1]\nstrict: yes\ncount: 1.5\nwords: {a: 1}\nseverity: eror\n"
                 "part: 3\nlist: {}\nzebra: 1\n"),
      ElementsAre("f.yaml:1:1: \"name\" is missing", "f.yaml:2:7: \"note\" is a list, wanted text",
                  "f.yaml:3:9: \"strict\" is \"yes\", wanted true or false",
                  "f.yaml:4:8: \"count\" is \"1.5\", wanted a whole number",
                  "f.yaml:5:8: \"words\" is a mapping, wanted a list of texts",
                  "f.yaml:6:11: \"severity\" is \"eror\", wanted one of error, warning, info, "
                  "did you mean \"error\"?",
                  "f.yaml:7:7: \"part\" is \"3\", wanted a mapping",
                  "f.yaml:8:7: \"list\" is a mapping, wanted a list",
                  "f.yaml:1:1: unknown key \"nmae\", did you mean \"name\"?",
                  "f.yaml:9:1: unknown key \"zebra\""));
}

TEST(YamlFields, EdgesOfValues) {
  EXPECT_THAT(complaints("name: ''\n"), ElementsAre("f.yaml:1:7: \"name\" is empty, wanted text"));
  EXPECT_THAT(complaints("name: a\nstrict: 'true'\n"),
              ElementsAre("f.yaml:2:9: \"strict\" is \"true\", wanted true or false"));
  EXPECT_THAT(
      complaints("name: a\ncount: 9223372036854775808\n"),
      ElementsAre("f.yaml:2:8: \"count\" is \"9223372036854775808\", wanted a whole number"));
  EXPECT_THAT(complaints("name: a\nwords: [x, [y]]\n"),
              ElementsAre("f.yaml:2:12: \"words\" is a list, wanted text"));
  EXPECT_THAT(complaints("- name\n"), ElementsAre("f.yaml:1:1: found a list, wanted a mapping",
                                                  "f.yaml:1:1: \"name\" is missing"));
}

}  // namespace
}  // namespace specgate
